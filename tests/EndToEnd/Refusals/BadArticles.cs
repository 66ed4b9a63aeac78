using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.EndToEnd.Refusals;

/// <summary>Ways to spoil an article, by name, each with the field that the answer must name.</summary>
internal static class BadArticles
{
    private const string Nul = "\0";
    private const string RightToLeftOverride = "\u202E";
    private const string Isolate = "\u2067";

    public static readonly IReadOnlyDictionary<string, (string Field, Action<Article> Spoil)> All = new Dictionary<string, (string, Action<Article>)>
    {
        ["no URL"] = ("url", a => a.Url = ""),
        ["a URL without a scheme"] = ("url", a => a.Url = "harbor-ledger.example/news"),
        ["a javascript: URL"] = ("url", a => a.Url = "javascript:alert(document.domain)//https://harbor-ledger.example/"),
        ["a file: URL"] = ("url", a => a.Url = "file:///etc/hostname"),
        ["a URL without a host"] = ("url", a => a.Url = "https:///news"),
        ["a URL with NUL"] = ("url", a => a.Url += Nul),
        ["a URL that is too long"] = ("url", a => a.Url += "?" + new string('q', Limits.UrlBytes)),
        ["no title"] = ("title", a => a.Title = ""),
        ["a title of blanks"] = ("title", a => a.Title = " \t\u00A0 "),
        ["a title of 1 MiB of one character"] = ("title", a => a.Title = new string('a', 1024 * 1024)),
        ["a title one byte too long"] = ("title", a => a.Title = new string('a', Limits.TitleBytes + 1)),
        ["a title too long in bytes, not in characters"] = ("title", a => a.Title = new string('\u00E9', Limits.TitleBytes / 2 + 1)),
        ["a title with NUL"] = ("title", a => a.Title += Nul),
        ["a title with a bidi override"] = ("title", a => a.Title = RightToLeftOverride + a.Title),
        ["a title with a bidi isolate"] = ("title", a => a.Title += Isolate),
        ["a text one byte too long"] = ("text", a => a.Text = new string('a', Limits.TextBytes + 1)),
        ["a text with NUL"] = ("text", a => a.Text = a.Text.Insert(10, Nul)),
        ["an outlet that is no domain"] = ("outlet", a => a.Outlet = "The Harbor Ledger <b>"),
        ["an outlet that is too long"] = ("outlet", a => a.Outlet = string.Concat(Enumerable.Repeat("abcdefgh.", 30)) + "example"),
        ["the year 9999"] = ("published_at", a => a.PublishedAt = Timestamp.FromDateTime(new DateTime(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc))),
        ["the year 1899"] = ("published_at", a => a.PublishedAt = Timestamp.FromDateTime(new DateTime(1899, 12, 31, 23, 59, 59, DateTimeKind.Utc))),
        ["a time that is none"] = ("published_at", a => a.PublishedAt = new Timestamp { Seconds = long.MaxValue, Nanos = -5 }),
        ["three days in the future"] = ("published_at", a => a.PublishedAt = Timestamp.FromDateTime(DateTime.UtcNow.AddDays(3))),
        ["a language that is none"] = ("language", a => a.Language = "english, mostly"),
        ["a language that is too long"] = ("language", a => a.Language = "en" + string.Concat(Enumerable.Repeat("-abcdefgh", 4))),
        ["an external id that is too long"] = ("external_id", a => a.ExternalId = new string('7', Limits.ExternalIdBytes + 1)),
        ["a credit that is too long"] = ("feed_credit", a => a.FeedCredit = new string('c', Limits.FeedCreditBytes + 1)),
    };

    public static Article Spoilt(Article article, string how)
    {
        var spoilt = article.Clone();
        All[how].Spoil(spoilt);
        return spoilt;
    }
}
