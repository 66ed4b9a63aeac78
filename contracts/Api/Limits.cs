namespace StoryClustering.Api;

/// <summary>Every limit of the public API in one place. They are part of the contract: the comments of the .proto files
/// repeat them, and a request beyond one is refused with INVALID_ARGUMENT naming the field.</summary>
public static class Limits
{
    /// <summary>Longest URL, bytes of UTF-8.</summary>
    public const int UrlBytes = 2048;
    /// <summary>Longest title, bytes of UTF-8.</summary>
    public const int TitleBytes = 2 * 1024;
    /// <summary>Longest text, bytes of UTF-8.</summary>
    public const int TextBytes = 1024 * 1024;
    /// <summary>Longest outlet domain, bytes.</summary>
    public const int OutletBytes = 253;
    /// <summary>Longest language tag, bytes.</summary>
    public const int LanguageBytes = 35;
    /// <summary>Longest external id, bytes of UTF-8.</summary>
    public const int ExternalIdBytes = 256;
    /// <summary>Longest feed credit, bytes of UTF-8.</summary>
    public const int FeedCreditBytes = 1024;
    /// <summary>Longest reason given for an editor's or publisher's act, bytes of UTF-8.</summary>
    public const int ReasonBytes = 1024;
    /// <summary>Longest name of an actor, bytes of UTF-8.</summary>
    public const int ActorBytes = 256;
    /// <summary>Longest search query, bytes of UTF-8.</summary>
    public const int QueryBytes = 2 * 1024;
    /// <summary>Longest page or resume token, bytes.</summary>
    public const int TokenBytes = 4 * 1024;
    /// <summary>Most ids in one BatchGetStories.</summary>
    public const int BatchIds = 1000;
    /// <summary>Most names in a filter.</summary>
    public const int FilterNames = 100;
    /// <summary>Longest name of an entity, a place, an outlet or a publisher family, bytes of UTF-8.</summary>
    public const int NameBytes = 512;
    /// <summary>Most outlets in one UpsertOutlets.</summary>
    public const int UpsertOutlets = 1000;
    /// <summary>Largest file of ImportOutlets, bytes.</summary>
    public const int ImportBytes = 4 * 1024 * 1024;
    /// <summary>Most rows in a file of ImportOutlets.</summary>
    public const int ImportRows = 50_000;
    /// <summary>Most columns in a file of ImportOutlets.</summary>
    public const int ImportColumns = 1000;
    /// <summary>Longest cell in a file of ImportOutlets, characters.</summary>
    public const int ImportCellChars = 64 * 1024;
    /// <summary>Most labels of a scale of ImportOutlets.</summary>
    public const int ImportLabels = 100;
    /// <summary>Most entries of each list in the report of ImportOutlets.</summary>
    public const int ImportListed = 100;
    /// <summary>Most domains or languages of an outlet.</summary>
    public const int OutletDomains = 20;
    /// <summary>Longest scale of a rating in words, bytes of UTF-8.</summary>
    public const int ScaleBytes = 1024;
    /// <summary>Page of ListOutlets and ListOutletHistory when none is asked for.</summary>
    public const int DefaultOutletPage = 100;
    /// <summary>Most articles in one SplitStory.</summary>
    public const int SplitArticles = 1000;
    /// <summary>Most sources in one MergeStories.</summary>
    public const int MergeSources = 100;
    /// <summary>Most ids in one WatchStories.</summary>
    public const int WatchIds = 10_000;
    /// <summary>Largest page.</summary>
    public const int PageSize = 1000;
    /// <summary>Page of ListStories when none is asked for.</summary>
    public const int DefaultStoryPage = 50;
    /// <summary>Page of ListStoryArticles when none is asked for.</summary>
    public const int DefaultArticlePage = 100;
    /// <summary>Largest page of StoryHistory.</summary>
    public const int HistoryPageSize = 100;
    /// <summary>Page of StoryHistory when none is asked for.</summary>
    public const int DefaultHistoryPage = 20;
    /// <summary>Longest excerpt of a page that LocateArticle has fetched, UTF-16 code units.</summary>
    public const int ExcerptChars = 300;
    /// <summary>Largest answer of SearchStories.</summary>
    public const int SearchResults = 200;
    /// <summary>Answer of SearchStories when no size is asked for.</summary>
    public const int DefaultSearchResults = 20;
    /// <summary>Articles worked on at a time per IngestArticles stream.</summary>
    public const int StreamInFlight = 256;
    /// <summary>Most changes in one WatchStories response.</summary>
    public const int WatchChanges = 500;
    /// <summary>Earliest year of publication.</summary>
    public const int EarliestYear = 1900;
    /// <summary>Year before which a publication time is taken for unknown.</summary>
    public const int EarliestBelievedYear = 1990;
    /// <summary>How far in the future a publication time may lie.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromHours(48);
    /// <summary>Largest gRPC message taken in, bytes. Far above an article at its limits, so that what is too long is told so by
    /// field; a larger message ends the call with RESOURCE_EXHAUSTED.</summary>
    public const int MessageBytes = 8 * 1024 * 1024;
}
