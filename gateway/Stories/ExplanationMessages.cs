using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Articles;

namespace StoryClustering.Gateway.Stories;

/// <summary>Explanations of assignments as API messages.</summary>
public static class ExplanationMessages
{
    // By the number of the engine's TermField.
    private static readonly string[] Fields =
        ["words", "word-pairs", "names", "name-words", "title-characters", "title-words", "across-languages", "embedding"];

    /// <summary>Why an article is where it is.</summary>
    public static ExplainAssignmentResponse ToMessage(this AssignmentExplanation explanation, string articleId) => new()
    {
        ArticleId = articleId,
        StoryId = explanation.Member?.StoryId ?? "",
        Origin = OriginOf(explanation),
        Decision = explanation.Decision is { } decision ? ToMessage(decision) : null,
        Nearest = { explanation.Nearest.Select(ToMessage) },
    };

    private static AssignmentOrigin OriginOf(AssignmentExplanation explanation) => explanation switch
    {
        { Retracted: true } => AssignmentOrigin.Retracted,
        { Member: null } => AssignmentOrigin.Pending,
        { Member.PlacedByEditor: true } => AssignmentOrigin.Editor,
        { Decision: null } => AssignmentOrigin.Unspecified,
        _ => explanation.Member.StoryId == explanation.Decision.StoryId ? AssignmentOrigin.Decided : AssignmentOrigin.Reconsidered,
    };

    private static AssignmentDecision ToMessage(AssignmentRecord record) => new()
    {
        DecidedAt = Timestamp.FromDateTimeOffset(record.Decided),
        StoryId = record.StoryId,
        FoundedStory = record.Founded,
        Threshold = record.Threshold,
        Candidates = record.Considered,
        Best = ToMessage(record.Best),
        RunnerUp = ToMessage(record.RunnerUp),
    };

    private static AssignmentCandidate? ToMessage(ScoredCandidate? candidate) => candidate is null ? null : new AssignmentCandidate
    {
        StoryId = candidate.StoryId,
        Score = candidate.Score,
        Similarity = candidate.Similarity,
        TimeFactor = candidate.TimeFactor,
        Fit = candidate.Fit,
        NearestArticleId = candidate.NearestArticleId,
    };

    private static ArticleResemblance ToMessage(Resemblance resemblance)
    {
        var message = new ArticleResemblance
        {
            ArticleId = resemblance.Article.ArticleId,
            Title = resemblance.Article.Title,
            Outlet = resemblance.Article.Outlet,
            PublishedAt = resemblance.Article.Published is { } published ? Timestamp.FromDateTimeOffset(published) : null,
            Similarity = resemblance.Similarity,
            SharedEntities = { resemblance.SharedEntities },
        };
        for (var field = 0; field < Math.Min(Fields.Length, resemblance.ByField.Length); field++)
            if (resemblance.ByField[field] > 0)
                message.Fields.Add(new FieldContribution { Field = Fields[field], Similarity = resemblance.ByField[field] });
        return message;
    }
}
