using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Whether a claim is one line of plain prose.</summary>
internal static partial class PlainLine
{
    /// <summary>Code units of the longest claim.</summary>
    public const int Longest = 320;

    private const int Shortest = 12;

    private static readonly SearchValues<char> MarkupSigns = SearchValues.Create("<>`{}|\\^~");

    /// <summary>What is wrong with it, apart from what it says.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="spans">Texts that it cites: a sign that one of them has is no markup.</param>
    public static ClaimFault Check(string claim, IReadOnlyList<string> spans)
    {
        if (claim.Length > Longest) return ClaimFault.TooLong;
        if (claim.Trim().Length < Shortest) return ClaimFault.TooShort;
        foreach (var rune in claim.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar) return ClaimFault.ControlCharacter;
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate:
                    return ClaimFault.ControlCharacter;
                case UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol when !IsIn(rune, spans):
                    return ClaimFault.Markup;
                default:
                    break;
            }
        }
        if (Address().IsMatch(claim)) return ClaimFault.Url;
        if (claim.AsSpan().ContainsAny(MarkupSigns) || claim.Contains("](", StringComparison.Ordinal)) return ClaimFault.Markup;
        foreach (var sign in "[]#*_=")
            if (claim.Contains(sign, StringComparison.Ordinal) && !IsIn(new Rune(sign), spans)) return ClaimFault.Markup;
        if (Entity().IsMatch(claim)) return ClaimFault.Markup;
        foreach (Match match in Dotted().Matches(claim))
            if (!spans.Any(s => s.Contains(match.Value, StringComparison.Ordinal))) return match.Value.Contains('@', StringComparison.Ordinal) ? ClaimFault.EMail : ClaimFault.Url;
        return ClaimFault.None;
    }

    private static bool IsIn(Rune rune, IReadOnlyList<string> spans) => spans.Any(s => s.Contains(rune.ToString(), StringComparison.Ordinal));

    [GeneratedRegex(@"://|\bwww\.|\b(https?|ftp|javascript|data|mailto|tel):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"&#?[a-z0-9]{2,8};", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Entity();

    // "evil.example", "a@b": a sentence has a blank after its full stop.
    [GeneratedRegex(@"[\p{L}\p{N}._-]*@[\p{L}\p{N}._-]*|[\p{L}\p{N}-]{2,}(\.[\p{L}-]{2,})+", RegexOptions.CultureInvariant)]
    private static partial Regex Dotted();
}
