using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Clients;

/// <summary>The packages of package.json, installed once if they are missing.</summary>
internal static class NodePackages
{
    private static readonly string s_project = Path.Combine(Built.Repository, "tests", "EndToEnd");
    private static readonly Lazy<Task<string?>> s_missing = new(Install);

    /// <summary>Path of a program that a package brings; skips the test if the packages are not there and cannot be had.</summary>
    public static async Task<string> Program(string name)
    {
        await Require();
        return Path.Combine(s_project, "node_modules", ".bin", name);
    }

    public static async Task Require()
    {
        var missing = await s_missing.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    private static async Task<string?> Install()
    {
        if (await Tool.TryRun("node", ["--version"]) is not { ExitCode: 0 }) return "node is not installed.";
        // npm writes this file last.
        if (File.Exists(Path.Combine(s_project, "node_modules", ".package-lock.json"))) return null;
        var run = await Tool.TryRun("npm", ["ci", "--ignore-scripts"], folder: s_project, within: TimeSpan.FromMinutes(3));
        if (run is null) return "npm is not installed.";
        return run.ExitCode == 0 ? null : $"npm ci could not install the packages of tests/EndToEnd/package.json (@grpc/grpc-js, @bufbuild/buf): {run.Errors}";
    }
}
