using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Frames;
using Microsoft.Extensions.DependencyInjection;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>Reports of invented events that say given sentences, and short ways to look at what comes of them.</summary>
internal static class Telling
{
    private static readonly string[] Syllables = "bra ken lor mi stu vel nar pos qui ret sam tol ur wen zel ga hin jor".Split(' ');

    /// <summary>What reports of an event may tell: each in its own words, since what two outlets print word for word is one text.</summary>
    private static readonly string[][] Told =
    [
        [
            "Engineers in {place} closed the {thing} bridge on Monday after inspectors found deep cracks in its main cable.",
            "The {thing} bridge is shut: inspectors discovered cracks in a cable, and engineers want months to replace every strand.",
            "Traffic must avoid the {thing} bridge since cracks in the cable were found by inspectors last weekend.",
            "Commuters took ferries when engineers closed the {thing} bridge over cracks in its cable.",
        ],
        [
            "A court near the coast ordered the {matter} company to pay damages to the families of both drowned sailors.",
            "Families of the drowned sailors will receive damages from the {matter} company, judges of the maritime court decided.",
            "The {matter} company loses in court and owes damages to relatives of the drowned sailors who went overboard.",
            "Lawyers for the drowned sailors welcomed that the court made the {matter} company pay damages within weeks.",
        ],
        [
            "Farmers lost most of their {deed} harvest when a reservoir overflowed during the night.",
        ],
    ];

    /// <summary>Report number <paramref name="report"/> of an event: it tells these things in its own words, and has no other sentence like any report's.</summary>
    public static ArticleContent Report(int happening, int report, params ReadOnlySpan<Thing> things)
    {
        var (place, thing, deed, matter) = NamesOf(happening);
        string[] names = [place, thing, deed, matter];
        var own = new Random(happening * 15_485_863 + report * 31 + 5);
        string Word() => string.Concat(Enumerable.Range(0, 3).Select(_ => Syllables[own.Next(Syllables.Length)]));
        var text = new List<string>();
        for (var i = 0; i < 8; i++) text.Add($"The {Word()} {Word()} {Word()} {names[i % 4]} {Word()} {Word()} {Word()} {Word()}.");
        foreach (var told in things) text.Add(told.By(report));
        return News.Report(happening, report) with { Text = string.Join(' ', text) };
    }

    /// <summary>A thing that reports of an event may tell.</summary>
    public static Thing Line(int happening, int number) => new(happening, number);

    /// <summary>See <see cref="Line"/>.</summary>
    public readonly record struct Thing(int Happening, int Number)
    {
        /// <summary>The sentence in which a report tells it.</summary>
        public string By(int report)
        {
            var (place, thing, deed, matter) = NamesOf(Happening);
            return Told[Number][report % Told[Number].Length].Replace("{place}", place, StringComparison.Ordinal).Replace("{thing}", thing, StringComparison.Ordinal)
                .Replace("{deed}", deed, StringComparison.Ordinal).Replace("{matter}", matter, StringComparison.Ordinal);
        }

        /// <summary>Whether a text tells it, in whatever words.</summary>
        public bool IsIn(string text)
        {
            var (_, thing, deed, matter) = NamesOf(Happening);
            var (of, about) = Number switch { 0 => ("cable", thing), 1 => ("sailors", matter), _ => ("reservoir", deed) };
            return text.Contains(of, StringComparison.Ordinal) && text.Contains(about, StringComparison.Ordinal);
        }
    }

    private static (string Place, string Thing, string Deed, string Matter) NamesOf(int happening)
    {
        var words = News.Report(happening, 0).Title.Split(' ');
        return (words[0], words[1], words[2], words[3]);
    }

    /// <summary>Waits for the story's card to carry frames of its state of now, and returns them.</summary>
    public static async Task<FramesRecord> Framed(this ClusterFixture cluster, string storyId, Func<FramesRecord, string?>? missing = null)
    {
        FramesRecord? frames = null;
        await Eventually.Holds(async () =>
        {
            var card = (await cluster.Grains.GetGrain<IStoryGrain>(storyId).GetCard())!;
            frames = await cluster.Store.FindFrames(storyId, CancellationToken.None);
            if (frames is null) return $"no frames of {storyId} at version {card.Version}";
            if (card.FramesVersion != frames.Version) return $"the card knows frames {card.FramesVersion}, stored are {frames.Version}";
            if (frames.StoryVersion < card.Version - 1) return $"frames cover version {frames.StoryVersion} of {card.Version}";
            return missing?.Invoke(frames);
        });
        return frames!;
    }

    /// <summary>Fails unless every line is, word for word, what the spans say that it cites, in articles of the story.</summary>
    public static async Task Cited(this ClusterFixture cluster, FramesRecord frames)
    {
        var members = (await cluster.Store.Members(frames.StoryId)).Select(m => m.Article.ArticleId).ToHashSet();
        foreach (var citation in frames.Citations())
        {
            Assert.Contains(citation.ArticleId, members);
            var words = await cluster.Grains.GetGrain<IArticleGrain>(citation.ArticleId).GetText();
            Assert.NotNull(words);
            Assert.Equal(words.Revision, citation.Revision);
            Assert.Equal(citation.Text, (citation.Field == SpanField.Title ? words.Title : words.Text).Substring(citation.Start, citation.Length));
        }
    }

    public static IEnumerable<CitationRecord> Citations(this FramesRecord frames)
    {
        IEnumerable<CitedLine?> lines = [frames.Headline, .. frames.Summary, .. frames.Facts.Select(f => f.Line), .. frames.Agreement.Select(f => f.Line),
            .. frames.Split.Points.SelectMany(p => new[] { p.First, p.Second }), .. frames.Context.Where(c =>
                c.StoryId is null).SelectMany(c => c.Answer),
            .. frames.Disputes.SelectMany(d => new[] { d.First, d.Second })];
        return [.. lines.OfType<CitedLine>().SelectMany(l => l.Citations), .. frames.Quotes.SelectMany(q => q.Citations),
            .. frames.Facts.SelectMany(f => f.Differences).SelectMany(d => d.Reports).SelectMany(r => r.Citations)];
    }

    /// <summary>Whether a fact tells this.</summary>
    public static bool Says(this FramesRecord frames, Thing told) => frames.Facts.Any(f => told.IsIn(f.Line.Text));

    /// <summary>The silo's queue.</summary>
    public static FrameQueue Queue(this ClusterFixture cluster) =>
        cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<FrameQueue>();

    /// <summary>Waits until the silo has nothing more to do about frames.</summary>
    public static Task Settled(this ClusterFixture cluster) =>
        Eventually.Holds(() => Task.FromResult(cluster.Queue().IsIdle ? null : $"{cluster.Queue().Count} stories still wait for their frames"));
}
