using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StoryClustering.Grains.Embedding;

/// <summary>What became of the articles that were to be embedded. Costs nothing when nobody listens.</summary>
public sealed class EmbeddingMetrics
{
    private readonly Counter<long> _articles;
    private readonly Histogram<double> _requests;

    public EmbeddingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("StoryClustering");
        _articles = meter.CreateCounter<long>("storyclustering.embedding.articles", "{article}",
            "Articles by what became of their embedding: embedded, timed_out, failed, refused (answer of no use), paused (too many failures), crowded_out.");
        _requests = meter.CreateHistogram<double>("storyclustering.embedding.request.duration", "s", "Requests for embeddings, by outcome: ok, failed.");
    }

    internal void Count(EmbeddingOutcome outcome, int articles = 1) => _articles.Add(articles, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));

    internal void Request(TimeSpan took, bool succeeded) =>
        _requests.Record(took.TotalSeconds, new TagList { { "outcome", succeeded ? "ok" : "failed" } });

    private static string NameOf(EmbeddingOutcome outcome) => outcome switch
    {
        EmbeddingOutcome.Embedded => "embedded",
        EmbeddingOutcome.TimedOut => "timed_out",
        EmbeddingOutcome.Failed => "failed",
        EmbeddingOutcome.Refused => "refused",
        EmbeddingOutcome.Paused => "paused",
        EmbeddingOutcome.CrowdedOut => "crowded_out",
        _ => throw new UnreachableException(),
    };
}

/// <summary>What became of one article's embedding.</summary>
internal enum EmbeddingOutcome
{
    Embedded,
    TimedOut,
    Failed,
    Refused,
    Paused,
    CrowdedOut,
}
