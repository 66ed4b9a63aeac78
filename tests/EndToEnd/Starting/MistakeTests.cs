using System.Net;
using System.Net.Sockets;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Starting;

/// <summary>Mistakes that people make when they start the service: each ends the process with one line that names setting, value and remedy.</summary>
public sealed class MistakeTests
{
    private const int Failure = 2;
    private const int Configuration = 78;
    private const string Nobody = "Host=127.0.0.1;Port=1;Database=stories;Username=stories;Password=geheim";

    /// <summary>Arguments of a gateway, environment as NAME=VALUE, exit code, the line. FOLDER is a folder of the test's own, which the process
    /// starts in; PORT a port that is taken.</summary>
    public static TheoryData<string[], string[], int, string> GatewayMistakes => new()
    {
        { ["--htp", "1"], [], Configuration, "--htp is not an option; did you mean --http?" },
        { ["--htp=1"], [], Configuration, "--htp is not an option; did you mean --http?" },
        { ["--migrate"], [], Configuration, "--migrate is not an option; did you mean --Cluster:Migrate?" },
        { ["--MaxPoolSize", "8"], [], Configuration, "--MaxPoolSize is not an option; did you mean --Storage:MaxPoolSize?" },
        { ["--Gateway:Fetch:Ports", "8443"], [], Configuration, "--Gateway:Fetch:Ports is not an option; did you mean --Gateway:Fetch:Ports:0?" },
        { ["--something-else-altogether", "1"], [], Configuration, "--something-else-altogether is not an option; the README lists them under Configuration." },
        { ["8080"], [], Configuration, "8080 is not an option; options are like --Section:Key value." },
        { ["-p=8080"], [], Configuration, "-p is not an option; options are like --Section:Key value." },
        { ["--grpc", "0", "--http"], [], Configuration, "--http needs a value: a whole number." },
        { ["--insecure", "--grpc", "0"], [], Configuration, "--insecure needs a value: true or false." },
        { ["--http", "abc"], [], Configuration, "http is abc; it must be a whole number." },
        { ["--http", "65536"], [], Configuration, "http is 65536; it must be 0 to 65535." },
        { ["--grpc", "-1"], [], Configuration, "grpc is -1; it must be 0 to 65535." },
        { ["--http", "18080", "--grpc", "18080"], [], Configuration, "grpc is 18080; it must not be the port of http, too." },
        { ["--mode", "fast"], [], Configuration, "mode is fast; it must be embedded or cluster." },
        { ["--mode", "7"], [], Configuration, "mode is 7; it must be embedded or cluster." },
        { ["--address", "localhost"], [], Configuration, "address is localhost; it must be an IP address of this machine." },
        { ["--address", "0.0.0.0"], [], Configuration, "address is 0.0.0.0; it can be reached by others, and there is neither TLS nor authentication yet. "
            + "Put a proxy that has both in front, or say --insecure true." },
        { ["--address", "::"], [], Configuration, "address is ::; it can be reached by others" },
        { ["--address", "192.0.2.1"], [], Configuration, "address is 192.0.2.1; it can be reached by others" },
        { ["--address", "192.0.2.1", "--insecure", "true", "--grpc", "0"], [], Failure, "address is 192.0.2.1, which is no address of this machine; name one that it has." },
        { ["--insecure", "yes"], [], Configuration, "insecure is yes; it must be true or false." },
        { ["--Storage:MaxPoolSize", "0"], [], Configuration, "Storage:MaxPoolSize is 0; it must be 1 to 1000." },
        { ["--Storage:CommandTimeout=soon"], [], Configuration, "Storage:CommandTimeout is soon; it must be a time like 00:00:05 (hours:minutes:seconds)." },
        { ["--Storage:CommandTimeout=5"], [], Configuration, "Storage:CommandTimeout is 5.00:00:00; it must be 00:00:01 to 00:10:00." },
        { ["--Storage:Provider=Oracle"], [], Configuration, "Storage:Provider is Oracle; it must be sqlite or postgres." },
        { ["--Storage:ConnectionString", "stories.db"], [], Configuration, "Storage:ConnectionString cannot be read as one of SQLite; it must name a file" },
        { ["--Clustering:SweepMargin=00:00:05"], [], Configuration, "Clustering:SweepMargin is 00:00:05; it must be above Storage:CommandTimeout, 00:00:05" },
        { ["--Clustering:Engine:TopMembers=0"], [], Configuration, "Clustering:Engine:TopMembers is 0; it must be 1 to 10000." },
        { ["--Clustering:Frames:MaxDelay=00:00:01"], [], Configuration, "Clustering:Frames:MaxDelay is 00:00:01; it must be 00:00:03 to 01:00:00." },
        { ["--Gateway:MaxWatches=0"], [], Configuration, "Gateway:MaxWatches is 0; it must be 1 to 10000000." },
        { ["--Gateway:Fetch:Ports:0=0"], [], Configuration, "Gateway:Fetch:Ports:0 is 0; it must be 1 to 65535." },
        { ["--Gateway:ResubscribeInterval=00:00:31"], [], Configuration, "Gateway:ResubscribeInterval is 00:00:31; it must be" },
        { [], ["Storage__MaxPoolSiz=8"], Configuration, "Storage:MaxPoolSiz is not a setting; did you mean Storage:MaxPoolSize?" },
        { [], ["Clustering__Frames__Workers=0"], Configuration, "Clustering:Frames:Workers is 0; it must be 1 to 32." },
        { [], ["Clustering__Frames__Workers="], Configuration, "Clustering:Frames:Workers is empty; it must be a whole number." },
        { ["--mode", "cluster"], [], Configuration, "Storage:ConnectionString is not set; name the PostgreSQL database where the processes of the cluster meet" },
        { ["--mode", "cluster", "--Storage:ConnectionString", "geheim"], [], Configuration, "Storage:ConnectionString cannot be read as one of PostgreSQL" },
        { ["--mode", "cluster", "--Storage:ConnectionString", "Hots=a;Password=geheim"], [], Configuration, "Storage:ConnectionString cannot be read as one of PostgreSQL" },
        { ["--mode", "cluster", "--Storage:ConnectionString", "Database=a;Password=geheim"], [], Configuration, "Storage:ConnectionString names no host" },
        { ["--mode", "cluster", "--Storage:ConnectionString", Nobody, "--Storage:Provider", "Sqlite"], [], Configuration, "Storage:Provider is Sqlite; it must be Postgres" },
        { ["--mode", "cluster", "--Storage:ConnectionString", Nobody, "--Cluster:DatabaseWait", "00:00:00"], [], Failure,
            "The database at 127.0.0.1:1 did not answer within 00:00:00 (Cluster:DatabaseWait): Failed to connect to 127.0.0.1:1: Connection refused." },
        { ["--data", "/dev/null/stories"], [], Failure, "data is /dev/null/stories, which cannot be written (" },
        { ["--http", "PORT"], [], Failure, "http is PORT, and another program listens on port PORT of 127.0.0.1; stop it, or choose another port." },
        { ["--grpc", "PORT"], [], Failure, "grpc is PORT, and another program listens on port PORT of 127.0.0.1; stop it, or choose another port." },
    };

    /// <summary>As <see cref="GatewayMistakes"/>, of a silo.</summary>
    public static TheoryData<string[], string[], int, string> SiloMistakes => new()
    {
        { [], [], Configuration, "Storage:ConnectionString is not set; name the PostgreSQL database" },
        { ["--migrate"], [], Configuration, "Storage:ConnectionString is not set; name the PostgreSQL database" },
        { ["--migrate=true", $"--Storage:ConnectionString={Nobody}"], [], Configuration, "--migrate takes no value." },
        { ["--http", "1", $"--Storage:ConnectionString={Nobody}"], [], Configuration, "--http is not an option; " },
        { [$"--Storage:ConnectionString={Nobody}", "--Storage:Provider=Sqlite"], [], Configuration, "Storage:Provider is Sqlite; it must be Postgres" },
        { [$"--Storage:ConnectionString={Nobody}", "--Health:Url=8090"], [], Configuration, "Health:Url is 8090; it must be an http URL like http://127.0.0.1:8090." },
        { [$"--Storage:ConnectionString={Nobody}", "--Health:Url=http://0.0.0.0:8090"], [], Configuration, "Health:Url is http://0.0.0.0:8090; it can be reached by others" },
        { [$"--Storage:ConnectionString={Nobody}"], ["Health__Uri=http://127.0.0.1:8090"], Configuration, "Health:Uri is not a setting; did you mean Health:Url?" },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:AdvertisedAddress=silo-1"], [], Configuration, "Cluster:AdvertisedAddress is silo-1; it must be an IP address" },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:AdvertisedAddress=192.0.2.1"], [], Configuration, "Cluster:AdvertisedAddress is 192.0.2.1; it can be reached by others" },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:AdvertisedAddress=192.0.2.1", "--Cluster:Insecure=true"], [], Failure, "Cluster:AdvertisedAddress is 192.0.2.1, which is no" },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:ArticleAge=00:00:05"], [], Configuration, "Cluster:ArticleAge is 00:00:05; it must be 00:00:16 to 1.00:00:00." },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:SiloPort=PORT"], [], Failure, "Cluster:SiloPort is PORT, and another program listens on port PORT" },
        { [$"--Storage:ConnectionString={Nobody}", "--Cluster:GatewayPort=PORT"], [], Failure, "Cluster:GatewayPort is PORT, and another program listens on port PORT" },
        { [$"--Storage:ConnectionString={Nobody}", "--Health:Url=http://127.0.0.1:PORT"], [], Failure, "Health:Url is http://127.0.0.1:PORT, and another program listens on port PORT" },
        { ["--migrate", $"--Storage:ConnectionString={Nobody}", "--Cluster:DatabaseWait=00:00:00"], [], Failure, "The database at 127.0.0.1:1 did not answer within 00:00:00" },
    };

    [Theory]
    [MemberData(nameof(GatewayMistakes))]
    public Task A_gateway_that_cannot_start_says_why_in_one_line(string[] arguments, string[] environment, int code, string line) =>
        Refuses(Built.Gateway, ["--http", "0", "--grpc", "0", "--data", "FOLDER/data", .. arguments], environment, code, line);

    [Theory]
    [MemberData(nameof(SiloMistakes))]
    public Task A_silo_that_cannot_start_says_why_in_one_line(string[] arguments, string[] environment, int code, string line) =>
        Refuses(Built.Silo, ["--Cluster:SiloPort=0", "--Cluster:GatewayPort=0", $"--Health:Url=http://127.0.0.1:{Loopback.FreePorts(1)[0]}", .. arguments], environment, code, line);

    [Theory]
    [InlineData("""{ "Storage": { "MaxPoolSise": 8 } }""", "Storage:MaxPoolSise is not a setting; did you mean Storage:MaxPoolSize?")]
    [InlineData("""{ "Storrage": { "MaxPoolSize": 8 } }""", "Storrage:MaxPoolSize is not a setting; did you mean Storage:MaxPoolSize?")]
    [InlineData("""{ "htp": 1 }""", "htp is not a setting; did you mean http?")]
    [InlineData("""{ "Storage": { "MaxPoolSize": "many" } }""", "Storage:MaxPoolSize is many; it must be a whole number.")]
    [InlineData("""{ "Storage": """, "The configuration cannot be read: ")]
    public async Task A_file_of_settings_is_looked_through_as_well(string file, string line)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), file);
        await Refuses(Built.Gateway, ["--http", "0", "--grpc", "0"], [], Configuration, line, folder);
    }

    [Fact]
    public async Task All_mistakes_are_told_at_once_and_nothing_is_left_behind()
    {
        using var folder = new TemporaryFolder();
        await using var process = ServiceProcess.Start("gateway", Built.Gateway,
            ["--htp", "1", "--http", "abc", "--Storage:MaxPoolSize=0", "--Clustering:Engine:QueryTerms=0", "--data", folder.File("data")], folder.Path);
        Assert.Equal(Configuration, await process.WaitForExit());
        Assert.Equal(
            [
                "--htp is not an option; did you mean --http?", "http is abc; it must be a whole number.", "Storage:MaxPoolSize is 0; it must be 1 to 1000.",
                "Clustering:Engine:QueryTerms is 0; it must be 1 to 10000.",
            ], process.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data"));
        await File.WriteAllTextAsync(folder.File("data/stories.db"), new string('x', 8192));
        await Refuses(Built.Gateway, ["--http", "0", "--grpc", "0", "--data", "FOLDER/data"], [], Failure,
            $"The database at {folder.File("data/stories.db")}: SQLite Error 26: 'file is not a database'", folder);
    }

    [Theory]
    [InlineData("Database=there_is_none", "database \"there_is_none\" does not exist; create it (createdb), or name another in Storage:ConnectionString.")]
    [InlineData("Username=there_is_none", "role \"there_is_none\" does not exist; check Username and Password in Storage:ConnectionString")]
    public async Task What_waiting_cannot_mend_is_not_waited_for(string change, string line)
    {
        var server = TestDatabase.Require();
        foreach (var switches in new[] { [], new[] { "--migrate" } })
            await Refuses(Built.Silo, [.. switches, "--Cluster:SiloPort=0", "--Cluster:GatewayPort=0", $"--Health:Url=http://127.0.0.1:{Loopback.FreePorts(1)[0]}",
                $"--Storage:ConnectionString={server};{change};Password=geheim"], [], Failure, line);
        await Refuses(Built.Gateway, ["--mode", "cluster", "--http", "0", "--grpc", "0", $"--Storage:ConnectionString={server};{change};Password=geheim"], [], Failure, line);
    }

    private static async Task Refuses(string dll, IEnumerable<string> arguments, IEnumerable<string> environment, int code, string line, TemporaryFolder? own = null)
    {
        using var folder = own is null ? new TemporaryFolder() : null;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var path = (own ?? folder)!.Path;
        await using var process = ServiceProcess.Start(Path.GetFileNameWithoutExtension(dll), dll, arguments.Select(Fill), path,
            environment.Select(e => KeyValuePair.Create(e.Split('=', 2)[0], Fill(e.Split('=', 2)[1]))));
        Assert.True(await process.WaitForExit() == code, $"Not {code}. {process.LastOutput}");
        var told = Assert.Single(process.Errors);
        Assert.Contains(Fill(line), told, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", process.LastOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.LastOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", process.LastOutput, StringComparison.Ordinal);

        string Fill(string text) => text.Replace("FOLDER", path, StringComparison.Ordinal).Replace("PORT", $"{port}", StringComparison.Ordinal);
    }
}
