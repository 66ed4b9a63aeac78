using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Frames;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;

namespace StoryClustering.Gateway.Locating;

/// <summary>The dial. A text is located as it is. A URL is first looked up among the ingested articles; only one that is not there is
/// fetched, if that is enabled.</summary>
public sealed class LocateService(IStoryCluster cluster, ArticleRules rules, PageFetcher fetcher, PageReader reader, GatewayOptions options)
    : StoryClustering.Api.V1.LocateService.LocateServiceBase, IDisposable
{
    private readonly SemaphoreSlim _fetches = new(options.Fetch.MostAtATime, options.Fetch.MostAtATime);

    /// <inheritdoc/>
    public override async Task<LocateArticleResponse> LocateArticle(LocateArticleRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var violations = new Violations(request);
        LocateQuery? query = null;
        CanonicalUrl? url = null;
        switch (request.TargetCase)
        {
            case LocateArticleRequest.TargetOneofCase.Article:
                query = rules.Check(request.Article, violations);
                break;
            case LocateArticleRequest.TargetOneofCase.Url:
                url = ArticleRules.Url(violations, "url", request.Url);
                break;
            default:
                if (violations.None) violations.Add("url", "Required, or article.");
                break;
        }
        violations.ThrowIfAny();
        if (query is not null) return (await Locate(query, cancellation)).ToMessage();

        var outlet = rules.OutletOf(url!);
        var known = await Locate(new LocateQuery("", "", null, null, url!.ArticleId, request.Url, outlet), cancellation);
        if (known.Story is not null || known.IsMember || known.Language.Length > 0) return known.ToMessage();
        if (!options.Fetch.Enabled)
        {
            throw new ApiError
            {
                Code = StatusCode.FailedPrecondition,
                Reason = Reasons.FetchDisabled,
                Message = "No article of this URL was ingested, and this service does not fetch pages. Send the article's text.",
            }.ToException();
        }
        return await Fetch(request.Url, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _fetches.Dispose();

    internal static ApiException TooMany() => new(new ApiError
    {
        Code = StatusCode.ResourceExhausted,
        Reason = Reasons.TooManyFetches,
        Message = "This gateway is fetching as many pages as it may; try again.",
    });

    private async Task<LocateArticleResponse> Fetch(string asked, CancellationToken cancellation)
    {
        if (!_fetches.Wait(0, CancellationToken.None)) throw TooMany();
        FetchedHtml page;
        PageArticle article;
        try
        {
            page = await fetcher.Fetch(asked, cancellation);
            article = await reader.Read(page, cancellation);
        }
        finally { _fetches.Release(); }

        // Where the page was in the end tells which article it is: the address that was asked may be a shortener's.
        var final = page.Address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        var url = CanonicalUrl.Parse(final, out _) ?? CanonicalUrl.Parse(asked, out _)!;
        var answer = await Locate(new LocateQuery(article.Title, article.Text, article.Language, article.Published, url.ArticleId, final,
            rules.OutletOf(url)), cancellation);
        var response = answer.ToMessage();
        response.Fetched = new FetchedPage
        {
            FinalUrl = final,
            Title = article.Title,
            Excerpt = Excerpt(article.Text),
            TextLength = article.Text.Length,
            PublishedAt = article.Published is { } published ? Timestamp.FromDateTimeOffset(published) : null,
        };
        return response;
    }

    private Task<LocateAnswer> Locate(LocateQuery query, CancellationToken cancellation) => cluster.Locator.Locate(query, cancellation);

    private static string Excerpt(string text)
    {
        if (text.Length <= Limits.ExcerptChars) return text;
        return char.IsHighSurrogate(text[Limits.ExcerptChars - 1]) ? text[..(Limits.ExcerptChars - 1)] : text[..Limits.ExcerptChars];
    }
}
