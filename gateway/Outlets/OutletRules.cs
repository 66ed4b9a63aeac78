using System.Globalization;
using System.Net;
using Google.Protobuf.Collections;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using RatingProvenance = StoryClustering.Api.V1.RatingProvenance;
using ContractProvenance = StoryClustering.Contracts.Outlets.RatingProvenance;
using Kind = StoryClustering.Contracts.Outlets.OutletKind;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using Reliability = StoryClustering.Contracts.Outlets.OutletReliability;
using WireKind = StoryClustering.Api.V1.OutletKind;
using WireLean = StoryClustering.Api.V1.OutletLean;
using WireReliability = StoryClustering.Api.V1.OutletReliability;

namespace StoryClustering.Gateway.Outlets;

/// <summary>The rules for outlets, as outlet_service.proto states them.</summary>
public sealed class OutletRules(PublicSuffixList suffixes)
{
    /// <summary>Word for a country or kind that is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>Rule of a kind in words.</summary>
    public const string KindRule = "Must be agency, national, local, broadcaster, blog, aggregator, government, state-media or unknown.";

    /// <summary>Checks the outlets of a request, among them that no domain is in it twice. What is wrong is in
    /// <paramref name="violations"/>; the result counts only if nothing is.</summary>
    public OutletRecord[] Check(Violations violations, string path, RepeatedField<Outlet> outlets)
    {
        if (outlets.Count == 0) violations.Add(path, "Required.");
        if (outlets.Count > Limits.UpsertOutlets)
        {
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {Limits.UpsertOutlets} outlets. Got {outlets.Count}."));
            return [];
        }
        var records = new OutletRecord[outlets.Count];
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < records.Length; i++)
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            records[i] = Check(violations, item, outlets[i]);
            for (var d = 0; d < Math.Min(records[i].Domains.Length, Limits.OutletDomains); d++)
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"{item}.domains[{d}]");
                if (!seen.TryAdd(records[i].Domains[d], field)) violations.Add(field, $"Is in the request already, as {seen[records[i].Domains[d]]}.");
            }
        }
        return records;
    }

    /// <summary>The domain that a cell, a host or an address belongs to: registrable, or null. "https://www.harbor.co.uk/news" gives
    /// "harbor.co.uk". IP addresses, public suffixes and single labels give null.</summary>
    public string? Reduce(string text)
    {
        if (HostOf(text) is not { } host) return null;
        var domain = suffixes.RegistrableDomain(host);
        return IsSuffix(domain) ? null : domain;
    }

    /// <summary>Whether a text that reduces to a domain names a host or a page below it; "www." is none.</summary>
    public static bool IsBelow(string text, string domain)
    {
        text = text.Trim();
        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        return (HostOf(text) is { } host && host != domain && host != "www." + domain) || text.AsSpan(start).TrimEnd('/').ContainsAny("/?#");
    }

    // Host of a host or URL in lower-case Punycode; null if it is none, or of one label.
    private static string? HostOf(string text)
    {
        text = text.Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            if (!text.AsSpan(0, scheme).Equals("http", StringComparison.OrdinalIgnoreCase) && !text.AsSpan(0, scheme).Equals("https", StringComparison.OrdinalIgnoreCase)) return null;
            text = text[(scheme + 3)..];
        }
        var end = text.AsSpan().IndexOfAny("/?#");
        if (end >= 0) text = text[..end];
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)) return null;
            text = text[..colon];
        }
        return CanonicalUrl.Domain(text) is { } host && host.Contains('.', StringComparison.Ordinal) ? host : null;
    }

    /// <summary>Checks a domain or host that is asked for, and returns it in lower-case Punycode; "" if it is wrong.</summary>
    public static string Host(Violations violations, string path, string value)
    {
        TextRules.Line(violations, path, value, Limits.OutletBytes, required: true);
        if (violations.Has(path)) return "";
        if (CanonicalUrl.Domain(value) is { } host && host.Contains('.', StringComparison.Ordinal)) return host;
        violations.Add(path, "Must be a domain name, for example \"harbor-ledger.example\".", value);
        return "";
    }

    /// <summary>Checks a filter.</summary>
    public static OutletQuery Query(Violations violations, string path, OutletFilter? filter)
    {
        filter ??= new OutletFilter();
        TextRules.Line(violations, $"{path}.text", filter.Text, Limits.NameBytes);
        TextRules.Line(violations, $"{path}.family", filter.Family, Limits.NameBytes);
        if (filter.Kind is < WireKind.Unspecified or > WireKind.StateMedia) violations.Add($"{path}.kind", $"Unknown kind {(int)filter.Kind}.");
        if (filter.Lean is < WireLean.Unspecified or > WireLean.Right) violations.Add($"{path}.lean", $"Unknown lean {(int)filter.Lean}.");
        var unknown = filter.Country.Equals(Unknown, StringComparison.OrdinalIgnoreCase);
        return new OutletQuery
        {
            Text = filter.Text.Length == 0 ? null : filter.Text,
            Family = filter.Family.Length == 0 ? null : filter.Family,
            Kind = filter.HasKind ? (Kind)filter.Kind : null,
            Lean = filter.HasLean ? (Lean)filter.Lean : null,
            Country = filter.Country.Length == 0 ? null : unknown ? "" : Country(violations, $"{path}.country", filter.Country, " or \"unknown\""),
        };
    }

    /// <summary>Checks a country; "" for none.</summary>
    public static string Country(Violations violations, string path, string value, string orElse = "")
    {
        if (value.Length == 0 || violations.Has(path)) return "";
        if (TryCountry(value) is { } country) return country;
        violations.Add(path, $"Must be a code of ISO 3166-1 alpha-2{orElse}.", value);
        return "";
    }

    /// <summary>Two capitals, or null if it is no code of a country by its form.</summary>
    public static string? TryCountry(string value) => value.Length == 2 && value.All(char.IsAsciiLetter) ? value.ToUpperInvariant() : null;

    /// <summary>Two small letters, or null if it is no code of ISO 639-1 by its form.</summary>
    public static string? TryLanguage(string value) => value.Length == 2 && value.All(char.IsAsciiLetter) ? value.ToLowerInvariant() : null;

    /// <summary>A kind by its word, "state-media" and the like, or null.</summary>
    public static Kind? TryKind(string word) =>
        word.Length > 0 && char.IsAsciiLetter(word[0]) && !word.Contains(',', StringComparison.Ordinal)
            && Enum.TryParse<Kind>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) ? kind : null;

    /// <summary>Checks where a rating comes from. Null if there is nothing to say, or if it is wrong.</summary>
    public static ContractProvenance? Provenance(Violations violations, string path, RatingProvenance? sent, bool rated)
    {
        if (sent is null)
        {
            if (rated) violations.Add($"{path}.rated_by", "Required: a rating must say who rated.");
            return null;
        }
        if (!rated)
        {
            violations.Add(path, "Must be absent: there is no rating.");
            return null;
        }
        var by = $"{path}.rated_by";
        if (string.IsNullOrWhiteSpace(sent.RatedBy) && !violations.Has(by)) violations.Add(by, "Required: a rating must say who rated.");
        else TextRules.Line(violations, by, sent.RatedBy, Limits.NameBytes);
        TextRules.Line(violations, $"{path}.scale", sent.Scale, Limits.ScaleBytes);
        TextRules.Line(violations, $"{path}.licence", sent.Licence, Limits.NameBytes);
        TextRules.Line(violations, $"{path}.original", sent.Original, Limits.NameBytes);
        return new ContractProvenance(sent.RatedBy, TextRules.Time(violations, $"{path}.rated_at", sent.RatedAt), sent.Scale, sent.Licence, sent.Original);
    }

    private OutletRecord Check(Violations violations, string path, Outlet outlet)
    {
        TextRules.Line(violations, $"{path}.name", outlet.Name, Limits.NameBytes);
        TextRules.Line(violations, $"{path}.family", outlet.Family, Limits.NameBytes);
        if (outlet.Kind is < WireKind.Unspecified or > WireKind.StateMedia) violations.Add($"{path}.kind", $"Unknown kind {(int)outlet.Kind}.");
        if (outlet.Lean is < WireLean.Unspecified or > WireLean.Right) violations.Add($"{path}.lean", $"Unknown lean {(int)outlet.Lean}.");
        if (outlet.Reliability is < WireReliability.Unspecified or > WireReliability.High)
            violations.Add($"{path}.reliability", $"Unknown reliability {(int)outlet.Reliability}.");
        return new OutletRecord
        {
            Domains = Domains(violations, $"{path}.domains", outlet.Domains),
            Name = outlet.Name,
            Family = outlet.Family,
            Kind = (Kind)outlet.Kind,
            Country = Country(violations, $"{path}.country", outlet.Country),
            Languages = Languages(violations, $"{path}.languages", outlet.Languages),
            Lean = (Lean)outlet.Lean,
            LeanBy = Provenance(violations, $"{path}.lean_provenance", outlet.LeanProvenance, outlet.Lean != WireLean.Unspecified),
            Reliability = (Reliability)outlet.Reliability,
            ReliabilityBy = Provenance(violations, $"{path}.reliability_provenance", outlet.ReliabilityProvenance, outlet.Reliability != WireReliability.Unspecified),
        };
    }

    private string[] Domains(Violations violations, string path, RepeatedField<string> domains)
    {
        if (domains.Count == 0) violations.Add(path, "Required.");
        else if (domains.Count > Limits.OutletDomains)
        {
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {Limits.OutletDomains}. Got {domains.Count}."));
        }
        else
        {
            for (var i = 0; i < domains.Count; i++) Domain(violations, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), domains[i]);
        }
        return [.. domains];
    }

    private void Domain(Violations violations, string path, string value)
    {
        TextRules.Line(violations, path, value, Limits.OutletBytes, required: true);
        if (violations.Has(path)) return;
        if (IPAddress.TryParse(value, out _) || CanonicalUrl.Domain(value) is not { } domain || !domain.Contains('.', StringComparison.Ordinal))
        {
            violations.Add(path, "Must be a domain name, for example \"harbor-ledger.example\".", value);
            return;
        }
        var registrable = suffixes.RegistrableDomain(domain);
        if (IsSuffix(registrable)) violations.Add(path, "Is a public suffix: anybody can register below it.", value);
        else if (registrable != domain) violations.Add(path, $"Must be a registrable domain: \"{registrable}\".", value);
        else if (domain != value) violations.Add(path, $"Must be in lower case and Punycode: \"{domain}\".", value);
    }

    private static string[] Languages(Violations violations, string path, RepeatedField<string> languages)
    {
        if (languages.Count > Limits.OutletDomains)
        {
            violations.Add(path, string.Create(CultureInfo.InvariantCulture, $"At most {Limits.OutletDomains}. Got {languages.Count}."));
            return [];
        }
        for (var i = 0; i < languages.Count; i++)
        {
            var item = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (TryLanguage(languages[i]) is null && !violations.Has(item)) violations.Add(item, "Must be a code of ISO 639-1.", languages[i]);
        }
        return [.. languages.Select(static l => l.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
    }

    // Of a public suffix every label below is a registrable domain of its own.
    private bool IsSuffix(string domain) => suffixes.RegistrableDomain("x." + domain) != domain;
}
