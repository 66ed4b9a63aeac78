using System.Globalization;
using Google.Protobuf;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Frames;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Articles;

/// <summary>An article that keeps all rules, on its way to its grain.</summary>
/// <param name="ArticleId">Its id.</param>
/// <param name="Content">What the grain gets.</param>
/// <param name="Remarks">What of it is otherwise than it was sent.</param>
public sealed record CheckedArticle(string ArticleId, ArticleContent Content, IReadOnlyList<FieldFault> Remarks);

/// <summary>The rules for articles, as article.proto states them.</summary>
public sealed class ArticleRules(PublicSuffixList suffixes, TimeProvider time)
{
    // Alpha-3 codes that senders use although BCP 47 asks for the two-letter code where there is one.
    private static readonly Dictionary<string, string> TwoLetters = new(StringComparer.Ordinal)
    {
        ["ara"] = "ar", ["bul"] = "bg", ["ces"] = "cs", ["cze"] = "cs", ["dan"] = "da", ["deu"] = "de", ["ger"] = "de", ["ell"] = "el",
        ["gre"] = "el", ["eng"] = "en", ["spa"] = "es", ["est"] = "et", ["fas"] = "fa", ["per"] = "fa", ["fin"] = "fi", ["fra"] = "fr",
        ["fre"] = "fr", ["heb"] = "he", ["hin"] = "hi", ["hrv"] = "hr", ["hun"] = "hu", ["ind"] = "id", ["ita"] = "it", ["jpn"] = "ja",
        ["kor"] = "ko", ["lit"] = "lt", ["lav"] = "lv", ["nld"] = "nl", ["dut"] = "nl", ["nor"] = "no", ["pol"] = "pl", ["por"] = "pt",
        ["ron"] = "ro", ["rum"] = "ro", ["rus"] = "ru", ["slk"] = "sk", ["slv"] = "sl", ["srp"] = "sr", ["swe"] = "sv", ["tha"] = "th",
        ["tur"] = "tr", ["ukr"] = "uk", ["vie"] = "vi", ["zho"] = "zh", ["chi"] = "zh",
    };

    /// <summary>Checks an article; null if <paramref name="violations"/> has something to say.</summary>
    /// <param name="article">What was sent; null if nothing was.</param>
    /// <param name="violations">Takes every fault.</param>
    public CheckedArticle? Check(Article? article, Violations violations)
    {
        if (article is null)
        {
            if (violations.None) violations.Add("article", "Required.");
            return null;
        }
        TextRules.Line(violations, "article.title", article.Title, Limits.TitleBytes, required: true, breaks: true);
        TextRules.Block(violations, "article.text", article.Text, Limits.TextBytes);
        TextRules.Line(violations, "article.external_id", article.ExternalId, Limits.ExternalIdBytes);
        TextRules.Line(violations, "article.feed_credit", article.FeedCredit, Limits.FeedCreditBytes);
        var url = Url(violations, "article.url", article.Url);
        var canonical = article.CanonicalUrl.Length == 0 ? null : Url(violations, "article.canonical_url", article.CanonicalUrl);
        var outlet = Outlet(violations, article.Outlet);
        var language = Language(violations, article.Language);
        var published = TextRules.Published(violations, "article.published_at", article.PublishedAt, time.TimeOfDay());
        if (url is null || !violations.None) return null;
        List<FieldFault>? remarks = null;
        var site = OutletOf(url);
        var owner = outlet is null ? site : suffixes.RegistrableDomain(outlet);
        if (outlet is not null && owner != outlet) Remark("article.outlet", $"\"{outlet}\" is a part of the outlet \"{owner}\".");
        if (owner != site) Remark("article.outlet", $"The URL is at \"{site}\"; the article counts as one of \"{owner}\".");
        if (published is { } told && TextRules.IsNoPublicationTime(told))
        {
            Remark("article.published_at", string.Create(CultureInfo.InvariantCulture,
                $"{told:u} is no publication time: it is taken for unknown."));
            published = null;
        }
        else if (published > time.TimeOfDay()) Remark("article.published_at",
            "Is in the future: the article counts as published when it came.");
        if (canonical is { IsHome: true }) Remark("article.canonical_url", "Is a home page and says nothing of this article.");
        return new CheckedArticle(url.ArticleId, new ArticleContent(article.Url, article.Title, article.Text, owner, published,
            language, article.ExternalId, article.FeedCredit) { CanonicalHost = Elsewhere(canonical, url) }, remarks ?? []);

        void Remark(string field, string rule) => (remarks ??= []).Add(new FieldFault(field, rule));
    }

    /// <summary>Checks an article that need not be ingested; null if <paramref name="violations"/> has something to say.</summary>
    public LocateQuery? Check(LocatableArticle article, Violations violations)
    {
        TextRules.Line(violations, "article.title", article.Title, Limits.TitleBytes, breaks: true);
        TextRules.Block(violations, "article.text", article.Text, Limits.TextBytes);
        if (string.IsNullOrWhiteSpace(article.Title) && string.IsNullOrWhiteSpace(article.Text) && !violations.Has("article.title") && !violations.Has("article.text"))
            violations.Add("article.text", "Required, or title.");
        var url = article.Url.Length == 0 ? null : Url(violations, "article.url", article.Url);
        var outlet = Outlet(violations, article.Outlet);
        var language = Language(violations, article.Language);
        var published = TextRules.Published(violations, "article.published_at", article.PublishedAt, time.TimeOfDay());
        if (!violations.None) return null;
        if (published is { } told && TextRules.IsNoPublicationTime(told)) published = null;
        return new LocateQuery(article.Title, article.Text, language, published, url?.ArticleId ?? "", article.Url,
            outlet is not null ? suffixes.RegistrableDomain(outlet) : url is null ? "" : OutletOf(url));
    }

    /// <summary>Outlet of a URL: its registrable domain.</summary>
    public string OutletOf(CanonicalUrl url) => url.IsAddress ? url.Host : suffixes.RegistrableDomain(url.Host);

    /// <summary>Checks a URL; null if it breaks a rule.</summary>
    public static CanonicalUrl? Url(Violations violations, string path, string value)
    {
        var before = violations.Has(path);
        TextRules.Line(violations, path, value, Limits.UrlBytes, required: true);
        if (before || violations.Has(path)) return null;
        var url = CanonicalUrl.Parse(value, out var rule);
        if (url is null) violations.Add(path, rule, value);
        return url;
    }

    // Host of a canonical address at another site than the article's, or empty.
    private string Elsewhere(CanonicalUrl? canonical, CanonicalUrl url) =>
        canonical is null || canonical.IsAddress || canonical.IsHome
            || OutletOf(canonical) == OutletOf(url) ? "" : OutletOf(canonical);

    // "www." goes, so that whoever sends it and whoever does not mean the same outlet.
    private static string? Outlet(Violations violations, string value)
    {
        const string path = "article.outlet";
        TextRules.Line(violations, path, value, Limits.OutletBytes);
        if (value.Length == 0 || violations.Has(path)) return null;
        if (CanonicalUrl.Domain(value) is { } domain && domain.Contains('.', StringComparison.Ordinal))
            return domain.StartsWith("www.", StringComparison.Ordinal) && domain.IndexOf('.', 4) > 0 ? domain[4..] : domain;
        violations.Add(path, "Must be a domain name, for example \"harbor-ledger.example\".", value);
        return null;
    }

    // Two letters, or null where the language is to be detected ("und", and languages without a code of ISO 639-1).
    private static string? Language(Violations violations, string value)
    {
        const string path = "article.language";
        TextRules.Line(violations, path, value, Limits.LanguageBytes);
        if (value.Length == 0 || violations.Has(path)) return null;
        if (!IsTag(value))
        {
            violations.Add(path, "Must be a BCP 47 language tag, for example \"en\" or \"pt-BR\".", value);
            return null;
        }
        var primary = value.Split('-')[0].ToLowerInvariant();
        return primary.Length == 2 ? primary : TwoLetters.GetValueOrDefault(primary);
    }

    // The shape of BCP 47: a primary subtag of two or three letters, then subtags of one to eight letters and digits.
    private static bool IsTag(string value)
    {
        var subtags = value.Split('-');
        if (subtags[0].Length is < 2 or > 3 || !subtags[0].All(char.IsAsciiLetter)) return false;
        return subtags.Skip(1).All(s => s.Length is >= 1 and <= 8 && s.All(char.IsAsciiLetterOrDigit)) && subtags[^1].Length > 1
            || subtags.Length == 1;
    }
}
