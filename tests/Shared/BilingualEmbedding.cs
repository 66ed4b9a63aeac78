using System.Text;

namespace StoryClustering.Tests;

/// <summary>
/// A small language model of the tests' own: each word is a random direction, English and German words of one meaning the same. It
/// knows the few words of <see cref="Dictionary"/>; to measure how good stories become it is of no use.
/// </summary>
internal static class BilingualEmbedding
{
    public const int Dimension = 256;

    private static readonly string[] Silent =
        "the a an of in on at to and was were is are it its by after from that their as over der die das den dem des ein eine einen in im am auf zu und wurde wurden ist sind es nach von dass ihre ihr als über sich".Split(' ');

    private static readonly Dictionary<string, string> Dictionary = new(StringComparer.Ordinal)
    {
        ["staudamm"] = "dam", ["bricht"] = "breaks", ["nacht"] = "night", ["dorf"] = "village", ["überflutet"] = "flooded", ["wasser"] = "water",
        ["leute"] = "people", ["flohen"] = "fled", ["hügel"] = "hills", ["brücke"] = "bridge", ["weggerissen"] = "washed",
        ["retter"] = "rescuers", ["suchen"] = "search", ["vermisste"] = "missing", ["boote"] = "boats", ["schlamm"] = "mud", ["tal"] = "valley",
        ["regen"] = "rain", ["wochen"] = "weeks", ["mauer"] = "wall", ["gebrochen"] = "broken", ["bauern"] = "farmers", ["vieh"] = "cattle",
        ["verloren"] = "lost",
        ["bäcker"] = "bakers", ["streiken"] = "strike", ["brot"] = "bread", ["teurer"] = "dearer", ["mehl"] = "flour", ["preise"] = "prices",
        ["läden"] = "shops", ["geschlossen"] = "closed", ["kunden"] = "customers", ["warten"] = "wait", ["lohn"] = "wages",
        ["gewerkschaft"] = "union", ["fordert"] = "demands", ["morgen"] = "morning",
    };

    public static float[] Of(string text)
    {
        var sum = new float[Dimension];
        foreach (var word in Words(text))
        {
            if (Silent.Contains(word)) continue;
            var meaning = Dictionary.GetValueOrDefault(word, word);
            // FNV-1a: string.GetHashCode differs from process to process.
            var seed = 2166136261u;
            foreach (var letter in meaning) seed = (seed ^ letter) * 16777619;
            var random = new Random((int)seed);
            for (var i = 0; i < sum.Length; i++) sum[i] += random.Next(2) == 0 ? -1 : 1;
        }
        var length = MathF.Sqrt(sum.Sum(static x => x * x));
        return length == 0 ? sum : Array.ConvertAll(sum, x => x / length);
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text + " ")
        {
            if (char.IsLetter(letter)) word.Append(char.ToLowerInvariant(letter));
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}

/// <summary>Two events, each told in two languages that share no word, name or number.</summary>
internal static class BilingualNews
{
    public const string DamTitle = "Dam breaks at night";
    public const string DamText = "The wall of the dam was broken after weeks of rain. The village in the valley was flooded, people fled to the hills over mud and water. The bridge was washed away, rescuers search the missing by boats. Farmers lost their cattle.";

    public const string DammTitel = "Staudamm bricht in der Nacht";
    public const string DammText = "Die Mauer ist nach Wochen Regen gebrochen. Das Dorf im Tal wurde überflutet, Leute flohen auf die Hügel. Die Brücke wurde weggerissen, Retter suchen Vermisste. Bauern verloren das Vieh im Schlamm.";

    public const string BaeckerTitel = "Bäcker streiken am Morgen";
    public const string BaeckerText = "Das Brot wird teurer, die Preise und der Lohn sind der Grund. Die Läden sind geschlossen, Kunden warten. Die Gewerkschaft fordert von den Bäckern mehr Lohn nach Wochen.";

    public const string BakersTitle = "Bakers strike in the morning";
    public const string BakersText = "The union demands wages as flour prices and bread become dearer. Shops are closed and customers wait for the bakers.";
}
