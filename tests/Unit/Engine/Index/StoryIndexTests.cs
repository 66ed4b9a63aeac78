using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Index;

public class StoryIndexTests
{
    private static readonly EngineOptions Options = new();
    private static readonly ArticleAnalyzer Analyzer = new(Options);

    [Fact]
    public void A_search_finds_the_story_and_its_nearest_member()
    {
        var index = Filled();
        var candidates = Search(index, InventedNews.QuakeInVarna[7]);
        Assert.Equal("varna", candidates[0].StoryId);
        Assert.StartsWith("varna-", candidates[0].BestMember, StringComparison.Ordinal);
        Assert.True(candidates[0].Score > Options.JoinThreshold);
        Assert.Equal(candidates.OrderBy(x => -x.Score).ThenBy(x => x.StoryId, StringComparer.Ordinal), candidates);
        Assert.All(candidates, x => Assert.Equal(x.Similarity * x.TimeFactor, x.Score));
    }

    [Fact]
    public void A_score_is_the_mean_similarity_of_the_nearest_members()
    {
        var index = Filled();
        var query = Analyzer.Analyse(InventedNews.QuakeInVarna[7]);
        var expected = InventedNews.QuakeInVarna[..7]
            .Select(article => ArticleVector.Dot(Analyzer.Analyse(article).Vector, query.Vector))
            .OrderDescending()
            .Take(Options.TopMembers)
            .Average();
        Assert.Equal(expected, Search(index, InventedNews.QuakeInVarna[7])[0].Similarity, 5);
    }

    [Fact]
    public void Time_counts_for_an_assignment_and_not_for_a_retrieval()
    {
        var index = Filled();
        var late = Analyzer.Analyse(InventedNews.QuakeInVarna[7] with { Published = InventedNews.QuakeInVarna[6].Published!.Value + Options.TimeConstant });
        var results = new List<Candidate>();
        index.Search(late, SearchMode.Assign, 5, results);
        Assert.Equal(0.5f, results.Single(x => x.StoryId == "varna").TimeFactor, 3);
        index.Search(late, SearchMode.Retrieve, 5, results);
        Assert.All(results, x => Assert.Equal(1, x.TimeFactor));
        index.Search(Analyzer.Analyse(InventedNews.QuakeInVarna[7] with { Published = null }), SearchMode.Assign, 5, results);
        Assert.Equal(Options.HalfDatedTimeFactor, results[0].TimeFactor);
        Add(index, "undated", "u", InventedNews.QuakeInVarna[7] with { Published = null }, InventedNews.Start);
        index.Search(Analyzer.Analyse(InventedNews.QuakeInVarna[7] with { Published = null }), SearchMode.Assign, 5, results);
        Assert.Equal(Options.UndatedTimeFactor, results.Single(x => x.StoryId == "undated").TimeFactor);
        index.Search(late, SearchMode.Assign, 5, results);
        Assert.Equal(Options.HalfDatedTimeFactor, results.Single(x => x.StoryId == "undated").TimeFactor);
    }

    [Fact]
    public void Members_added_together_are_found_as_if_they_had_come_one_after_the_other()
    {
        var options = Options with { MembersPerStory = 4 }; // so that some are pushed out
        var (together, alone) = (new StoryIndex(options), new StoryIndex(options));
        var members = InventedNews.QuakeInVarna
            .Select((article, i) => new ArrivedMember("varna-" + i, Analyzer.Analyse(article).Vector, article.Published, InventedNews.Start.AddMinutes(i)))
            .ToArray();
        together.AddMembers("varna", members.AsSpan(0, 2));
        together.AddMembers("varna", members); // two of them again
        foreach (var member in members)
            alone.AddMember("varna", member.ArticleId, member.Vector, member.Published, member.Arrived);
        Assert.Equal(4, together.MemberCount("varna"));
        Assert.Equal(alone.SampleOf("varna").Select(m => m.ArticleId).Order(), together.SampleOf("varna").Select(m => m.ArticleId).Order());
        Assert.Equal(alone.TermCount, together.TermCount);
        foreach (var article in InventedNews.QuakeInVarna)
            Assert.Equal(Search(alone, article), Search(together, article));
        Assert.Throws<ArgumentException>(() => together.AddMembers("other", [members[0], members[1] with { ArticleId = "" }]));
        Assert.False(together.Contains("other"));
        together.AddMembers("other", []);
        Assert.False(together.Contains("other"));
    }

    [Fact]
    public void A_free_text_query_finds_a_story()
    {
        var results = new List<Candidate>();
        Filled().Search(Analyzer.AnalyseQuery("ferry strike northern isles"), SearchMode.Retrieve, 3, results);
        Assert.Equal("ferry", results[0].StoryId);
    }

    [Fact]
    public void The_limit_holds_and_an_empty_query_finds_nothing()
    {
        var index = Filled();
        var results = new List<Candidate> { new("old", 1, 1, 1, "x") };
        index.Search(Analyzer.Analyse(InventedNews.QuakeInVarna[7]), SearchMode.Assign, 1, results);
        Assert.Single(results);
        index.Search(Analyzer.AnalyseQuery(""), SearchMode.Retrieve, 10, results);
        Assert.Empty(results);
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_order_in_which_stories_were_added()
    {
        var forward = new StoryIndex(Options);
        var backward = new StoryIndex(Options);
        for (var i = 0; i < 60; i++)
        {
            AddFire(forward, i);
            AddFire(backward, 59 - i);
        }
        var query = InventedNews.FireReport(77);
        Assert.Equal(Search(forward, query), Search(backward, query));

        static void AddFire(StoryIndex index, int i) =>
            Add(index, "story-" + InventedNews.Id(i), InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddMinutes(i));
    }

    [Fact]
    public void Adding_an_article_twice_changes_nothing()
    {
        var index = Filled();
        var before = Search(index, InventedNews.QuakeInVarna[7]);
        Add(index, "varna", "varna-0", InventedNews.QuakeInVarna[0], InventedNews.Start.AddDays(90));
        Assert.Equal(7, index.MemberCount("varna"));
        Assert.Equal(before, Search(index, InventedNews.QuakeInVarna[7]));
    }

    [Fact]
    public void A_story_of_ten_thousand_members_keeps_a_bounded_sample()
    {
        var index = new StoryIndex(Options);
        var vectors = Enumerable.Range(0, 100).Select(i => Analyzer.Analyse(InventedNews.FireReport(i)).Vector).ToArray();
        for (var i = 0; i < 10_000; i++)
            index.AddMember("fire", InventedNews.Id(i), vectors[i % 100], InventedNews.Start, InventedNews.Start.AddSeconds(i));
        Assert.InRange(index.MemberCount("fire"), 2, Options.MembersPerStory);
        Assert.True(index.SampleOf("fire").Sum(member => member.Vector.Count) <= Options.MemberTermsPerStory);
        Assert.True(index.TermCount <= Options.StoryTerms);
        Assert.True(index.RemoveMember("fire", InventedNews.Id(9_999)), "the newest member is in the sample");
    }

    [Fact]
    public void Re_adding_members_that_left_the_sample_leaves_it_as_it_is()
    {
        var index = new StoryIndex(Options);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 200; i++)
                Add(index, "fire", InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddSeconds(i));
            if (round == 0)
                continue;
            var once = new StoryIndex(Options);
            for (var i = 0; i < 200; i++)
                Add(once, "fire", InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddSeconds(i));
            Assert.Equal(Search(once, InventedNews.FireReport(500)), Search(index, InventedNews.FireReport(500)));
        }
    }

    [Fact]
    public void A_single_member_larger_than_the_bound_is_kept()
    {
        var index = new StoryIndex(Options with { MemberTermsPerStory = 1, MembersPerStory = 1 });
        Add(index, "a", "1", InventedNews.QuakeInVarna[0], InventedNews.Start);
        Add(index, "a", "2", InventedNews.QuakeInVarna[1], InventedNews.Start.AddHours(1));
        Assert.Equal(1, index.MemberCount("a"));
    }

    [Fact]
    public void Removing_every_member_or_story_leaves_nothing_behind()
    {
        var index = Filled();
        Assert.True(index.TermCount > 100);
        for (var i = 0; i < 7; i++)
            Assert.True(index.RemoveMember("varna", $"varna-{i}"));
        Assert.False(index.Contains("varna"));
        Assert.False(index.RemoveMember("varna", "varna-0"));
        Assert.True(index.RemoveStory("ferry"));
        Assert.False(index.RemoveStory("ferry"));
        Assert.True(index.RemoveStory("calderas"));
        Assert.Equal(0, index.StoryCount);
        Assert.Equal(0, index.TermCount);
        Assert.Empty(Search(index, InventedNews.QuakeInVarna[7]));
        Add(index, "varna", "again", InventedNews.QuakeInVarna[0], InventedNews.Start);
        Assert.Equal("again", Search(index, InventedNews.QuakeInVarna[7]).Single().BestMember);
    }

    [Fact]
    public void A_removed_member_no_longer_scores()
    {
        var index = new StoryIndex(Options);
        Add(index, "mixed", "quake", InventedNews.QuakeInVarna[0], InventedNews.Start);
        Add(index, "mixed", "ferry", InventedNews.FerryStrike[0], InventedNews.Start);
        Assert.True(index.RemoveMember("mixed", "quake"));
        Assert.DoesNotContain(Search(index, InventedNews.QuakeInVarna[1]), x => x.Similarity > 0.05f);
        Assert.Equal("ferry", Search(index, InventedNews.FerryStrike[1])[0].BestMember);
    }

    [Fact]
    public void Above_the_limit_the_story_that_was_quiet_longest_is_evicted_and_reported()
    {
        var index = new StoryIndex(Options with { MaxStories = 3 });
        for (var i = 0; i < 3; i++)
            Add(index, "s" + i, InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddMinutes(i));
        Add(index, "s0", "late", InventedNews.FireReport(9), InventedNews.Start.AddMinutes(10));
        Add(index, "s3", "new", InventedNews.FireReport(10), InventedNews.Start.AddMinutes(11));
        Assert.Equal(["s1"], index.Evicted);
        Assert.Equal(3, index.StoryCount);
        Assert.True(index.Contains("s0") && index.Contains("s2") && index.Contains("s3"));
        index.ClearEvicted();
        Assert.Empty(index.Evicted);
    }

    [Fact]
    public void An_article_asks_where_it_would_go_without_being_its_own_witness()
    {
        var index = Filled();
        Add(index, "alone", "alone-0", InventedNews.FireReport(1), InventedNews.Start);
        var results = new List<Candidate>();
        var third = Analyzer.Analyse(InventedNews.QuakeInVarna[3]);
        index.Search(third, SearchMode.Assign, 5, results, except: "varna-3");
        Assert.Equal("varna", results[0].StoryId);
        Assert.NotEqual("varna-3", results[0].BestMember);
        Assert.Equal(results[0], index.Score(third, "varna", "varna-3"));
        Assert.True(index.Score(third, "varna", "somebody")!.Value.Score > results[0].Score);
        var fire = Analyzer.Analyse(InventedNews.FireReport(1));
        index.Search(fire, SearchMode.Assign, 5, results, except: "alone-0");
        Assert.DoesNotContain(results, x => x.StoryId == "alone");
        Assert.Null(index.Score(fire, "alone", "alone-0"));
        Assert.Null(index.Score(fire, "not held", "alone-0"));
    }

    [Fact]
    public void A_story_whose_members_have_little_in_common_with_an_article_but_for_one_fits_it_badly()
    {
        var index = new StoryIndex(Options);
        for (var i = 0; i < 8; i++)
            Add(index, "fire", InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddMinutes(i));
        Assert.InRange(Search(index, InventedNews.FireReport(9)).Single().Fit, 0.6f, 1.7f);
        Add(index, "fire", "odd", InventedNews.QuakeInVarna[0] with { Title = "Magnitude 5.9" }, InventedNews.Start.AddMinutes(9));
        Assert.InRange(Search(index, InventedNews.QuakeInVarna[0]).Single().Fit, 0, Options.FullFit / 2);
    }

    [Fact]
    public void An_article_in_both_does_not_vouch_for_two_stories()
    {
        var index = Filled();
        Add(index, "ferry", "round-up", InventedNews.QuakeInVarna[7], InventedNews.Start);
        var varna = index.SampleOf("varna");
        Assert.True(index.Compare(varna, "ferry").Affinity > 5 * index.Compare(varna, "ferry", except: "round-up").Affinity);
    }

    [Fact]
    public void Two_stories_are_of_headlines_only_if_both_mostly_are()
    {
        var index = Filled();
        foreach (var (name, text) in new[] { ("bare", ""), ("full", InventedNews.FireReport(1).Text) })
        {
            for (var i = 0; i < 3; i++)
                Add(index, name, name + i, InventedNews.FireReport(i) with { Text = text }, InventedNews.Start);
        }
        Add(index, "other", "o", InventedNews.FireReport(4) with { Text = "" }, InventedNews.Start);
        Assert.True(index.Compare(index.SampleOf("other"), "bare").OfHeadlines);
        Assert.False(index.Compare(index.SampleOf("other"), "full").OfHeadlines);
        Assert.False(index.Compare(index.SampleOf("full"), "bare").OfHeadlines);
        Assert.Equal(1, index.Compare(index.SampleOf("other"), "bare").SmallerMembers);
    }

    [Fact]
    public void A_merged_story_lives_on_in_the_survivor()
    {
        var index = Filled();
        Add(index, "second", "late-1", InventedNews.QuakeInVarna[7], InventedNews.Start.AddHours(30));
        Assert.True(index.IsOlder("varna", "second"));
        Assert.True(index.Compare(index.SampleOf("second"), "varna").Affinity > index.Compare(index.SampleOf("second"), "ferry").Affinity + 0.1f);
        Assert.True(index.MergeInto("second", "varna"));
        Assert.False(index.Contains("second"));
        Assert.Equal(8, index.MemberCount("varna"));
        Assert.False(index.MergeInto("second", "varna"));
        Assert.False(index.MergeInto("varna", "varna"));
        Assert.True(index.Contains("varna"));
        Assert.Equal(Kinship.None, index.Compare(index.SampleOf("varna"), "second"));
    }

    [Fact]
    public void The_postings_read_are_bounded_and_rare_words_still_find_their_story()
    {
        var index = new StoryIndex(Options with { PostingBudget = 50 });
        for (var i = 0; i < 300; i++)
            Add(index, "fire" + i, InventedNews.Id(i), InventedNews.FireReport(i), InventedNews.Start.AddMinutes(i));
        Add(index, "varna", "v", InventedNews.QuakeInVarna[0], InventedNews.Start);
        Assert.Equal("varna", Search(index, InventedNews.QuakeInVarna[1])[0].StoryId);
        Assert.True(Search(index, InventedNews.FireReport(7)).Count <= 50);
    }

    private static StoryIndex Filled()
    {
        var index = new StoryIndex(Options);
        for (var i = 0; i < 7; i++)
            Add(index, "varna", $"varna-{i}", InventedNews.QuakeInVarna[i], InventedNews.QuakeInVarna[i].Published!.Value);
        foreach (var article in InventedNews.QuakeInCalderas)
            Add(index, "calderas", article.Title, article, article.Published!.Value);
        foreach (var article in InventedNews.FerryStrike)
            Add(index, "ferry", article.Title, article, article.Published!.Value);
        return index;
    }

    private static void Add(StoryIndex index, string storyId, string articleId, ArticleText article, DateTimeOffset arrived) =>
        index.AddMember(storyId, articleId, Analyzer.Analyse(article).Vector, article.Published, arrived);

    private static List<Candidate> Search(StoryIndex index, ArticleText article)
    {
        var results = new List<Candidate>();
        index.Search(Analyzer.Analyse(article), SearchMode.Assign, 20, results);
        return results;
    }
}
