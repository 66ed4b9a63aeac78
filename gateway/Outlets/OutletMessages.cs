using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using OutletChange = StoryClustering.Contracts.Outlets.OutletChange;
using RatingProvenance = StoryClustering.Contracts.Outlets.RatingProvenance;
using Wire = StoryClustering.Api.V1;

namespace StoryClustering.Gateway.Outlets;

/// <summary>Records of the catalogue of outlets as API messages.</summary>
public static class OutletMessages
{
    /// <summary>An outlet.</summary>
    public static Outlet ToMessage(this OutletRecord outlet) => new()
    {
        Domains = { outlet.Domains },
        Name = outlet.Name,
        Family = outlet.Family,
        Kind = (Wire.OutletKind)outlet.Kind,
        Country = outlet.Country,
        Languages = { outlet.Languages },
        Lean = (Wire.OutletLean)outlet.Lean,
        LeanProvenance = outlet.LeanBy?.ToMessage(),
        Reliability = (Wire.OutletReliability)outlet.Reliability,
        ReliabilityProvenance = outlet.ReliabilityBy?.ToMessage(),
        Version = outlet.Version,
        IsStarter = outlet.IsStarter,
    };

    /// <summary>A change.</summary>
    public static Wire.OutletChange ToMessage(this OutletChange change) => new()
    {
        Version = change.Version,
        ChangedAt = Timestamp.FromDateTimeOffset(change.At),
        Actor = change.Actor,
        Reason = change.Reason,
        Before = change.Before?.ToMessage(),
        After = change.After.ToMessage(),
    };

    private static Wire.RatingProvenance ToMessage(this RatingProvenance by) => new()
    {
        RatedBy = by.Source,
        RatedAt = by.RatedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Scale = by.Scale,
        Licence = by.Licence,
        Original = by.Original,
    };
}
