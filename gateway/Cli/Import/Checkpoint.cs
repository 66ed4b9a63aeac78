using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryClustering.Cli.Import;

/// <summary>What an unfinished import remembers between runs.</summary>
internal sealed record Checkpoint(string Address, IReadOnlyList<FileCheckpoint> Files);

/// <summary>How far one file had got.</summary>
/// <param name="File">Which file.</param>
/// <param name="Settled">[first, last] line numbers of ranges that are acknowledged or finally refused.</param>
/// <param name="Failed">How many of them failed.</param>
internal sealed record FileCheckpoint(FileIdentity File, long[][] Settled, long Failed);

[JsonSerializable(typeof(Checkpoint))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class CheckpointJson : JsonSerializerContext;

/// <summary>The file that holds a checkpoint. It is replaced as a whole: a crash leaves the old one or the new one.</summary>
internal sealed class CheckpointFile(string path)
{
    public string Path => path;

    /// <summary>The file for these inputs and this address in the user's state directory: $XDG_STATE_HOME/storyctl, else
    /// ~/.local/state/storyctl, else .storyctl in the current directory. Null if none of them can be written.</summary>
    public static CheckpointFile? InStateDirectory(string address, IEnumerable<FileIdentity> files)
    {
        var key = new StringBuilder(address);
        foreach (var file in files) key.Append($"\n{file.Name}\n{file.Size}\n{file.Hash}");
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())))[..24] + ".json";

        foreach (var directory in StateDirectories())
        {
            try
            {
                Directory.CreateDirectory(directory);
                var probe = System.IO.Path.Combine(directory, $".probe-{Environment.ProcessId}");
                File.WriteAllBytes(probe, []);
                File.Delete(probe);
                return new CheckpointFile(System.IO.Path.Combine(directory, name));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Try the next one.
            }
        }
        return null;
    }

    /// <summary>The checkpoint, or null if there is none or it is not one.</summary>
    public Checkpoint? Load()
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CheckpointJson.Default.Checkpoint) is { Address: not null, Files: not null } loaded
                ? loaded : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Save(Checkpoint checkpoint)
    {
        var next = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, checkpoint, CheckpointJson.Default.Checkpoint);
            stream.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
    }

    public void Delete() => File.Delete(path);

    private static IEnumerable<string> StateDirectories()
    {
        if (Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state))
            yield return System.IO.Path.Combine(state, "storyctl");
        if (Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home)
            yield return System.IO.Path.Combine(home, ".local", "state", "storyctl");
        yield return System.IO.Path.GetFullPath(".storyctl");
    }
}
