using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Gateway.Api;
using Contract = StoryClustering.Contracts.Articles;

namespace StoryClustering.Gateway.Articles;

/// <summary>Takes articles in: check, ask the article's grain, answer. An answer without error is given only after the grain's.</summary>
public sealed class IngestService(IStoryCluster cluster, ArticleRules rules, Failures failures, Draining draining,
    GatewayOptions options, TimeProvider time) : StoryClustering.Api.V1.IngestService.IngestServiceBase
{
    /// <inheritdoc/>
    public override async Task<IngestArticleResponse> IngestArticle(IngestArticleRequest request, ServerCallContext context)
    {
        var violations = new Violations(request, Reasons.InvalidArticle);
        var article = rules.Check(request.Article, violations);
        violations.ThrowIfAny();
        return await Ingest(article!, context.CancellationToken);
    }

    /// <inheritdoc/>
    public override async Task IngestArticles(IAsyncStreamReader<IngestArticlesRequest> requestStream,
        IServerStreamWriter<IngestArticlesResponse> responseStream, ServerCallContext context)
    {
        var guard = new WriteGuard(options.WriteDeadline, time, context);
        using var stream = new ArticleStream(Answer, responseStream, guard, draining, context.CancellationToken);
        await stream.Run(requestStream);
    }

    /// <inheritdoc/>
    public override async Task<RetractArticleResponse> RetractArticle(RetractArticleRequest request, ServerCallContext context)
    {
        var violations = new Violations(request);
        string? id = null;
        switch (request.ArticleCase)
        {
            case RetractArticleRequest.ArticleOneofCase.ArticleId:
                TextRules.ArticleId(violations, "article_id", request.ArticleId);
                id = request.ArticleId;
                break;
            case RetractArticleRequest.ArticleOneofCase.Url:
                id = ArticleRules.Url(violations, "url", request.Url)?.ArticleId;
                break;
            default:
                if (violations.None) violations.Add("article_id", "Either article_id or url is required.");
                break;
        }
        TextRules.Line(violations, "reason", request.Reason, Limits.ReasonBytes);
        violations.ThrowIfAny();
        var answer = await cluster.Article(id!).Retract(request.Reason, context.CancellationToken)
            ?? throw ApiError.NotFound(Reasons.ArticleNotFound, "article", id!).ToException();
        return new RetractArticleResponse { ArticleId = answer.ArticleId, StoryId = answer.StoryId, StoryVersion = answer.StoryVersion };
    }

    // One article of a stream: never throws, unless the call is over.
    private async Task<IngestArticlesResponse> Answer(IngestArticlesRequest request, CancellationToken cancellation)
    {
        var answer = new IngestArticlesResponse { Sequence = request.Sequence };
        try
        {
            var violations = new Violations(request, Reasons.InvalidArticle);
            var article = rules.Check(request.Article, violations);
            violations.ThrowIfAny();
            answer.Response = await Ingest(article!, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            answer.Error = failures.Explain(e, "IngestArticles").ToStatus();
        }
        return answer;
    }

    private async Task<IngestArticleResponse> Ingest(CheckedArticle article, CancellationToken cancellation)
    {
        var answer = await cluster.Article(article.ArticleId).Ingest(article.Content, cancellation);
        if (answer.Outcome == Contract.IngestOutcome.Retracted)
        {
            throw ApiError.State(StatusCode.FailedPrecondition, Reasons.ArticleRetracted,
                "The article was retracted and is not taken in again.", "article_id", article.ArticleId).ToException();
        }
        var response = new IngestArticleResponse
        {
            ArticleId = answer.ArticleId,
            StoryId = answer.StoryId,
            StoryVersion = answer.StoryVersion,
            Outcome = answer.Outcome switch
            {
                Contract.IngestOutcome.New => IngestOutcome.New,
                Contract.IngestOutcome.Duplicate => IngestOutcome.Duplicate,
                Contract.IngestOutcome.Revised => IngestOutcome.Revised,
                _ => IngestOutcome.Unspecified,
            },
            FoundedStory = answer.FoundedStory,
            Revision = answer.Revision,
        };
        foreach (var (field, rule) in article.Remarks) response.Remarks.Add(new IngestRemark { Field = field, Description = rule });
        return response;
    }
}
