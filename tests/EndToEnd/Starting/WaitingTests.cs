using System.Net;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Starting;

/// <summary>Processes that are started before what they need.</summary>
public sealed class WaitingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_silo_and_a_gateway_that_come_before_their_database_wait_say_so_and_start_when_it_is_there()
    {
        await using var database = await TestDatabase.Create(TestDatabase.Require());
        await using var line = new SeverableProxy(database.Host, database.Port);
        await line.Cut();
        using var folder = new TemporaryFolder();
        var ports = Loopback.FreePorts(5);
        var common = new[] { $"--Storage:ConnectionString={database.Through(line.Port)};Password=geheim", "--Logging:LogLevel:Default=Warning" };
        var (siloHealth, gatewayHealth) = (new Uri($"http://127.0.0.1:{ports[2]}/health"), new Uri($"http://127.0.0.1:{ports[3]}/health"));
        await using var gateway = ServiceProcess.Start("gateway", Built.Gateway, ["--mode", "cluster", "--http", $"{ports[3]}", "--grpc", $"{ports[4]}", .. common], folder.Path);
        await using var silo = ServiceProcess.Start("silo", Built.Silo,
            [$"--Cluster:SiloPort={ports[0]}", $"--Cluster:GatewayPort={ports[1]}", $"--Health:Url=http://127.0.0.1:{ports[2]}", .. common], folder.Path);
        using var client = new GatewayClient(ports[4]);

        // 1. Neither dies; both say in log and readiness what they wait for, and a call is answered.
        var place = $"Waiting for the database at 127.0.0.1:{line.Port}: ";
        await SaysOfItself(siloHealth, place, silo);
        await SaysOfItself(gatewayHealth, place, gateway);
        var refused = await Assert.ThrowsAsync<RpcException>(() => client.Ingest.IngestArticleAsync(
            new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) }, deadline: DateTime.UtcNow.AddSeconds(20)).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.StartsWith(place, refused.Status.Detail, StringComparison.Ordinal);

        // 2. The database comes, but nobody has applied the schema and no silo is there: the gateway goes on waiting.
        Assert.Equal(0, await silo.Terminate());
        line.Restore();
        await SaysOfItself(gatewayHealth, "the schema has not been applied yet", gateway);
        await using (var migrating = ServiceProcess.Start("migrate", Built.Silo, ["--migrate", .. common], folder.Path)) Assert.Equal(0, await migrating.WaitForExit());
        await SaysOfItself(gatewayHealth, $"Waiting for silos: none of those in the database at 127.0.0.1:{line.Port} answers.", gateway);

        // 3. A silo comes.
        await using var second = ServiceProcess.Start("silo", Built.Silo,
            [$"--Cluster:SiloPort={ports[0]}", $"--Cluster:GatewayPort={ports[1]}", $"--Health:Url=http://127.0.0.1:{ports[2]}", .. common], folder.Path);
        await second.WaitUntilHealthy(siloHealth);
        await gateway.WaitUntilHealthy(gatewayHealth);
        var ack = await client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) }, deadline: DateTime.UtcNow.AddSeconds(20));
        Assert.Equal(IngestOutcome.New, ack.Outcome);

        foreach (var process in new[] { silo, second, gateway })
        {
            Assert.DoesNotContain("geheim", process.LastOutput, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", process.LastOutput, StringComparison.Ordinal);
        }
        Assert.Empty(silo.Errors);
        Assert.InRange(silo.LastOutput.Split(place).Length - 1, 1, 10);
        Assert.Equal(0, await gateway.Terminate());
        Assert.Equal(0, await second.Terminate());
    }

    [Fact]
    public async Task A_process_that_waits_stops_when_it_is_told()
    {
        using var folder = new TemporaryFolder();
        var ports = Loopback.FreePorts(2);
        await using var gateway = ServiceProcess.Start("gateway", Built.Gateway,
            ["--mode", "cluster", "--http", $"{ports[0]}", "--grpc", $"{ports[1]}", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Database=stories;Username=stories"], folder.Path);
        await SaysOfItself(new Uri($"http://127.0.0.1:{ports[0]}/health"), "Waiting for the database at 127.0.0.1:1: ", gateway);
        Assert.Equal(0, await gateway.Interrupt());
        Assert.Empty(gateway.Errors);
        Assert.DoesNotContain("   at ", gateway.LastOutput, StringComparison.Ordinal);
    }

    private static async Task SaysOfItself(Uri health, string reason, ServiceProcess process)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.Holds(async () =>
        {
            if (!process.IsRunning) Assert.Fail($"It has ended. {process.LastOutput}");
            try
            {
                using var answer = await http.GetAsync(health);
                var page = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.ServiceUnavailable && page.Contains(reason, StringComparison.Ordinal)
                    && process.LastOutput.Contains(reason.TrimEnd('.'), StringComparison.Ordinal)
                    ? null : $"'{reason}' is not in '{page}' ({(int)answer.StatusCode}) and in the log. {process.LastOutput}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return $"{health} does not answer: {e.Message}. {process.LastOutput}";
            }
        }, Patience);
    }
}
