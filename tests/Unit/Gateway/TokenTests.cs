using StoryClustering.Api.V1;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Outlets;
using StoryClustering.Gateway.Stories;
using StoryClustering.Gateway.Stories.Watching;
using Xunit;
using WireOrder = StoryClustering.Api.V1.StoryOrder;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class TokenTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly byte[] OtherKey = new byte[32];

    [Fact]
    public void A_resume_token_comes_back_as_it_went()
    {
        long[] sequences = [0, 1, 127, 128, 300_000, long.MaxValue];
        Assert.Equal(sequences, ResumeToken.Read(Key, 6, ResumeToken.Write(Key, sequences)));
    }

    [Fact]
    public void A_resume_token_is_worth_nothing_when_changed_anywhere()
    {
        var token = ResumeToken.Write(Key, [5, 6, 7]);
        for (var i = 0; i < token.Length; i++)
        {
            var forged = token.ToCharArray();
            forged[i] = forged[i] == 'A' ? 'B' : 'A';
            var read = ResumeToken.Read(Key, 3, new string(forged));
            // The last character carries unused bits: a change there may mean the same bytes.
            if (i < token.Length - 1) Assert.Null(read);
            else if (read is not null) Assert.Equal([5L, 6, 7], read);
        }
        Assert.Null(ResumeToken.Read(OtherKey, 3, token));
        Assert.Null(ResumeToken.Read(Key, 4, token));
        Assert.Null(ResumeToken.Read(Key, 3, token[..^3]));
        Assert.Null(ResumeToken.Read(Key, 3, token + "=="));
        Assert.Null(ResumeToken.Read(Key, 3, " " + token));
        Assert.Null(ResumeToken.Read(Key, 3, ""));
        Assert.Null(ResumeToken.Read(Key, 3, "not a token"));
    }

    private static ListStoryArticlesRequest Asked(int story, string language = "") =>
        new() { StoryId = Ids.Story(story), Filter = new StoryArticleFilter { Language = language } };

    [Fact]
    public void A_token_for_one_purpose_is_none_for_another()
    {
        var page = PageTokens.WriteMembers(Key, Asked(1), Ids.Story(1), 7);
        Assert.Null(ResumeToken.Read(Key, 1, page));
        Assert.Null(PageTokens.Read(Key, new ListStoriesRequest(), page));
        Assert.Null(PageTokens.ReadMembers(Key, Asked(1), ResumeToken.Write(Key, [1])));
        Assert.Null(OutletPageTokens.Read(Key, Asked(1), page));
        Assert.Null(OutletPageTokens.ReadHistory(Key, Asked(1), page));
    }

    [Fact]
    public void A_page_token_is_bound_to_order_and_filter()
    {
        var query = new ListStoriesRequest { Order = WireOrder.Latest, Filter = new StoryFilter { MinArticles = 2 } };
        var token = PageTokens.Write(Key, query, new PagePosition(12.5, Ids.Story(3)));
        Assert.Equal(new PagePosition(12.5, Ids.Story(3)), PageTokens.Read(Key, query.Clone(), token));
        Assert.Null(PageTokens.Read(Key, new ListStoriesRequest { Order = WireOrder.Largest, Filter = query.Filter }, token));
        Assert.Null(PageTokens.Read(Key, new ListStoriesRequest { Order = WireOrder.Latest, Filter = new StoryFilter { MinArticles = 3 } }, token));
    }

    [Fact]
    public void A_token_of_articles_is_bound_to_the_story_and_the_filter()
    {
        var token = PageTokens.WriteMembers(Key, Asked(1, "en"), Ids.Story(2), 7);
        Assert.Equal((Ids.Story(2), 7L), PageTokens.ReadMembers(Key, Asked(1, "en"), token));
        Assert.Null(PageTokens.ReadMembers(Key, Asked(2, "en"), token));
        Assert.Null(PageTokens.ReadMembers(Key, Asked(1, "de"), token));
        Assert.Null(PageTokens.ReadMembers(OtherKey, Asked(1, "en"), token));
    }

    [Fact]
    public void A_token_of_outlets_is_bound_to_the_filter_and_one_of_changes_to_the_outlet()
    {
        var asked = new ListOutletsRequest { Filter = new OutletFilter { Country = "NO" } };
        var token = OutletPageTokens.Write(Key, asked, "harbor.example");
        Assert.Equal("harbor.example", OutletPageTokens.Read(Key, asked.Clone(), token));
        Assert.Null(OutletPageTokens.Read(Key, new ListOutletsRequest { Filter = new OutletFilter { Country = "SE" } }, token));
        var history = OutletPageTokens.WriteHistory(Key, new ListOutletHistoryRequest { Domain = "a.example" }, 42);
        Assert.Equal(42, OutletPageTokens.ReadHistory(Key, new ListOutletHistoryRequest { Domain = "a.example" }, history));
        Assert.Null(OutletPageTokens.ReadHistory(Key, new ListOutletHistoryRequest { Domain = "b.example" }, history));
        Assert.Null(OutletPageTokens.Read(Key, new ListOutletHistoryRequest { Domain = "a.example" }, history));
    }
}
