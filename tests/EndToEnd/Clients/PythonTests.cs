using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>grpcio on Python, with messages made at run time.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class PythonTests(EmbeddedFixture fixture) : ForeignClientTests(fixture)
{
    private static readonly Lazy<Task<string?>> s_python = new(FindPython);

    private protected override async Task<string[]> Command(string job, string address)
    {
        var python = await s_python.Value;
        Assert.SkipWhen(python is null, "No python3 has grpc and google.protobuf (Debian: python3-grpcio, python3-protobuf).");
        return [python, Path.Combine(Built.Clients, "python", "client.py"), job, address, Built.DescriptorSet];
    }

    private static async Task<string?> FindPython()
    {
        // The first in the path need not be the distribution's, and the packages come with that one.
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
            if (await Tool.TryRun(python, ["-c", "import grpc, google.protobuf"]) is { ExitCode: 0 }) return python;
        return null;
    }
}
