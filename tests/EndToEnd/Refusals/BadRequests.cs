using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Harness;

namespace StoryClustering.Tests.EndToEnd.Refusals;

/// <summary>Requests that must be refused, for every method but those that take articles; by name, each with the field that the
/// answer must name.</summary>
internal static class BadRequests
{
    private const string Unknown = "story-00000000000000000000000000";
    private const string OtherUnknown = "story-11111111111111111111111111";
    private const string UnknownArticle = "article-00000000000000000000000000";

    public static readonly IReadOnlyDictionary<string, (string Field, Func<GatewayClient, Task> Call)> All = new Dictionary<string, (string, Func<GatewayClient, Task>)>
    {
        ["GetStory without an id"] = ("story_id", c => c.Stories.GetStoryAsync(new()).ResponseAsync),
        ["GetStory with an id that is none"] = ("story_id", c => c.Stories.GetStoryAsync(new() { StoryId = "story-1' or '1'='1" }).ResponseAsync),
        ["GetStory with the id of an article"] = ("story_id", c => c.Stories.GetStoryAsync(new() { StoryId = UnknownArticle }).ResponseAsync),
        ["ExplainAssignment without an id"] = ("article_id", c => c.Stories.ExplainAssignmentAsync(new()).ResponseAsync),
        ["ExplainAssignment with the id of a story"] = ("article_id", c => c.Stories.ExplainAssignmentAsync(new() { ArticleId = Unknown }).ResponseAsync),
        ["BatchGetStories without ids"] = ("story_ids", c => c.Stories.BatchGetStoriesAsync(new()).ResponseAsync),
        ["BatchGetStories with 1,001 ids"] = ("story_ids", c => c.Stories.BatchGetStoriesAsync(new() { StoryIds = { Many(Limits.BatchIds + 1) } }).ResponseAsync),
        ["BatchGetStories with an id that is none"] = ("story_ids[1]", c => c.Stories.BatchGetStoriesAsync(new() { StoryIds = { Unknown, "\u0000" } }).ResponseAsync),
        ["ListStories with a page too large"] = ("page_size", c => c.Stories.ListStoriesAsync(new() { PageSize = Limits.PageSize + 1 }).ResponseAsync),
        ["ListStories with a page below zero"] = ("page_size", c => c.Stories.ListStoriesAsync(new() { PageSize = -1 }).ResponseAsync),
        ["ListStories with a token that is none"] = ("page_token", c => c.Stories.ListStoriesAsync(new() { PageToken = "'; drop table story_catalog; --" }).ResponseAsync),
        ["ListStories with a token that is too long"] = ("page_token", c => c.Stories.ListStoriesAsync(new() { PageToken = new string('A', Limits.TokenBytes + 1) }).ResponseAsync),
        ["ListStories in an order that is none"] = ("order", c => c.Stories.ListStoriesAsync(new() { Order = (StoryOrder)99 }).ResponseAsync),
        ["ListStories in a language that is none"] = ("filter.language", c => c.Stories.ListStoriesAsync(new() { Filter = new() { Language = new string('e', Limits.LanguageBytes + 1) } }).ResponseAsync),
        ["ListStories with fewer than no articles"] = ("filter.min_articles", c => c.Stories.ListStoriesAsync(new() { Filter = new() { MinArticles = -1 } }).ResponseAsync),
        ["ListStories with fewer than no outlets"] = ("filter.min_outlets", c => c.Stories.ListStoriesAsync(new() { Filter = new() { MinOutlets = -1 } }).ResponseAsync),
        ["ListStories since a time that is none"] = ("filter.updated_since", c => c.Stories.ListStoriesAsync(new() { Filter = new() { UpdatedSince = new Timestamp { Seconds = long.MinValue } } }).ResponseAsync),
        ["SearchStories for nothing"] = ("query", c => c.Stories.SearchStoriesAsync(new()).ResponseAsync),
        ["SearchStories for too much"] = ("query", c => c.Stories.SearchStoriesAsync(new() { Query = new string('q', Limits.QueryBytes + 1) }).ResponseAsync),
        ["SearchStories with a page too large"] = ("page_size", c => c.Stories.SearchStoriesAsync(new() { Query = "ferry", PageSize = Limits.SearchResults + 1 }).ResponseAsync),
        ["SearchStories with a page below zero"] = ("page_size", c => c.Stories.SearchStoriesAsync(new() { Query = "ferry", PageSize = -1 }).ResponseAsync),
        ["ListStoryArticles without an id"] = ("story_id", c => c.Stories.ListStoryArticlesAsync(new()).ResponseAsync),
        ["ListStoryArticles with a page too large"] = ("page_size", c => c.Stories.ListStoryArticlesAsync(new() { StoryId = Unknown, PageSize = Limits.PageSize + 1 }).ResponseAsync),
        ["ListStoryArticles with a token that is none"] = ("page_token", c => c.Stories.ListStoryArticlesAsync(new() { StoryId = Unknown, PageToken = "second" }).ResponseAsync),
        ["WatchStories with an id that is none"] = ("story_ids[0]", c => Watch(c, new() { StoryIds = { "*" } })),
        ["WatchStories with 10,001 ids"] = ("story_ids", c => Watch(c, new() { StoryIds = { Many(Limits.WatchIds + 1) } })),
        ["WatchStories from a start that is none"] = ("start", c => Watch(c, new() { Start = (WatchStart)99 })),
        ["WatchStories with a heartbeat of half a second"] = ("heartbeat_interval", c => Watch(c, new() { HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.5)) })),
        ["WatchStories with a heartbeat of 31 s"] = ("heartbeat_interval", c => Watch(c, new() { HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(31)) })),
        ["WatchStories with updates every 61 s"] = ("min_update_interval", c => Watch(c, new() { MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(61)) })),
        ["WatchStories with updates before they happen"] = ("min_update_interval", c => Watch(c, new() { MinUpdateInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(-1)) })),
        ["WatchStories with an interval that is none"] = ("min_update_interval", c => Watch(c, new() { MinUpdateInterval = new Duration { Seconds = long.MaxValue, Nanos = -1 } })),
        ["MergeStories without a target"] = ("target_story_id", c => c.Editor.MergeStoriesAsync(new() { SourceStoryIds = { Unknown } }).ResponseAsync),
        ["MergeStories without sources"] = ("source_story_ids", c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = Unknown }).ResponseAsync),
        ["MergeStories of a story into itself"] = ("source_story_ids", c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = Unknown, SourceStoryIds = { Unknown } }).ResponseAsync),
        ["MergeStories of 101 stories"] = ("source_story_ids", c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = OtherUnknown, SourceStoryIds = { Many(Limits.MergeSources + 1) } }).ResponseAsync),
        ["MergeStories for a reason too long"] = ("reason", c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = Unknown, SourceStoryIds = { OtherUnknown }, Reason = new string('r', Limits.ReasonBytes + 1) }).ResponseAsync),
        ["MergeStories by a name too long"] = ("actor", c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = Unknown, SourceStoryIds = { OtherUnknown }, Actor = new string('a', Limits.ActorBytes + 1) }).ResponseAsync),
        ["SplitStory without a story"] = ("story_id", c => c.Editor.SplitStoryAsync(new() { ArticleIds = { UnknownArticle } }).ResponseAsync),
        ["SplitStory without articles"] = ("article_ids", c => c.Editor.SplitStoryAsync(new() { StoryId = Unknown }).ResponseAsync),
        ["SplitStory with an article that is none"] = ("article_ids[0]", c => c.Editor.SplitStoryAsync(new() { StoryId = Unknown, ArticleIds = { Unknown } }).ResponseAsync),
        ["MoveArticle without an article"] = ("article_id", c => c.Editor.MoveArticleAsync(new() { TargetStoryId = Unknown }).ResponseAsync),
        ["MoveArticle without a target"] = ("target_story_id", c => c.Editor.MoveArticleAsync(new() { ArticleId = UnknownArticle }).ResponseAsync),
        ["RetractStory without a story"] = ("story_id", c => c.Editor.RetractStoryAsync(new()).ResponseAsync),
        ["RetractStory for a reason with NUL"] = ("reason", c => c.Editor.RetractStoryAsync(new() { StoryId = Unknown, Reason = "a\0b" }).ResponseAsync),
        ["RetractArticle of nothing"] = ("article_id", c => c.Ingest.RetractArticleAsync(new()).ResponseAsync),
        ["RetractArticle with an id that is none"] = ("article_id", c => c.Ingest.RetractArticleAsync(new() { ArticleId = "article-1" }).ResponseAsync),
        ["RetractArticle with a URL that is none"] = ("url", c => c.Ingest.RetractArticleAsync(new() { Url = "javascript:alert(1)" }).ResponseAsync),
    };

    /// <summary>Requests about what does not exist, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<GatewayClient, Task>> OfTheUnknown = new Dictionary<string, Func<GatewayClient, Task>>
    {
        ["GetStory"] = c => c.Stories.GetStoryAsync(new() { StoryId = Unknown }).ResponseAsync,
        ["ListStoryArticles"] = c => c.Stories.ListStoryArticlesAsync(new() { StoryId = Unknown }).ResponseAsync,
        ["ExplainAssignment"] = c => c.Stories.ExplainAssignmentAsync(new() { ArticleId = UnknownArticle }).ResponseAsync,
        ["MergeStories"] = c => c.Editor.MergeStoriesAsync(new() { TargetStoryId = Unknown, SourceStoryIds = { OtherUnknown } }).ResponseAsync,
        ["SplitStory"] = c => c.Editor.SplitStoryAsync(new() { StoryId = Unknown, ArticleIds = { UnknownArticle } }).ResponseAsync,
        ["MoveArticle"] = c => c.Editor.MoveArticleAsync(new() { ArticleId = UnknownArticle, TargetStoryId = Unknown }).ResponseAsync,
        ["RetractStory"] = c => c.Editor.RetractStoryAsync(new() { StoryId = Unknown }).ResponseAsync,
        ["RetractArticle by id"] = c => c.Ingest.RetractArticleAsync(new() { ArticleId = UnknownArticle }).ResponseAsync,
        ["RetractArticle by URL"] = c => c.Ingest.RetractArticleAsync(new() { Url = "https://nobody.example/never/sent" }).ResponseAsync,
    };

    private static IEnumerable<string> Many(int count) => Enumerable.Range(0, count).Select(i => $"story-{i:D26}");

    private static async Task Watch(GatewayClient client, WatchStoriesRequest request)
    {
        using var call = client.Stories.WatchStories(request, deadline: DateTime.UtcNow.AddSeconds(10));
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }
}
