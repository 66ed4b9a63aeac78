using System.Globalization;
using Google.Protobuf.Collections;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Contracts.Stories;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using StoryClustering.Gateway.Outlets;
using OutletKind = StoryClustering.Contracts.Outlets.OutletKind;
using OutletSide = StoryClustering.Contracts.Stories.OutletSide;
using WireSide = StoryClustering.Api.V1.OutletSide;

namespace StoryClustering.Gateway.Stories;

/// <summary>What a story must be like; checked. What is null, empty or 0 does not restrict.</summary>
public sealed record StoryCondition(string? Language, int MinArticles, int MinOutlets, int MinOriginals, DateTimeOffset? UpdatedSince,
    string[] Entities, string[] Places, OutletSide? Blindspot)
{
    /// <summary>Whether nothing restricts.</summary>
    public bool IsEmpty => Language is null && MinArticles == 0 && MinOutlets == 0 && MinOriginals == 0 && UpdatedSince is null
        && Entities.Length == 0 && Places.Length == 0 && Blindspot is null;

    /// <summary>Whether a story is like that.</summary>
    public bool Matches(StoryCard card) =>
        (Language is null || Array.IndexOf(card.Languages, Language) >= 0)
        && card.Articles >= MinArticles && card.Outlets >= MinOutlets && card.Articles - card.Reprints >= MinOriginals
        && (UpdatedSince is not { } since || card.Updated >= since)
        && (Entities.Length == 0 || Array.Exists(Entities, e => Array.IndexOf(card.Entities, e) >= 0))
        && (Places.Length == 0 || Array.Exists(Places, p => Array.IndexOf(card.Places, p) >= 0))
        && (Blindspot is not { } side || card.BlindspotSide == side);
}

/// <summary>Reads filters, telling every fault.</summary>
public static class StoryFilters
{
    private const string Unknown = "unknown";

    /// <summary>A filter of stories.</summary>
    public static StoryCondition Read(Violations violations, string path, StoryFilter? filter)
    {
        filter ??= new StoryFilter();
        if (filter.MinArticles < 0) violations.Add($"{path}.min_articles", "Must not be negative.");
        if (filter.MinOutlets < 0) violations.Add($"{path}.min_outlets", "Must not be negative.");
        if (filter.MinOriginals < 0) violations.Add($"{path}.min_originals", "Must not be negative.");
        if (filter.Blindspot is not (WireSide.Unspecified or WireSide.Left or WireSide.Right))
            violations.Add($"{path}.blindspot", "Must be LEFT or RIGHT.");
        return new StoryCondition(Language(violations, $"{path}.language", filter.Language), filter.MinArticles, filter.MinOutlets, filter.MinOriginals,
            TextRules.Time(violations, $"{path}.updated_since", filter.UpdatedSince), Names(violations, $"{path}.entities", filter.Entities),
            Names(violations, $"{path}.places", filter.Places), filter.Blindspot == WireSide.Unspecified ? null : (OutletSide)filter.Blindspot);
    }

    /// <summary>A filter of a story's articles.</summary>
    public static MemberFilter Read(Violations violations, string path, StoryArticleFilter? filter)
    {
        filter ??= new StoryArticleFilter();
        var verdicts = 0;
        foreach (var kind in filter.Kinds)
        {
            if (kind is < ArticleKind.Original or > ArticleKind.WireReprint) violations.Add($"{path}.kinds", $"Unknown kind {(int)kind}.");
            else verdicts |= 1 << (int)kind;
        }
        if (filter.OncePer is < OncePer.Unspecified or > OncePer.Family) violations.Add($"{path}.once_per", $"Unknown value {(int)filter.OncePer}.");
        foreach (var (name, value) in new[] { ("outlet", filter.Outlet), ("family", filter.Family), ("entity", filter.Entity), ("place", filter.Place) })
            TextRules.Line(violations, $"{path}.{name}", value, Limits.NameBytes);
        return new MemberFilter
        {
            Verdicts = verdicts,
            OutletSide = Side(violations, $"{path}.outlet_side", filter.OutletSide),
            FamilySide = Side(violations, $"{path}.family_side", filter.FamilySide),
            Outlet = OrNull(CanonicalUrl.Domain(filter.Outlet) ?? filter.Outlet.ToLowerInvariant()), // however it is spelt
            Family = OrNull(filter.Family),
            Country = Country(violations, $"{path}.country", filter.Country),
            Kind = Kind(violations, $"{path}.outlet_kind", filter.OutletKind),
            Language = Language(violations, $"{path}.language", filter.Language),
            Entity = OrNull(filter.Entity),
            Place = OrNull(filter.Place),
            From = TextRules.Time(violations, $"{path}.appeared_from", filter.AppearedFrom),
            To = TextRules.Time(violations, $"{path}.appeared_before", filter.AppearedBefore),
            OncePer = filter.OncePer == OncePer.Unspecified ? 0 : (int)filter.OncePer - 1,
        };
    }

    private static string? Language(Violations violations, string path, string value)
    {
        var language = value.ToLowerInvariant();
        if (language.Length == 0) return null;
        if ((language.Length == 2 && language.All(char.IsAsciiLetter)) || language == "und") return language;
        if (!violations.Has(path)) violations.Add(path, "Must be a code of ISO 639-1 or \"und\".", value);
        return null;
    }

    private static string[] Names(Violations violations, string path, RepeatedField<string> names)
    {
        if (names.Count > Limits.FilterNames)
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {Limits.FilterNames}. Got {names.Count}."));
        else
        {
            for (var i = 0; i < names.Count; i++) TextRules.Line(violations, $"{path}[{i}]", names[i], Limits.NameBytes, required: true);
        }
        return [.. names];
    }

    private static OutletSide? Side(Violations violations, string path, WireSide side)
    {
        switch (side)
        {
            case WireSide.Unspecified: return null;
            case WireSide.Unrated: return OutletSide.Unrated;
            case WireSide.Left or WireSide.Center or WireSide.Right: return (OutletSide)side;
            default:
                violations.Add(path, $"Unknown side {(int)side}.");
                return null;
        }
    }

    private static string? Country(Violations violations, string path, string value)
    {
        if (value.Length == 0) return null;
        if (value.Equals(Unknown, StringComparison.OrdinalIgnoreCase)) return "";
        if (value.Length == 2 && value.All(char.IsAsciiLetter)) return value.ToUpperInvariant();
        violations.Add(path, "Must be a code of ISO 3166-1 alpha-2 or \"unknown\".", value);
        return null;
    }

    private static OutletKind? Kind(Violations violations, string path, string value)
    {
        if (value.Length == 0) return null;
        if (OutletRules.TryKind(value) is { } kind) return kind;
        violations.Add(path, OutletRules.KindRule, value);
        return null;
    }

    private static string? OrNull(string value) => value.Length == 0 ? null : value;
}
