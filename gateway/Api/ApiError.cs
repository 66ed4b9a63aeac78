using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace StoryClustering.Gateway.Api;

/// <summary>One error as the API shows it: status code, a reason that programs can test, words for people. The same value
/// makes the status of a call, the error of one article in a stream, and the fields of a log line.</summary>
public sealed record ApiError
{
    /// <summary>Domain of every <see cref="ErrorInfo"/>.</summary>
    public const string Domain = "storyclustering.v1";

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>gRPC status code.</summary>
    public required StatusCode Code { get; init; }
    /// <summary>UPPER_SNAKE_CASE, see <see cref="Reasons"/>.</summary>
    public required string Reason { get; init; }
    /// <summary>For people; never holds internals.</summary>
    public required string Message { get; init; }
    /// <summary>Facts for programs, for example the id that was not found.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = Nothing;
    /// <summary>Every field that is wrong.</summary>
    public IReadOnlyList<FieldFault> Fields { get; init; } = [];
    /// <summary>When to try again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>NOT_FOUND naming what.</summary>
    public static ApiError NotFound(string reason, string kind, string id) => new()
    {
        Code = StatusCode.NotFound,
        Reason = reason,
        Message = $"There is no {kind} '{id}'.",
        Metadata = new Dictionary<string, string> { [kind + "_id"] = id },
    };

    /// <summary>FAILED_PRECONDITION or ABORTED with the id that it is about.</summary>
    public static ApiError State(StatusCode code, string reason, string message, string key, string id) => new()
    {
        Code = code,
        Reason = reason,
        Message = message,
        Metadata = new Dictionary<string, string> { [key] = id },
    };

    /// <summary>UNAVAILABLE: nothing was promised, try again.</summary>
    public static ApiError Unavailable(string reason, string message, TimeSpan retryAfter) => new()
    {
        Code = StatusCode.Unavailable,
        Reason = reason,
        Message = message,
        RetryAfter = retryAfter,
    };

    /// <summary>INTERNAL: says nothing but a number under which the log has the rest.</summary>
    public static ApiError Internal(string correlation) => new()
    {
        Code = StatusCode.Internal,
        Reason = Reasons.Internal,
        Message = $"Internal error {correlation}.",
        Metadata = new Dictionary<string, string> { ["correlation_id"] = correlation },
    };

    /// <summary>As google.rpc.Status, with all details.</summary>
    public Google.Rpc.Status ToStatus()
    {
        var info = new ErrorInfo { Domain = Domain, Reason = Reason };
        foreach (var (key, value) in Metadata) info.Metadata[key] = value;
        var status = new Google.Rpc.Status { Code = (int)Code, Message = Message, Details = { Any.Pack(info) } };
        if (Fields.Count > 0)
        {
            var bad = new BadRequest();
            foreach (var field in Fields)
                bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field.Path, Description = field.Rule });
            status.Details.Add(Any.Pack(bad));
        }
        if (RetryAfter is { } wait) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        return status;
    }

    /// <summary>As the exception that ends a call.</summary>
    public ApiException ToException() => new(this);
}

/// <summary>A field that is wrong, and the rule that it breaks.</summary>
/// <param name="Path">For example <c>article.url</c> or <c>story_ids[3]</c>; empty: the message itself.</param>
/// <param name="Rule">What is asked of the field.</param>
public sealed record FieldFault(string Path, string Rule);

/// <summary>Ends a call with an <see cref="ApiError"/>.</summary>
public sealed class ApiException(ApiError error) : Exception(error.Message)
{
    /// <summary>The error.</summary>
    public ApiError Error { get; } = error;
}

/// <summary>Reasons in <see cref="ErrorInfo"/>: part of the contract, never renamed.</summary>
public static class Reasons
{
    /// <summary>INVALID_ARGUMENT: an article breaks a rule.</summary>
    public const string InvalidArticle = "INVALID_ARTICLE";
    /// <summary>INVALID_ARGUMENT: another request breaks a rule.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";
    /// <summary>NOT_FOUND.</summary>
    public const string StoryNotFound = "STORY_NOT_FOUND";
    /// <summary>NOT_FOUND.</summary>
    public const string ArticleNotFound = "ARTICLE_NOT_FOUND";
    /// <summary>FAILED_PRECONDITION: the article was retracted and is not taken in again.</summary>
    public const string ArticleRetracted = "ARTICLE_RETRACTED";
    /// <summary>FAILED_PRECONDITION: the story is merged or retracted.</summary>
    public const string StoryNotActive = "STORY_NOT_ACTIVE";
    /// <summary>FAILED_PRECONDITION: the article is not in the story.</summary>
    public const string ArticleNotInStory = "ARTICLE_NOT_IN_STORY";
    /// <summary>FAILED_PRECONDITION: the edit would leave the story without articles.</summary>
    public const string NothingLeft = "NOTHING_LEFT";
    /// <summary>ABORTED: others changed the same stories at the same time; try again.</summary>
    public const string EditConflict = "EDIT_CONFLICT";
    /// <summary>ABORTED: the story was merged while its articles or its history were being paged; begin again.</summary>
    public const string StoryMerged = "STORY_MERGED";
    /// <summary>NOT_FOUND: the catalogue does not know the outlet.</summary>
    public const string OutletNotFound = "OUTLET_NOT_FOUND";
    /// <summary>FAILED_PRECONDITION: a domain belongs to another outlet.</summary>
    public const string OutletDomainTaken = "OUTLET_DOMAIN_TAKEN";
    /// <summary>UNAVAILABLE: the database is away.</summary>
    public const string StorageUnavailable = "STORAGE_UNAVAILABLE";
    /// <summary>UNAVAILABLE: no silo answered in time.</summary>
    public const string SiloUnavailable = "SILO_UNAVAILABLE";
    /// <summary>UNAVAILABLE: the service is still reading its stories from the database, or the gateway has not caught up with it yet.</summary>
    public const string NotReady = "NOT_READY";
    /// <summary>UNAVAILABLE: a queue of the service is full; wait before trying again.</summary>
    public const string Overloaded = "OVERLOADED";
    /// <summary>UNAVAILABLE: the gateway is stopping; reconnect, another one answers.</summary>
    public const string Draining = "DRAINING";
    /// <summary>OUT_OF_RANGE: the resume token is too old; take a snapshot.</summary>
    public const string ResumeTokenExpired = "RESUME_TOKEN_EXPIRED";
    /// <summary>RESOURCE_EXHAUSTED: the client does not read fast enough.</summary>
    public const string ClientTooSlow = "CLIENT_TOO_SLOW";
    /// <summary>RESOURCE_EXHAUSTED: too many watches on this gateway.</summary>
    public const string TooManyWatches = "TOO_MANY_WATCHES";
    /// <summary>FAILED_PRECONDITION: no article of the URL was ingested, and the gateway does not fetch pages.</summary>
    public const string FetchDisabled = "FETCH_DISABLED";
    /// <summary>INVALID_ARGUMENT: the URL, or one that it redirects to, is not fetched.</summary>
    public const string UrlNotAllowed = "URL_NOT_ALLOWED";
    /// <summary>UNAVAILABLE if trying again may help, else FAILED_PRECONDITION: the page could not be fetched.</summary>
    public const string FetchFailed = "FETCH_FAILED";
    /// <summary>FAILED_PRECONDITION: no article was found on the page.</summary>
    public const string NotAnArticle = "NOT_AN_ARTICLE";
    /// <summary>RESOURCE_EXHAUSTED: too many pages are being fetched on this gateway.</summary>
    public const string TooManyFetches = "TOO_MANY_FETCHES";
    /// <summary>INTERNAL.</summary>
    public const string Internal = "INTERNAL";
}
