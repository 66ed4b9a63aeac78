using StoryClustering.Api.V1;
using Google.Protobuf.WellKnownTypes;

namespace StoryClustering.Benchmarks.Load;

/// <summary>Invented articles, as many as wanted, the same for the same numbers. An event has its own vocabulary of names and
/// terms, drawn from a large one, and each report mixes it with words that all share; about 1,400 characters.</summary>
internal static class SyntheticNews
{
    private static readonly string[] Common = ("government officials reported statement morning evening people city region minister company market police "
        + "residents according said would could after before during meeting decision plan water road school hospital weather price vote law court "
        + "growth energy workers union board public service money million percent year week month announced confirmed denied expected").Split(' ');

    private static readonly string[] Syllables = "ba ko ri mel tan vor shu pel dra gim lon fex qua tir mo zan hul wes yor cha nip sel rud tov".Split(' ');

    /// <summary>Report <paramref name="report"/> of event <paramref name="happening"/>; <paramref name="run"/> keeps runs apart.</summary>
    public static Article Report(int run, int happening, int report)
    {
        // Numbers only: the same arguments give the same article on every machine.
        var names = new Random(HashCode(run, happening, 0));
        var words = new Random(HashCode(run, happening, report + 1));
        var terms = new string[14];
        for (var i = 0; i < terms.Length; i++) terms[i] = Word(names, i < 5);
        var text = new System.Text.StringBuilder(1500);
        for (var sentence = 0; sentence < 12; sentence++)
        {
            for (var i = 0; i < 14; i++)
            {
                var own = words.Next(100) < 35;
                var word = own ? terms[words.Next(terms.Length)] : Common[words.Next(Common.Length)];
                text.Append(i == 0 ? "The " : " ").Append(word);
            }
            text.Append(". ");
        }
        return new Article
        {
            Url = $"https://outlet-{report % 2000}.example/{run}/{happening}/{report}",
            Title = $"{terms[0]} {terms[5]} {terms[1]} {terms[6]} {Common[words.Next(Common.Length)]}",
            Text = text.ToString(),
            Language = "en",
            PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(report)),
        };
    }

    private static string Word(Random random, bool name)
    {
        var word = Syllables[random.Next(Syllables.Length)] + Syllables[random.Next(Syllables.Length)] + Syllables[random.Next(Syllables.Length)]
            + Syllables[random.Next(Syllables.Length)];
        return name ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }

    private static int HashCode(int a, int b, int c) => unchecked((a * 73856093) ^ (b * 19349663) ^ (c * 83492791));
}
