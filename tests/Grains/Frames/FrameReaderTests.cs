using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;
using StoryClustering.Grains.Frames;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>Which articles of a story are read, and what they count as.</summary>
public sealed class FrameReaderTests
{
    private static readonly OutletDirectory Directory = new(1, [new CatalogOutlet(["wire.example"], "The Wire", "Wire Cooperative", OutletKind.Agency, "", [], Lean.Center)]);

    [Fact]
    public void Copies_whose_origin_is_in_the_story_are_not_read()
    {
        var chosen = FrameReader.Choose([Member(1, "a"), Member(2, "b", origin: "article-1"), Member(3, "c")], 10);
        Assert.Equal(["article-1", "article-3"], chosen.Select(m => m.ArticleId));
    }

    [Fact]
    public void Of_too_many_the_newest_of_each_publisher_are_read_first_so_that_none_crowds_the_others_out()
    {
        var members = Enumerable.Range(1, 100).Select(i => Member(i, i is 1 or 2 ? "small" : i % 10 == 0 ? "medium" : "flood")).ToArray();
        Assert.Equal([2, 90, 98, 99, 100], FrameReader.Choose(members, 5).Select(m => (int)m.JoinedVersion));
        Assert.Equal(100, FrameReader.Choose(members, 100).Count);
    }

    [Fact]
    public void A_copy_counts_for_the_publisher_and_the_side_of_the_outlet_whose_text_it_is()
    {
        var copy = Member(1, "Harbor & Sons") with { Verdict = ArticleVerdict.WireReprint, SourceOutlet = "wire.example", Lean = StoryClustering.Contracts.Outlets.OutletLean.Right };
        Assert.Equal(new ArticleStanding("article-1", "Wire Cooperative", true, Side.Center, "outlet-1.example", OutletKind.Local), FrameReader.StandingOf(copy, Directory));
        var own = copy with { Verdict = ArticleVerdict.Original, SourceOutlet = "" };
        Assert.Equal(new ArticleStanding("article-1", "Harbor & Sons", false, Side.Right, "outlet-1.example", OutletKind.Local), FrameReader.StandingOf(own, Directory));
        var unknown = copy with { SourceOutlet = "" };
        Assert.Equal(new ArticleStanding("article-1", "Harbor & Sons", true, Side.Right, "outlet-1.example", OutletKind.Local), FrameReader.StandingOf(unknown, Directory));
    }

    private static MemberFinding Member(int number, string family, string? origin = null) => new()
    {
        ArticleId = $"article-{number}", JoinedVersion = number, Verdict = origin is null ? ArticleVerdict.Original : ArticleVerdict.Reprint, OriginArticleId = origin, Family = family,
        Outlet = $"outlet-{number}.example", Kind = StoryClustering.Contracts.Outlets.OutletKind.Local,
    };
}
