using System.Text;

namespace StoryClustering.Tests.Unit.Engine.Text;

/// <summary>Texts that nobody would write: what a reader of the world's texts must survive.</summary>
internal static class InventedProse
{
    private static readonly string[] Pieces =
    [
        " ", " ", " ", "\n", "\n\n", "\r\n", ". ", ".", "...", "…", "! ", "? ", ", ", ": ", "; ", " - ", " — ", "-", "(", ")", "[", "]", "\"", "“", "”", "„", "«", "»", "‘", "’", "'",
        "「", "」", "。", "！", "؟", "।", "•", "\u00A0", "\u200B", "\uFEFF", "\uD83D\uDE00", "\uD83D", "\uDE00", "\0", "é", "e\u0301", "U.S.", "a.m.", "Mr.", "z. B.", "No. 5",
        "3.5", "1,000", "2019", "$5 million", "12", "%", "€", "twelve", "The", "He", "said", "Ines Quill", "J. K. Alder", "bridge", "Brücke", "мост", "г.", "橋", "جسر", "पुल", "http://a.b/c", "@x", "#y",
        "according to", "I", "we", "=", "|", "*", "/", "WASHINGTON (AP) — ", "Read more", "at least", "say", "dijo", "sagte",
    ];

    public static TheoryData<string> Languages => ["en", "de", "fr", "es", "pt", "it", "nl", "ru", "sv", "da", "no", "pl", "uk", "zh", "ja", "ar", "hi", "und"];

    /// <summary>Names and what is repeated to a million characters.</summary>
    public static TheoryData<string, string> Hostile => new()
    {
        { "points", "." },
        { "spaced points", ". " },
        { "points and marks", "?!" },
        { "spaces", " " },
        { "line ends", "\n" },
        { "opening brackets", "(" },
        { "opening quotation marks", "“" },
        { "straight quotation marks", "\"a " },
        { "marks of all kinds", "“(\"«„‘[" },
        { "single quotation marks", "‘a s’ b" },
        { "capitals with points", "A." },
        { "spaced capitals with points", "A. " },
        { "numbers with points", "1. A " },
        { "dashes", "- " },
        { "one word", "a" },
        { "capital words", "Aa " },
        { "abbreviations", "Dr. z. B. " },
        { "half pairs", "\uD83D" },
        { "digits", "1,1." },
        { "short lines", "a\n" },
    };

    /// <summary>Texts put together of pieces by chance, the same ones every time.</summary>
    public static IEnumerable<string> Rubbish(string language, int texts)
    {
        var random = new Random(language.Length * 31 + language[0]);
        var text = new StringBuilder();
        for (var i = 0; i < texts; i++)
        {
            text.Clear();
            for (var pieces = random.Next(60); pieces >= 0; pieces--)
            {
                if (random.Next(20) == 0)
                    text.Append((char)random.Next(char.MaxValue + 1));
                else
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                if (random.Next(3) == 0)
                    text.Append(' ');
            }
            yield return text.ToString();
        }
    }
}
