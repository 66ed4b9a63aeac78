using Microsoft.Extensions.Options;
using StoryClustering.Engine.Assignment;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;

namespace StoryClustering.Grains.Founding;

/// <summary>See <see cref="IFoundingGrain"/>. Its drafts are in memory only: a draft matters from the proposal until the story
/// is published, milliseconds later. Who joins a draft whose founder died founds the story in its place, under the same id.</summary>
public sealed class FoundingGrain(IOptions<ClusteringOptions> options, TimeProvider time) : Grain, IFoundingGrain
{
    private readonly DraftBoard _drafts = new(options.Value.Engine);
    // Drafts are remembered for a minute, whatever happens to the wall clock: a time of day that goes on by the other clock.
    private readonly DateTimeOffset _began = time.GetStorableNow();
    private readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public Task<string> Propose(StoryDraft draft, CancellationToken cancellation)
    {
        var article = AnalysedArticle.FromParts(draft.Language, draft.Published, ArticleVector.FromBytes(draft.Vector));
        Candidate? chosen = draft.Chosen is { } c ? new Candidate(c.StoryId, c.Score, c.Similarity, c.TimeFactor, c.BestMember, c.Fit) : null;
        return Task.FromResult(_drafts.Propose(draft.StoryId, draft.ArticleId, article, draft.Refused, draft.Threshold, _began + time.GetElapsedTime(_start), chosen));
    }
}
