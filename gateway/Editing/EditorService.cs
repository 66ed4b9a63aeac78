using Google.Protobuf;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Editing;
using StoryClustering.Contracts.Ids;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Stories;

namespace StoryClustering.Gateway.Editing;

/// <summary>People overrule the machine: checks the request, hands it to the editor grain, names what stood in the way.</summary>
public sealed class EditorService(IStoryCluster cluster) : StoryClustering.Api.V1.EditorService.EditorServiceBase
{
    /// <inheritdoc/>
    public override async Task<MergeStoriesResponse> MergeStories(MergeStoriesRequest request, ServerCallContext context)
    {
        var violations = Begin(request, request.Reason, request.Actor);
        TextRules.StoryId(violations, "target_story_id", request.TargetStoryId);
        TextRules.Ids(violations, "source_story_ids", request.SourceStoryIds, 1, Limits.MergeSources, stories: true);
        if (request.SourceStoryIds.Contains(request.TargetStoryId)) violations.Add("source_story_ids", "Must not contain the target.");
        violations.ThrowIfAny();
        var sources = request.SourceStoryIds.Distinct(StringComparer.Ordinal).ToArray();
        var answer = await Done(cluster.Editor.Merge(request.TargetStoryId, sources, Why(request.Reason, request.Actor), context.CancellationToken));
        return new MergeStoriesResponse { Story = answer.First?.ToMessage() };
    }

    /// <inheritdoc/>
    public override async Task<SplitStoryResponse> SplitStory(SplitStoryRequest request, ServerCallContext context)
    {
        var violations = Begin(request, request.Reason, request.Actor);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        TextRules.Ids(violations, "article_ids", request.ArticleIds, 1, Limits.SplitArticles, stories: false);
        violations.ThrowIfAny();
        var articles = request.ArticleIds.Distinct(StringComparer.Ordinal).ToArray();
        var answer = await Done(cluster.Editor.Split(request.StoryId, articles, Why(request.Reason, request.Actor), context.CancellationToken));
        return new SplitStoryResponse { Story = answer.First?.ToMessage(), NewStory = answer.Second?.ToMessage() };
    }

    /// <inheritdoc/>
    public override async Task<MoveArticleResponse> MoveArticle(MoveArticleRequest request, ServerCallContext context)
    {
        var violations = Begin(request, request.Reason, request.Actor);
        TextRules.ArticleId(violations, "article_id", request.ArticleId);
        TextRules.StoryId(violations, "target_story_id", request.TargetStoryId);
        violations.ThrowIfAny();
        var answer = await Done(cluster.Editor.Move(request.ArticleId, request.TargetStoryId, Why(request.Reason, request.Actor), context.CancellationToken));
        return new MoveArticleResponse { SourceStory = answer.First?.ToMessage(), TargetStory = answer.Second?.ToMessage() };
    }

    /// <inheritdoc/>
    public override async Task<RetractStoryResponse> RetractStory(RetractStoryRequest request, ServerCallContext context)
    {
        var violations = Begin(request, request.Reason, request.Actor);
        TextRules.StoryId(violations, "story_id", request.StoryId);
        violations.ThrowIfAny();
        var answer = await Done(cluster.Editor.RetractStory(request.StoryId, Why(request.Reason, request.Actor), context.CancellationToken));
        return new RetractStoryResponse { Story = answer.First?.ToMessage() };
    }

    private static Violations Begin(IMessage request, string reason, string actor)
    {
        var violations = new Violations(request);
        TextRules.Line(violations, "reason", reason, Limits.ReasonBytes);
        TextRules.Line(violations, "actor", actor, Limits.ActorBytes);
        return violations;
    }

    private static EditReason Why(string reason, string actor) => new(actor, reason);

    private static async Task<EditAnswer> Done(Task<EditAnswer> edit)
    {
        var answer = await edit;
        if (answer.Outcome == EditOutcome.Done) return answer;
        var isArticle = Key.IsArticle(answer.Subject);
        var subject = isArticle ? "article_id" : "story_id";
        throw answer.Outcome switch
        {
            EditOutcome.NotFound => ApiError.NotFound(isArticle ? Reasons.ArticleNotFound : Reasons.StoryNotFound,
                isArticle ? "article" : "story", answer.Subject).ToException(),
            EditOutcome.NotActive => ApiError.State(StatusCode.FailedPrecondition, Reasons.StoryNotActive,
                "The story is merged or retracted.", subject, answer.Subject).ToException(),
            EditOutcome.NotMember => ApiError.State(StatusCode.FailedPrecondition, Reasons.ArticleNotInStory,
                "The article is not in the story.", subject, answer.Subject).ToException(),
            EditOutcome.NothingLeft => ApiError.State(StatusCode.FailedPrecondition, Reasons.NothingLeft,
                "At least one article must stay in the story.", subject, answer.Subject).ToException(),
            EditOutcome.Conflict => ApiError.State(StatusCode.Aborted, Reasons.EditConflict,
                "Others kept changing the same stories; try again.", subject, answer.Subject).ToException(),
            var other => new InvalidOperationException($"The editor answered {other}."),
        };
    }
}
