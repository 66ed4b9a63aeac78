namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Where the programs are that the tests start: built beside the tests, in the same configuration.</summary>
internal static class Built
{
    /// <summary>Folder of the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Debug or Release, as this assembly.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Gateway => Program("gateway/Host", "StoryClustering.Gateway.Host.dll");
    public static string Silo => Program("silo/Host", "StoryClustering.Silo.dll");
    public static string Storyctl => Program("gateway/Cli", "storyctl.dll");

    /// <summary>The .proto files of the API and of the health service.</summary>
    public static string Protos => Path.Combine(AppContext.BaseDirectory, "protos");

    /// <summary>The .proto files of Google that they import.</summary>
    public static string CommonProtos => Path.Combine(AppContext.BaseDirectory, "common-protos");

    /// <summary>All of them as one FileDescriptorSet.</summary>
    public static string DescriptorSet => Path.Combine(AppContext.BaseDirectory, "api.binpb");

    /// <summary>Source folder of the clients in other languages.</summary>
    public static string Clients => Path.Combine(Repository, "tests", "EndToEnd", "Clients");

    private static string Program(string project, string dll)
    {
        var path = Path.Combine(Repository, project, "bin", Configuration, "net10.0", dll);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} has not been built.");
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Clustering.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Clustering.sln.");
    }
}
