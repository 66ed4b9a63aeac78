using Microsoft.Extensions.DependencyInjection;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Outlets;
using StoryClustering.Grains.Stories;

namespace StoryClustering.Tests.Grains;

/// <summary>Whatever happens to stories, in whatever order: in the end their numbers are those of the set of their articles.</summary>
public sealed class CoveragePropertyTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly EditReason Reason = new("editor", "test");
    private static readonly OutletLean[] Leans = [OutletLean.Left, OutletLean.LeanLeft, OutletLean.Center, OutletLean.LeanRight, OutletLean.Right, OutletLean.Unrated];

    private IOutletsGrain Outlets => cluster.Grains.GetGrain<IOutletsGrain>(0);
    private IEditorGrain Editor => cluster.Grains.GetGrain<IEditorGrain>(0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_interleaving_of_articles_copies_retractions_edits_and_ratings_counts_like_the_set_from_scratch(int seed)
    {
        var random = new Random(seed);
        var happenings = Enumerable.Range(1000 + 10 * seed, 3).ToArray();
        var sent = new List<(ArticleContent Content, IngestAnswer Answer)>();
        long version = 0;
        for (var step = 0; step < 60; step++)
        {
            var doing = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(20)).Select(Act).ToArray();
            await Task.WhenAll(doing);
        }
        await Eventually.Recounted(cluster.Grains, version);

        var catalog = cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<OutletCatalog>();
        var outlets = await catalog.AtLeast(version);
        var stories = 0;
        foreach (var storyId in sent.Select(s => s.Answer.StoryId).Distinct().ToArray())
        {
            var card = await cluster.Reconciled(storyId);
            if (card.State != StoryState.Active) continue;
            stories++;
            var members = (await cluster.Store.Members(storyId)).ToArray();
            random.Shuffle(members);
            var ledger = new StoryLedger(storyId, outlets.Directory);
            foreach (var member in members) ledger.Add(member);
            var counted = ledger.ToCard();
            Assert.False(ledger.Differs(card), $"{storyId} says {card}, its members make {counted}.");
            Assert.Equal((counted.FirstPublished, counted.LastPublished, counted.Velocity), (card.FirstPublished, card.LastPublished, card.Velocity));
            Assert.Equal((counted.BlindspotSide, counted.BlindspotStrength), (card.BlindspotSide, card.BlindspotStrength));
            Assert.Equal(counted.Trending, card.Trending, 1e-6);
            Assert.Equal(counted.Entities, card.Entities);
            Assert.Equal(counted.Languages, card.Languages);
            Assert.Equal(counted.Places, card.Places);
        }
        Assert.True(stories > 0, "All stories are gone.");

        async Task Act(int what)
        {
            switch (what)
            {
                case < 9:
                    await Send(News.Report(happenings[random.Next(3)], random.Next(1000), $"outlet-{random.Next(12)}-{seed}.example"));
                    break;
                case < 13:
                    await Copy();
                    break;
                case 13 or 14 when sent.Count > 0:
                    await cluster.Grains.GetGrain<IArticleGrain>(Any().Answer.ArticleId).Retract("withdrawn");
                    break;
                case 15 when sent.Count > 0:
                    await Editor.Move(Any().Answer.ArticleId, Any().Answer.StoryId, Reason);
                    break;
                case 16 when sent.Count > 0 && random.Next(3) == 0:
                    var (target, source) = (Any().Answer.StoryId, Any().Answer.StoryId);
                    if (target != source) await Editor.Merge(target, [source], Reason);
                    break;
                case 17 when sent.Count > 0:
                    var split = Any();
                    var answer = await Editor.Split(split.Answer.StoryId, [split.Answer.ArticleId], Reason);
                    if (answer.Second is { } second)
                    {
                        lock (sent) sent.Add((split.Content, split.Answer with { StoryId = second.StoryId }));
                    }
                    break;
                case 18 when sent.Count > 0:
                    var revised = Any();
                    await Send(revised.Content with { Text = revised.Content.Text + $" Corrected {random.Next(100)} times since." });
                    break;
                default:
                    var domain = $"outlet-{random.Next(12)}-{seed}.example";
                    var rated = await Outlets.Upsert([new OutletRecord
                    {
                        Domains = [domain],
                        Name = domain,
                        Lean = Leans[random.Next(Leans.Length)],
                        Kind = random.Next(4) == 0 ? OutletKind.Agency : OutletKind.Local,
                        Family = random.Next(2) == 0 ? $"family-{random.Next(3)}" : "",
                        Country = random.Next(2) == 0 ? "PT" : "",
                    }], "operator", "test");
                    version = Math.Max(version, rated.Version);
                    break;
            }
        }

        async Task Copy()
        {
            if (sent.Count == 0) return;
            var original = Any().Content;
            var outlet = $"outlet-{random.Next(12)}-{seed}.example";
            var number = random.Next(1_000_000);
            var copy = original with { Url = $"https://{outlet}/copy/{number}", Outlet = outlet, Published = original.Published!.Value.AddMinutes(random.Next(-300, 300)) };
            if (number % 3 == 0) copy = copy with { Text = $"HARBOR (outlet-{number % 12}-{seed}.example) - {copy.Text}" };
            if (number % 5 == 0) copy = copy with { FeedCredit = $"outlet-{number % 12}-{seed}.example" };
            await Send(copy);
        }

        (ArticleContent Content, IngestAnswer Answer) Any()
        {
            lock (sent) return sent[random.Next(sent.Count)];
        }

        async Task Send(ArticleContent article)
        {
            var answer = await cluster.Grains.Send(article);
            lock (sent) sent.Add((article, answer));
        }
    }
}
