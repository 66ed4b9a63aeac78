namespace StoryClustering.Benchmarks.Engine;

internal static class EngineSpeed
{
    public static int Run(string[] args) => args.Length;
}
