namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>A Python that has gRPC.</summary>
internal static class Python
{
    private static readonly Lazy<Task<string?>> s_found = new(Find);

    /// <summary>The program; skips the test where there is none.</summary>
    public static async Task<string> Require()
    {
        var python = await s_found.Value;
        Assert.SkipWhen(python is null, "No python3 has grpc and google.protobuf (Debian: python3-grpcio, python3-protobuf).");
        return python;
    }

    private static async Task<string?> Find()
    {
        // The first in the path need not be the distribution's, and the packages come with that one.
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
            if (await Tool.TryRun(python, ["-c", "import grpc, google.protobuf"]) is { ExitCode: 0 }) return python;
        return null;
    }
}
