using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Import;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Tests.Unit.Cli.Fakes;

/// <summary>A directory of a test with its input files and checkpoint, and what its imports report.</summary>
internal sealed class ImportDirectory : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("storyctl-test-").FullName;
    private readonly List<string> _reports = [];

    public string CheckpointPath => Path.Combine(_path, "checkpoint.json");

    public IReadOnlyList<string> Reports
    {
        get { lock (_reports) return [.. _reports]; }
    }

    public string Write(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }

    public string WriteGzip(string name, params IEnumerable<string> lines)
    {
        var path = Path.Combine(_path, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return path;
    }

    /// <summary>Line of an invented article; its URL holds the number.</summary>
    public static string Line(int number, string title = "Flood in Harbor", string? published = null) => JsonSerializer.Serialize(new
    {
        id = $"id-{number}", url = $"https://harbor-ledger.example/{number}", title = $"{title} {number}", text = "The river rose.", published,
    });

    public static IEnumerable<string> Lines(int count) => Enumerable.Range(1, count).Select(number => Line(number));

    public async Task<ImportSummary> ImportAsync(string address, ImportOptions options, CancellationToken interrupt = default)
    {
        using GrpcChannel channel = ServerChannel.Open(address);
        options = options with { Address = address, Checkpoint = CheckpointPath };
        var run = new ImportRun(options, channel.CreateCallInvoker(), Report, TimeProvider.System);
        var silent = Consoles.Over(TextWriter.Null, TextWriter.Null, outIsTerminal: false, errorIsTerminal: false);
        // A test that hangs says so.
        return await run.RunAsync(new ImportProgress(silent, TimeProvider.System), interrupt).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    public Task<ImportSummary> ImportAsync(string address, params string[] files) =>
        ImportAsync(address, new ImportOptions { Files = files, Address = address });

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private void Report(string line)
    {
        lock (_reports) _reports.Add(line);
    }
}
