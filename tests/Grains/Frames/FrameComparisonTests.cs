using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Grains.Frames;

namespace StoryClustering.Tests.Grains.Frames;

/// <summary>What counts as a change of frames, and what does not.</summary>
public sealed class FrameComparisonTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Func<string, int, bool> Current = static (_, _) => true;

    [Fact]
    public void First_frames_are_all_new_and_the_same_again_are_no_change()
    {
        var changes = FrameComparison.Compare(null, Full(), Current);
        Assert.All(changes, c => Assert.Equal((FrameChangeKind.Added, ""), (c.Kind, c.Before)));
        Assert.Equal(Enum.GetValues<FrameSection>(), changes.Select(c => c.Section).Distinct());
        Assert.Empty(FrameComparison.Compare(Full(), Full(), Current));
    }

    [Fact]
    public void Counts_scores_order_and_more_citations_of_the_same_origins_are_no_change()
    {
        var full = Full();
        var fact = full.Facts[0];
        var other = full with
        {
            Version = 9, StoryVersion = 99,
            Facts = [full.Facts[1], fact with
            {
                Articles = 50, Origins = new SideNumbers(9, 9, 9, 9), Latest = Time.AddDays(1),
                Line = fact.Line with { Citations = [.. fact.Line.Citations, Cite("article-z", "one", "More"), fact.Line.Citations[0] with { Similarity = 0.5f, Start = 7 }] },
            }],
            Split = full.Split with { FirstOrigins = 30, Terms = [new TermRecord("cuts", 5.5, 9, 1)], Points = [full.Split.Points[0] with { Contrast = 0.1 }] },
            Quotes = [full.Quotes[0] with { Origins = new SideNumbers(5, 5, 5, 5) }],
            About = full.About with { Articles = 100, Confidence = 0.9 },
        };
        Assert.Empty(FrameComparison.Compare(full, other, Current));
    }

    [Fact]
    public void A_line_changes_with_its_words_its_origins_and_its_numbers()
    {
        var full = Full();
        var fact = full.Facts[0];
        Changed(full with { Facts = [fact with { Line = fact.Line with { Text = "Other words." } }, full.Facts[1]] }, FrameSection.Facts, "f1", "Fact one.", "Other words.");
        Changed(full with { Facts = [fact with { Line = fact.Line with { Citations = [.. fact.Line.Citations, Cite("article-n", "new", "x")] } }, full.Facts[1]] }, FrameSection.Facts, "f1", "Fact one.", "Fact one.");
        Changed(full with { Facts = [fact with { Differences = [new DifferenceRecord("dead", [Number("15"), Number("at least 12")])] }, full.Facts[1]] },
            FrameSection.Facts, "f1", "Fact one.", "Fact one. [dead: 15 | at least 12]");
        Changed(full with { Headline = Text("Bridge reopens", "article-a", "one") }, FrameSection.Headline, "headline", "Bridge closed", "Bridge reopens");
        Changed(full with { Context = [full.Context[0] with { Answer = [Text("Another answer.", "article-a", "one")] }] }, FrameSection.Context, "Why now?", "Because.", "Another answer.");
        Changed(full with { Split = full.Split with { Terms = [new TermRecord("cuts", -1, 1, 2)] } }, FrameSection.Split, "cuts", "first", "second");

        void Changed(FramesRecord after, FrameSection section, string id, string before, string now)
        {
            var change = Assert.Single(FrameComparison.Compare(full, after, Current));
            Assert.Equal(new FrameChange(FrameChangeKind.Changed, section, id, before, now), change);
        }
    }

    [Fact]
    public void A_line_that_cited_what_has_left_or_was_revised_has_changed_though_its_words_stand()
    {
        var full = Full();
        var changes = FrameComparison.Compare(full, full, static (id, revision) => id != "article-b" && revision == 1);
        Assert.Equal([FrameSection.Facts, FrameSection.Agreement, FrameSection.Quotes], changes.Select(c => c.Section));
        Assert.All(changes, c => Assert.Equal((FrameChangeKind.Changed, c.Before), (c.Kind, c.After)));
        // An earlier story's articles are not this story's.
        var earlier = full with { Context = [full.Context[0] with { StoryId = "story-earlier", Answer = [Text("Because.", "article-elsewhere", "one")] }] };
        Assert.Empty(FrameComparison.Compare(earlier, earlier, static (id, _) => id != "article-elsewhere"));
    }

    [Fact]
    public void What_goes_and_what_comes_are_told_apart()
    {
        var full = Full();
        var changes = FrameComparison.Compare(full, full with { Facts = [full.Facts[1], full.Facts[0] with { FactId = "f3", Line = full.Facts[0].Line with { Text = "Third." } }], Quotes = [] }, Current);
        Assert.Equal(
            [new FrameChange(FrameChangeKind.Added, FrameSection.Facts, "f3", "", "Third."), new FrameChange(FrameChangeKind.Removed, FrameSection.Facts, "f1", "Fact one.", ""),
             new FrameChange(FrameChangeKind.Removed, FrameSection.Quotes, "Mira Tan", "We will rebuild", "")], changes);
    }

    [Fact]
    public void Records_and_the_engines_frames_are_the_same_both_ways()
    {
        var full = Full() with { Version = 4, StoryVersion = 8 };
        Assert.Equivalent(full, full.ToFrames().ToRecord(full.StoryId, 4, 8), strict: true);
    }

    private static CitationRecord Cite(string article, string origin, string text) => new()
    {
        ArticleId = article, Revision = 1, Outlet = origin + ".example", Url = $"https://{origin}.example/{article}", Origin = origin, Appeared = Time, Field = SpanField.Text, Start = 1,
        Length = text.Length, Text = text, Similarity = 1, Side = OutletSide.Left,
    };

    private static CitedLine Text(string text, string article, string origin) => new(text, [Cite(article, origin, text)], false);

    private static NumberRecord Number(string value) => new(value, Time, [Cite("article-a", "one", value)]);

    private static FramesRecord Full()
    {
        var one = new FactRecord
        {
            FactId = "f1", Line = new CitedLine("Fact one.", [Cite("article-a", "one", "Fact one."), Cite("article-b", "two", "Fact one!")], false), Origins = new SideNumbers(1, 0, 1, 0), Articles = 2,
            First = Time, Latest = Time,
        };
        var two = one with { FactId = "f2", Line = new CitedLine("Fact two.", [Cite("article-a", "one", "Fact two."), Cite("article-c", "two", "Fact two")], ByModel: true), Differences = [new DifferenceRecord("hurt", [Number("3"), Number("2")])] };
        return new FramesRecord
        {
            StoryId = "story-x", Version = 1, StoryVersion = 2, Headline = Text("Bridge closed", "article-a", "one"), Summary = [Text("Sum.", "article-a", "one")], Facts = [one, two],
            Agreement = [one],
            Split = new ContrastRecord
            {
                Basis = ContrastBasis.Sides, FirstOrigins = 2, SecondOrigins = 2, Terms = [new TermRecord("cuts", 2.5, 2, 0)],
                Points = [new PointRecord(ContrastKind.Wording, ["cuts", "savings"], Text("Cuts.", "article-a", "one"), Text("Savings.", "article-c", "two"), 0.8, null)],
            },
            Context = [new ContextRecord(ContextSlot.Why, "", "Why now?", [Text("Because.", "article-a", "one")], null)],
            Quotes = [new QuoteRecord("We will rebuild", "Mira Tan", [Cite("article-b", "two", "We will rebuild")], new SideNumbers(0, 0, 1, 0))],
            Disputes =
            [
                new DisputeRecord("d1", new CitedLine("It was so.", [Cite("article-x", "three", "It was so.")], false),
                    new CitedLine("It was not so.", [Cite("article-x", "three", "It was not so.")], false)),
            ],
            About = new AboutRecord
            {
                Method = "extractive", MethodVersion = 1, Computed = Time, Articles = 3, Copies = 1, Origins = new SideNumbers(1, 0, 1, 1), Sentences = 9, Confidence = 0.5,
                Omissions = [new OmissionRecord(FrameSection.Context, "no-answer", "none")],
            },
        };
    }
}
