using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Settings;
using StoryClustering.Engine;
using StoryClustering.Grains.Embedding;
using StoryClustering.Grains.Frames;
using StoryClustering.Grains.Outlets;

namespace StoryClustering.Grains;

/// <summary>What an operator can set about clustering.</summary>
public sealed class ClusteringOptions
{
    /// <value>Number of partitions of the candidate index. Default 16. More spread the work over more silos, each search asks
    /// all of them. Fixed for the life of a database: a silo that is told another number refuses to start.</value>
    public int Partitions { get; set; } = 16;

    /// <value>Most stories that all partitions together keep in memory; default 200,000. The least recently changed leave
    /// first: they stay readable, but take no further articles by themselves.</value>
    public int MaxActiveStories { get; set; } = 200_000;

    /// <value>How often a partition looks in the catalog for stories that were stored but never published, because a process
    /// died in between. Default 10 s. Shorter costs one small query per partition and interval.</value>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How far back a sweep looks beyond the last one, by the database's clock. Default 20 s. Must exceed the longest
    /// transaction (see Storage:CommandTimeout); each sweep reads the cards of that time again.</value>
    public TimeSpan SweepMargin { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>How long merged and retracted stories stay in the change feed; older resume tokens expire. Default 24 h.</value>
    public TimeSpan TombstoneLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <value>How long an edit may hold a story's writes before the story goes on without it. Default 8 s: less than a call to a grain may
    /// take, so that no editor is still at work when its lease ends.</value>
    public TimeSpan EditLease { get; set; } = Deadlines.EditLease;

    /// <value>How long an article waits for its second thought at most, if fewer articles come than
    /// <see cref="EngineOptions.ReconsiderAfter"/> says. Default 5 s. Shorter decides on less.</value>
    public TimeSpan ReconsiderWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Concurrent catalog transactions per silo. Default 2; SQLite has one writer whatever is set here.</value>
    public int CatalogWriters { get; set; } = 2;

    /// <value>Dense embeddings of articles; off by default.</value>
    public EmbeddingOptions Embedding { get; set; } = new();

    /// <value>When frames are worked out.</value>
    public FrameSchedule Frames { get; set; } = new();

    /// <value>The catalogue of outlets that comes with the service.</value>
    public OutletOptions Outlets { get; set; } = new();

    /// <value>The engine's own settings.</value>
    public EngineOptions Engine { get; set; } = new();

    /// <summary>What is wrong with these values and those within, all of it at once; empty if they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new SettingErrors("Clustering");
        errors.Range(nameof(Partitions), Partitions, 1, 1_024);
        errors.Range(nameof(MaxActiveStories), MaxActiveStories, 1, 100_000_000);
        errors.Range(nameof(SweepInterval), SweepInterval, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(10));
        errors.Range(nameof(SweepMargin), SweepMargin, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        errors.Range(nameof(TombstoneLifetime), TombstoneLifetime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        errors.Range(nameof(EditLease), EditLease, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        errors.Range(nameof(ReconsiderWithin), ReconsiderWithin, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        errors.Range(nameof(CatalogWriters), CatalogWriters, 1, 64);
        errors.Add(Embedding.Errors());
        errors.Add(Frames.Errors());
        errors.Add(Engine.Errors().Select(static e => $"Clustering:Engine:{e}"));
        return errors.All;
    }
}

/// <summary>Stops a start whose options cannot be used, naming all that is wrong.</summary>
public sealed class ClusteringOptionsValidator : IValidateOptions<ClusteringOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ClusteringOptions options) =>
        options.Errors() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
}
