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

    /// <summary>Report number <paramref name="report"/> of an event: it ends with these sentences, and has no other in common with any report.</summary>
    public static ArticleContent Report(int happening, int report, params string[] lines)
    {
        var (place, thing, deed, matter) = NamesOf(happening);
        var own = new Random(happening * 15_485_863 + report * 31 + 5);
        string Word() => string.Concat(Enumerable.Range(0, 3).Select(_ => Syllables[own.Next(Syllables.Length)]));
        string[] told = [.. Enumerable.Range(0, 5).Select(i =>
            $"{Word()} {Word()} {Word()} said that {place} {(i % 2 == 0 ? thing : matter)} would {Word()} the {Word()} and {deed} {Word()} {Word()} {Word()}.")];
        return News.Report(happening, report) with { Text = string.Join(' ', told.Select(static t => char.ToUpperInvariant(t[0]) + t[1..])) + "\n\n" + string.Join(' ', lines) };
    }

    /// <summary>A sentence that reports of an event may share; those of different numbers have nothing but the place in common.</summary>
    public static string Line(int happening, int number)
    {
        var (place, thing, deed, matter) = NamesOf(happening);
        return number switch
        {
            0 => $"Engineers in {place} closed the {thing} bridge on Monday after inspectors found cracks in its main cable.",
            1 => $"A court near {place} ordered the {matter} company to pay damages to the families of both drowned sailors.",
            _ => $"Farmers around {place} lost most of their {deed} harvest when a reservoir overflowed during the night.",
        };
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
            .. frames.Split.Points.SelectMany(p => new[] { p.First, p.Second }), .. frames.Context.Where(c => c.StoryId is null).SelectMany(c => c.Answer)];
        return [.. lines.OfType<CitedLine>().SelectMany(l => l.Citations), .. frames.Quotes.SelectMany(q => q.Citations),
            .. frames.Facts.SelectMany(f => f.Differences).SelectMany(d => d.Reports).SelectMany(r => r.Citations)];
    }

    /// <summary>Whether a fact with this text in it is shown.</summary>
    public static bool Says(this FramesRecord frames, string text) => frames.Facts.Any(f => f.Line.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>The silo's queue.</summary>
    public static FrameQueue Queue(this ClusterFixture cluster) =>
        cluster.Cluster.GetSiloServiceProvider(cluster.Cluster.Silos[0].SiloAddress).GetRequiredService<FrameQueue>();

    /// <summary>Waits until the silo has nothing more to do about frames.</summary>
    public static Task Settled(this ClusterFixture cluster) =>
        Eventually.Holds(() => Task.FromResult(cluster.Queue().IsIdle ? null : $"{cluster.Queue().Count} stories still wait for their frames"));
}
