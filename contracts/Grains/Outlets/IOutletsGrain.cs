using Orleans.Concurrency;

namespace StoryClustering.Contracts.Outlets;

/// <summary>The catalogue of outlets: one grain for the cluster, key 0. Changes are durable when it answers; the stories that they
/// touch are counted again in the background, which goes on after a crash. Versions rise, and none is given twice, also after the database was
/// put back to an earlier state: numbers may be left out. A change that is cancelled has happened or not, as after a time-out.</summary>
[Alias("IOutletsGrain")]
public interface IOutletsGrain : IGrainWithIntegerKey
{
    /// <summary>A page of outlets by main domain, after <paramref name="afterDomain"/> (empty: from the start).</summary>
    [Alias("List"), AlwaysInterleave]
    Task<OutletPage> List(OutletQuery query, string afterDomain, int limit, CancellationToken cancellation = default);

    /// <summary>The outlet of a domain or host, or null.</summary>
    [Alias("Find"), AlwaysInterleave]
    Task<OutletRecord?> Find(string domain, CancellationToken cancellation = default);

    /// <summary>Replaces the outlets with these main domains, or adds them, all or nothing. Fails if a domain belongs to another outlet
    /// that is not in <paramref name="outlets"/> or keeps it.</summary>
    [Alias("Upsert")]
    Task<UpsertAnswer> Upsert(OutletRecord[] outlets, string actor, string reason, CancellationToken cancellation = default);

    /// <summary>Changes of an outlet, the newest first, before version <paramref name="beforeVersion"/> (0: from the newest).</summary>
    [Alias("History"), AlwaysInterleave]
    Task<OutletChange[]> History(string domain, long beforeVersion, int limit, CancellationToken cancellation = default);

    /// <summary>Version of the catalogue, and up to which one all stories have been counted again.</summary>
    [Alias("GetStatus"), AlwaysInterleave]
    Task<OutletsStatus> GetStatus(CancellationToken cancellation = default);

    /// <summary>Goes on with counting stories again where that was interrupted. Returns at once.</summary>
    [Alias("Resume"), AlwaysInterleave]
    Task Resume(CancellationToken cancellation = default);
}

/// <summary>Which outlets; what is null does not restrict.</summary>
[GenerateSerializer, Immutable, Alias("OutletQuery")]
public sealed record OutletQuery
{
    /// <summary>A part of name, family or domain, in any case.</summary>
    [Id(0)] public string? Text { get; init; }
    /// <summary>Kind.</summary>
    [Id(1)] public OutletKind? Kind { get; init; }
    /// <summary>Country.</summary>
    [Id(2)] public string? Country { get; init; }
    /// <summary>Lean.</summary>
    [Id(3)] public OutletLean? Lean { get; init; }
    /// <summary>Family.</summary>
    [Id(4)] public string? Family { get; init; }
}

/// <summary>A page of outlets.</summary>
[GenerateSerializer, Immutable, Alias("OutletPage")]
public sealed record OutletPage([property: Id(0)] OutletRecord[] Outlets, [property: Id(1)] bool More);

/// <summary>How an upsert ended.</summary>
/// <param name="Version">Version of the catalogue after it.</param>
/// <param name="Changed">Outlets that are different now; the others were as told already.</param>
/// <param name="Conflict">Domain that belongs to another outlet; then nothing was changed. Null if all went well.</param>
/// <param name="Owner">Main domain of that other outlet.</param>
[GenerateSerializer, Immutable, Alias("UpsertAnswer")]
public sealed record UpsertAnswer([property: Id(0)] long Version, [property: Id(1)] int Changed, [property: Id(2)] string? Conflict, [property: Id(3)] string? Owner);

/// <summary>Where the catalogue stands.</summary>
/// <param name="Version">Version of the catalogue.</param>
/// <param name="Recounted">Version up to which all stories have been counted again.</param>
/// <param name="Outlets">Outlets in it.</param>
[GenerateSerializer, Immutable, Alias("OutletsStatus")]
public sealed record OutletsStatus([property: Id(0)] long Version, [property: Id(1)] long Recounted, [property: Id(2)] int Outlets);
