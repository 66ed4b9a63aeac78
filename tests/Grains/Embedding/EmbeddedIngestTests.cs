using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using StoryClustering.Contracts.Articles;
using StoryClustering.Engine.Features;

namespace StoryClustering.Tests.Grains.Embedding;

/// <summary>A silo whose host has registered a model.</summary>
public sealed class EmbeddingClusterFixture : ClusterFixture
{
    internal ScriptedGenerator Model { get; } = new();

    protected override void Configure(ISiloBuilder silo) => silo.Services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(Model);
}

/// <summary>A silo that was told an endpoint, as by configuration.</summary>
public sealed class EndpointClusterFixture : ClusterFixture, IAsyncLifetime
{
    internal EmbeddingServer Server { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        Server = await EmbeddingServer.Start();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Server.DisposeAsync();
    }

    protected override void Configure(ISiloBuilder silo) => silo.Services.Configure<StoryClustering.Grains.ClusteringOptions>(o =>
        (o.Embedding.Endpoint, o.Embedding.Model, o.Embedding.Timeout) = (Server.Endpoint, "bilingual", TimeSpan.FromSeconds(5)));
}

internal static class BilingualArticles
{
    public static readonly ArticleContent Dam = Article("dam.example", BilingualNews.DamTitle, BilingualNews.DamText, "en");
    public static readonly ArticleContent Damm = Article("damm.example", BilingualNews.DammTitel, BilingualNews.DammText, "de");
    public static readonly ArticleContent Baecker = Article("baecker.example", BilingualNews.BaeckerTitel, BilingualNews.BaeckerText, "de");
    public static readonly ArticleContent Bakers = Article("bakers.example", BilingualNews.BakersTitle, BilingualNews.BakersText, "en");

    private static ArticleContent Article(string outlet, string title, string text, string language) => new(
        Url: $"https://{outlet}/1", Title: title, Text: text, Outlet: outlet, Published: new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        Language: language, ExternalId: "", FeedCredit: "");
}

public sealed class EmbeddedIngestTests(EmbeddingClusterFixture cluster) : IClassFixture<EmbeddingClusterFixture>
{
    [Fact]
    public async Task Two_languages_come_together_by_the_model_and_still_do_after_a_crash()
    {
        var dam = await cluster.Grains.Send(BilingualArticles.Dam);
        var bakers = await cluster.Grains.Send(BilingualArticles.Baecker);
        await cluster.Crash();
        var damm = await cluster.Grains.Send(BilingualArticles.Damm);
        Assert.NotEqual(dam.StoryId, bakers.StoryId);
        Assert.Equal(dam.StoryId, damm.StoryId);
        Assert.Equal(2, (await cluster.Reconciled(dam.StoryId)).Articles);
        foreach (var member in await cluster.Store.ListMembers(dam.StoryId, 0, 10, withVectors: true, CancellationToken.None))
            Assert.Equal(BilingualEmbedding.Dimension, ArticleVector.FromBytes(member.Article.Vector).Embedding?.Dimension);

        // And it can be told that it was the model.
        var nearest = Assert.Single((await cluster.Grains.GetGrain<IArticleGrain>(damm.ArticleId).Explain())!.Nearest);
        Assert.InRange(nearest.ByField[(int)TermField.Embedding], 0.11f, 0.2f);
        Assert.Equal(nearest.Similarity, nearest.ByField.Sum(), 5);

        // Sent again: nothing is asked of the model, nothing changes.
        var asked = cluster.Model.Requests.Count;
        Assert.Equal(IngestOutcome.Duplicate, (await cluster.Grains.Send(BilingualArticles.Damm)).Outcome);
        Assert.Equal(asked, cluster.Model.Requests.Count);

        // A revision is embedded anew.
        var revised = BilingualArticles.Damm with { Text = BilingualNews.DammText + " Boote suchen." };
        Assert.Equal(IngestOutcome.Revised, (await cluster.Grains.Send(revised)).Outcome);
        Assert.EndsWith("Boote suchen.", cluster.Model.Requests[^1].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_fails_or_lies_harms_no_article()
    {
        var answers = new Func<Task<GeneratedEmbeddings<Embedding<float>>>>[]
        {
            () => throw new InvalidOperationException("broken"),
            () => Task.FromResult(ScriptedGenerator.Of([[float.NaN, .. new float[255]]])),
            () => Task.FromResult(ScriptedGenerator.Of([new float[3]])),
        };
        var usual = cluster.Model.Answer;
        try
        {
            for (var i = 0; i < answers.Length; i++)
            {
                var answer = answers[i];
                cluster.Model.Answer = (_, _) => answer();
                var ack = await cluster.Grains.Send(News.Report(700 + i, 0));
                Assert.Equal(IngestOutcome.New, ack.Outcome);
                var member = Assert.Single(await cluster.Store.ListMembers(ack.StoryId, 0, 10, withVectors: true, CancellationToken.None));
                Assert.Equal(1, member.Article.Vector[0]);
            }
        }
        finally
        {
            cluster.Model.Answer = usual;
        }
    }

    [Fact]
    public async Task A_model_that_hangs_holds_an_article_up_for_the_time_out_only()
    {
        var usual = cluster.Model.Answer;
        try
        {
            cluster.Model.Answer = (_, _) => new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>().Task;
            var ack = await cluster.Grains.Send(News.Report(710, 0)).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(IngestOutcome.New, ack.Outcome);
        }
        finally
        {
            cluster.Model.Answer = usual;
        }
    }
}

public sealed class EndpointIngestTests(EndpointClusterFixture cluster) : IClassFixture<EndpointClusterFixture>
{
    [Fact]
    public async Task Two_languages_come_together_by_a_configured_endpoint()
    {
        var dam = await cluster.Grains.Send(BilingualArticles.Dam);
        Assert.Equal(dam.StoryId, (await cluster.Grains.Send(BilingualArticles.Damm)).StoryId);
        Assert.NotEqual(dam.StoryId, (await cluster.Grains.Send(BilingualArticles.Baecker)).StoryId);
        Assert.Equal("bilingual", cluster.Server.Last!.Model);
        cluster.Server.Answer = (http, _) =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Equal(IngestOutcome.New, (await cluster.Grains.Send(BilingualArticles.Bakers)).Outcome);
    }
}

public sealed class WithoutEmbeddingTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Without_a_model_the_same_two_languages_stay_apart_and_vectors_are_stored_as_ever()
    {
        var dam = await cluster.Grains.Send(BilingualArticles.Dam);
        var damm = await cluster.Grains.Send(BilingualArticles.Damm);
        Assert.NotEqual(dam.StoryId, damm.StoryId);
        var member = Assert.Single(await cluster.Store.ListMembers(dam.StoryId, 0, 10, withVectors: true, CancellationToken.None));
        Assert.Equal(1, member.Article.Vector[0]);
    }
}
