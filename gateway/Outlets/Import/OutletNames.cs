using System.Globalization;
using System.Text;
using StoryClustering.Contracts.Outlets;

namespace StoryClustering.Gateway.Outlets.Import;

/// <summary>Finds outlets by name, as ImportMatching in outlet_service.proto tells. Four ever looser ways to read a name; the first that
/// finds anything decides, and what it finds counts only if it is one outlet.</summary>
internal sealed class OutletNames
{
    // How a name is read: as it is; without spaces, and without the ending of a domain; without "(News)" and the like; without "News".
    private const int Readings = 4;
    // A name of fewer letters says too little without "News".
    private const int LeastLetters = 3;

    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal) { "news", "web news", "online news", "news online", "online", "website", "web", "newspaper" };
    private static readonly HashSet<string> OpinionEndings = new(StringComparer.Ordinal)
    {
        "opinion", "opinions", "editorial", "editorials", "editorial board", "op ed", "oped", "op eds", "commentary", "opinion page", "opinion section",
    };

    private readonly OutletRules _rules;
    private readonly Dictionary<string, HashSet<string>>[] _byReading = [.. Enumerable.Range(0, Readings).Select(_ => new Dictionary<string, HashSet<string>>(StringComparer.Ordinal))];

    /// <summary>An index of outlets by main domain.</summary>
    public OutletNames(OutletRules rules, IEnumerable<OutletRecord> outlets)
    {
        _rules = rules;
        foreach (var outlet in outlets)
        {
            for (var reading = 0; reading < Readings; reading++)
            {
                foreach (var key in Keys(outlet.Name, reading))
                {
                    if (!_byReading[reading].TryGetValue(key, out var domains)) _byReading[reading].Add(key, domains = new HashSet<string>(StringComparer.Ordinal));
                    domains.Add(outlet.Domain);
                }
            }
        }
    }

    /// <summary>Main domains of the outlets that a name may mean, in order. None: nobody's name; several: ambiguous.</summary>
    /// <param name="name">The name.</param>
    /// <param name="reading">How loosely it had to be read, 0 to 3.</param>
    public string[] Find(string name, out int reading)
    {
        for (reading = 0; reading < Readings; reading++)
        {
            var index = _byReading[reading];
            var found = Keys(name, reading).SelectMany(key => index.TryGetValue(key, out var domains) ? domains : []).Distinct(StringComparer.Ordinal).ToArray();
            if (found.Length > 0) return [.. found.Order(StringComparer.Ordinal)];
        }
        return [];
    }

    private IEnumerable<string> Keys(string name, int reading)
    {
        var full = Fold(name);
        var plain = WithoutThe(full);
        if (plain.Length == 0) return [];
        if (reading == 0) return [plain];
        var (head, ending) = Divide(name);
        if (OpinionEndings.Contains(ending) || OpinionEndings.Any(o => full.EndsWith(" " + o, StringComparison.Ordinal))) return [];
        if (reading >= 2 && Endings.Contains(ending)) full = Fold(head);
        if (reading >= 3)
        {
            foreach (var word in new[] { " news", " online" })
                if (full.EndsWith(word, StringComparison.Ordinal) && full.Length - word.Length >= LeastLetters) full = full[..^word.Length];
        }
        if (WithoutThe(full).Length == 0) return [];
        var keys = new List<string>(3) { Joined(full), Joined(WithoutThe(full)) };
        // "RollingStone.com": what stands before the public suffix.
        var site = name.Trim();
        if (site.Contains('.', StringComparison.Ordinal) && !site.Any(char.IsWhiteSpace) && _rules.Reduce(site) is { } domain)
            keys.Add(Joined(Fold(domain[..domain.IndexOf('.', StringComparison.Ordinal)])));
        return keys.Distinct(StringComparer.Ordinal);
    }

    // "The Week - News" and "The Week (News)" are "The Week" and "news".
    private static (string Head, string Ending) Divide(string name)
    {
        name = name.Trim();
        if (name.EndsWith(')') && name.LastIndexOf('(') is > 0 and var open) return (name[..open], Fold(name[(open + 1)..^1]));
        var dash = name.LastIndexOf(" - ", StringComparison.Ordinal);
        return dash > 0 ? (name[..dash], Fold(name[(dash + 3)..])) : (name, "");
    }

    private static string WithoutThe(string folded) => folded.StartsWith("the ", StringComparison.Ordinal) ? folded[4..] : folded;

    private static string Joined(string folded) => folded.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Words in small letters without accents, one space between; what is no letter and no digit parts words, but for the apostrophe,
    /// and for the full stop within an abbreviation ("U.S. News" is "us news").</summary>
    internal static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        var space = false;
        foreach (var rune in name.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark || rune.Value is '\'' or '\u2019' or '.') continue;
            if (rune.Value is '&' or '+')
            {
                if (folded.Length > 0) folded.Append(' ');
                folded.Append(rune.Value == '&' ? "and" : "plus");
                space = true;
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                if (space && folded.Length > 0) folded.Append(' ');
                space = false;
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else space = true;
        }
        return folded.ToString();
    }
}
