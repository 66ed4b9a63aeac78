using System.Text.RegularExpressions;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>The gold rule's own list of agencies, and where a text credits one. Written apart from the engine's.</summary>
internal static partial class Agencies
{
    private const int Opening = 200;
    private const int Closing = 300;
    private const int MentionFrom = 300;
    private const int MentionTo = 400;

    // Names that stand for nothing else; "PA", "CP" and "RIA" do outside of a credit.
    private const string Telling = @"Associated Press|Reuters|REUTERS|AFP|Agence France[ -]Presse|Press Association|Canadian Press|Australian Associated Press|"
        + @"United Press International|UPI|Xinhua|TASS|Interfax|Agencia EFE|ANSA|Kyodo News|Yonhap|Press Trust of India|Anadolu|Bloomberg News|Deutsche Presse-Agentur|dpa";
    private const string Name = @"(?:(?:The )?(?:" + Telling + @")|AP|A\.P\.|PA|CP|AAP|PTI|ANI|IANS|EFE|Lusa|LUSA|DPA|Bloomberg|RIA Novosti|XINHUA|KYODO|YONHAP)";

    private static readonly string[] s_own =
    [
        "apnews.com", "ap.org", "reuters.com", "afp.com", "dpa.com", "dpa-international.com", "pa.media", "thecanadianpress.com", "aap.com.au", "upi.com",
        "bloomberg.com", "xinhuanet.com", "news.cn", "tass.com", "tass.ru", "interfax.com", "interfax.ru", "efe.com", "ansa.it", "lusa.pt", "kyodonews.net",
        "yna.co.kr", "ptinews.com", "aninews.in", "ians.in", "aa.com.tr", "ria.ru",
    ];

    /// <summary>Whether the outlet is an agency, or a host of one.</summary>
    public static bool Own(string outlet) => s_own.Any(own => outlet == own || outlet.EndsWith("." + own, StringComparison.Ordinal));

    /// <summary>The words by which the text credits an agency, or null: an agency's name in parentheses with a dash after it in the first 200 characters,
    /// a first line that is its name, or in the last 300 a rights notice, the Canadian Press's notice or the Reuters desk's.</summary>
    public static string? Credit(string text)
    {
        text = text.Trim();
        var head = text[..Math.Min(text.Length, Opening)];
        var tail = text[^Math.Min(text.Length, Closing)..];
        foreach (var match in new[] { Dateline().Match(head), FirstLine().Match(head), Rights().Match(tail), CanadianPress().Match(tail), Desk().Match(tail) })
        {
            if (match.Success)
                return match.Value;
        }
        return null;
    }

    /// <summary>Whether the text names an agency, and only well inside, where news do as they tell who said so.</summary>
    public static bool OnlyMentioned(string text)
    {
        text = text.Trim();
        var any = false;
        foreach (var match in AnyName().EnumerateMatches(text))
        {
            if (match.Index < MentionFrom || match.Index + match.Length > text.Length - MentionTo)
                return false;
            any = true;
        }
        return any;
    }

    [GeneratedRegex(@"\((?:[^()\n]{1,20}/)?" + Name + @"(?:/[^()\n]{1,20})?\)\s*(?:-|\u2013|\u2014)", RegexOptions.CultureInvariant)]
    private static partial Regex Dateline();

    [GeneratedRegex(@"\A(?:By )?" + Name + @"[ \t]*\n", RegexOptions.CultureInvariant)]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"(?:Copyright|\u00A9|\([cC]\))(?:(?! and )[^\n]){0,20}?\b" + Name + @"\b(?![^\n]{0,3}/ )[^\n]{0,40}(?:[Aa]ll rights|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Rights();

    [GeneratedRegex(@"[Tt]his report by The Canadian Press was first published", RegexOptions.CultureInvariant)]
    private static partial Regex CanadianPress();

    [GeneratedRegex(@"\([^()\n]{0,40}\b[Rr]eporting[^()\n]{0,60}? by [^()\n]+?;[^()\n]*?\b[Ee]diting by [^()\n]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Desk();

    [GeneratedRegex(@"\b(?:" + Telling + @"|AP|PTI|AAP|Bloomberg)\b", RegexOptions.CultureInvariant)]
    private static partial Regex AnyName();
}
