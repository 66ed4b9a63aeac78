using Grpc.Health.V1;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Embedded;

public sealed class StartTests
{
    [Fact]
    public async Task Insecure_is_obeyed_another_number_of_partitions_is_refused_and_the_health_service_answers()
    {
        await using var service = await EmbeddedService.Start();
        var health = await service.Client.Health.CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow.AddSeconds(10));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Equal(0, await service.Stop());

        await using (var refused = service.StartProcess("--Clustering:Partitions=7"))
        {
            Assert.Equal(2, await refused.WaitForExit());
            Assert.Contains("4 partitions", refused.LastOutput, StringComparison.Ordinal);
            Assert.Contains("7", refused.LastOutput, StringComparison.Ordinal);
        }

        await using var open = service.StartProcess("--address", "0.0.0.0", "--insecure", "true");
        await open.WaitUntilHealthy(new Uri($"{service.Http}/health"));
        Assert.Equal(0, await open.Terminate());
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        await using var service = await EmbeddedService.Start();
        await using (var second = service.StartProcess("--http", "0", "--grpc", "0"))
        {
            Assert.Equal(2, await second.WaitForExit());
        }
        var ack = await service.Client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) }, deadline: DateTime.UtcNow.AddSeconds(20));
        Assert.Equal(IngestOutcome.New, ack.Outcome);
    }
}
