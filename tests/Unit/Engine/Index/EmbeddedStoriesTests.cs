using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Index;

/// <summary>Stories found by their members' embeddings.</summary>
public class EmbeddedStoriesTests
{
    private static readonly EngineOptions Options = new();
    private static readonly ArticleAnalyzer Analyzer = new(Options);
    private static readonly ArticleText Dam = new(BilingualNews.DamTitle, BilingualNews.DamText, "en", InventedNews.Start);
    private static readonly ArticleText Damm = new(BilingualNews.DammTitel, BilingualNews.DammText, "de", InventedNews.Start.AddHours(1));
    private static readonly ArticleText Baecker = new(BilingualNews.BaeckerTitel, BilingualNews.BaeckerText, "de", InventedNews.Start.AddHours(1));

    [Fact]
    public void A_story_that_shares_no_word_is_found_by_its_embedding_and_only_by_it()
    {
        var words = Analyzer.Analyse(Dam).Vector.Ids.ToArray().Where(id => ArticleVector.FieldOf(id) is not TermField.TitleGram);
        Assert.Empty(words.Intersect(Analyzer.Analyse(Damm).Vector.Ids.ToArray()));
        var index = Crowded();
        Add(index, "dam", "en-1", Embedded(Dam), InventedNews.Start);
        var found = Search(index, Embedded(Damm));
        Assert.Equal("dam", found[0].StoryId);
        Assert.True(found[0].Score >= Options.JoinThreshold, $"Score {found[0].Score}.");
        Assert.DoesNotContain(Search(index, Analyzer.Analyse(Damm)), c => c.StoryId == "dam");
        Assert.DoesNotContain(Search(index, Embedded(Baecker)), c => c.Score >= Options.JoinThreshold);
        // Nor if the story has none.
        Assert.True(index.RemoveStory("dam"));
        Add(index, "dam", "en-1", Analyzer.Analyse(Dam), InventedNews.Start);
        Assert.DoesNotContain(Search(index, Embedded(Damm)), c => c.StoryId == "dam");
    }

    [Fact]
    public void The_score_is_the_similarity_of_the_vectors_to_the_last_bit()
    {
        var index = new StoryIndex(Options);
        Add(index, "dam", "en-1", Embedded(Dam), InventedNews.Start);
        var query = Embedded(Damm);
        Assert.Equal(ArticleVector.Dot(query.Vector, Embedded(Dam).Vector), Search(index, query).Single().Similarity);
        var again = Embedded(Dam with { Title = "Old dam breaks" });
        Assert.Equal(ArticleVector.Dot(again.Vector, Embedded(Dam).Vector), Search(index, again).Single().Similarity);
    }

    [Fact]
    public void A_story_of_many_members_is_found_by_what_they_have_in_common_and_whatever_their_order()
    {
        var (forward, backward) = (new StoryIndex(Options), new StoryIndex(Options));
        string[] asides = ["boats", "cattle", "farmers", "bridge", "hills", "rain", "mud", "weeks", "people", "wall"];
        for (var i = 0; i < asides.Length; i++)
        {
            var j = asides.Length - 1 - i;
            Add(forward, "dam", "en-" + i, Embedded(Dam with { Title = $"Dam breaks: {asides[i]} {asides[j]}" }), InventedNews.Start.AddMinutes(i));
            Add(backward, "dam", "en-" + j, Embedded(Dam with { Title = $"Dam breaks: {asides[j]} {asides[i]}" }), InventedNews.Start.AddMinutes(j));
        }
        var found = Search(forward, Embedded(Damm));
        Assert.Equal("dam", Assert.Single(found).StoryId);
        Assert.Equal(found[0] with { Fit = 1 }, Assert.Single(Search(backward, Embedded(Damm))) with { Fit = 1 });
    }

    [Fact]
    public void Removed_members_stories_and_mergers_leave_no_bucket_behind()
    {
        var index = new StoryIndex(Options);
        Add(index, "dam", "en-1", Embedded(Dam), InventedNews.Start);
        Add(index, "dam", "plain", Analyzer.Analyse(InventedNews.FerryStrike[0]), InventedNews.Start);
        Assert.True(index.RemoveMember("dam", "en-1"));
        Assert.Empty(Search(index, Embedded(Damm)));
        Add(index, "second", "en-2", Embedded(Dam), InventedNews.Start);
        Assert.True(index.MergeInto("second", "dam"));
        Assert.Equal("dam", Search(index, Embedded(Damm)).Single().StoryId);
        Assert.True(index.RemoveStory("dam"));
        Assert.Equal(0, index.TermCount);
    }

    [Fact]
    public void After_the_model_was_changed_articles_are_compared_by_their_terms()
    {
        var index = new StoryIndex(Options);
        Add(index, "dam", "en-1", Embedded(Dam), InventedNews.Start);
        var other = Analyzer.Analyse(Damm).With(DenseEmbedding.From(BilingualEmbedding.Of(Damm.Title + " " + Damm.Text), "another", Options));
        Assert.Empty(Search(index, other));
        Add(index, "dam", "de-1", other, InventedNews.Start);
        Add(index, "dam", "de-2", other, InventedNews.Start);
        Assert.Equal("dam", Search(index, other).Single().StoryId);
    }

    [Fact]
    public void The_buckets_read_are_bounded_however_many_stories_are_near()
    {
        var index = new StoryIndex(Options);
        var query = Embedded(Damm);
        for (var i = 0; i < 3_000; i++)
            Add(index, $"dam-{i:D4}", $"en-{i}", Embedded(Dam), InventedNews.Start);
        // All stories lie in the same buckets, each longer than the budget: none is read, and the words find nothing either.
        Assert.Empty(Search(index, query));
        for (var i = 500; i < 3_000; i++)
            Assert.True(index.RemoveStory($"dam-{i:D4}"));
        Assert.Equal(6, Search(index, query).Count);
    }

    [Fact]
    public void Embeddings_bring_two_languages_together_in_the_engine()
    {
        Assert.Equal(1, Stories(embedded: true, Dam, Damm));
        Assert.Equal(2, Stories(embedded: false, Dam, Damm));
        Assert.Equal(2, Stories(embedded: true, Dam, Baecker));
    }

    [Theory]
    [InlineData(0.15f, 0)] // they would join again, though two stories as near would not be merged
    [InlineData(0.02f, 2)]
    public void A_story_in_two_languages_is_not_split_by_language_as_long_as_they_would_join_again(float weight, int leave)
    {
        // Short texts are hardly ever split; these are to be taken for long ones.
        var options = Options with { Weights = new FieldWeights { Embedding = weight }, SplitRatio = 2 };
        var index = new StoryIndex(options);
        ArticleText[] members = [Dam, Dam with { Title = "Village flooded" }, Dam with { Title = "Rescuers search" }, Damm, Damm with { Title = "Dorf überflutet" }];
        foreach (var article in members)
        {
            var analysed = Analyzer.Analyse(article).With(DenseEmbedding.From(BilingualEmbedding.Of(article.Title + "\n" + article.Text), "tests", options));
            Add(index, "dam", article.Title, analysed, InventedNews.Start);
        }
        Assert.Equal(leave, index.GroupApart("dam").Count);
    }

    private static int Stories(bool embedded, params ArticleText[] articles)
    {
        var index = new StoryIndex(Options);
        var assigner = new StoryClustering.Engine.Assignment.Assigner(Options);
        var stories = 0;
        foreach (var article in articles)
        {
            var analysed = embedded ? Embedded(article) : Analyzer.Analyse(article);
            var story = assigner.Decide(analysed, Search(index, analysed)).StoryId ?? $"story-{stories++}";
            Add(index, story, article.Title, analysed, InventedNews.Start);
        }
        return stories;
    }

    private static AnalysedArticle Embedded(ArticleText article) =>
        Analyzer.Analyse(article).With(DenseEmbedding.From(BilingualEmbedding.Of(article.Title + "\n" + article.Text), "tests", Options));

    private static StoryIndex Crowded()
    {
        var index = new StoryIndex(Options);
        for (var i = 0; i < 300; i++)
            Add(index, "fire" + i, "fire" + i, Embedded(InventedNews.FireReport(i)), InventedNews.Start.AddMinutes(i));
        return index;
    }

    private static void Add(StoryIndex index, string storyId, string articleId, AnalysedArticle article, DateTimeOffset arrived) =>
        index.AddMember(storyId, articleId, article.Vector, article.Published, arrived);

    private static List<Candidate> Search(StoryIndex index, AnalysedArticle article)
    {
        var results = new List<Candidate>();
        index.Search(article, SearchMode.Assign, 20, results);
        return results;
    }
}
