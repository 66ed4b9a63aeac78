using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Ids;

namespace StoryClustering.Tests.Grains;

/// <summary>Invented articles. Each event has a vocabulary of its own, made of syllables, that all its reports share and no other
/// event does; so which story an article belongs to is beyond doubt and the tests are about the grains.</summary>
internal static class News
{
    private static readonly string[] Syllables = "ba ko ri mel tan vor shu pel dra gim lon fex qua tir mo zan hul wes yor cha nip sel rud tov".Split(' ');

    /// <summary>Report number <paramref name="report"/> of event number <paramref name="happening"/>, by an outlet of its own.</summary>
    public static ArticleContent Report(int happening, int report, string? outlet = null, DateTimeOffset? published = null)
    {
        var names = new Random(happening * 7919 + 1);
        string Name() => Capital(Word(names));
        var (place, who, other) = (Name(), $"{Name()} {Name()}", $"{Name()} {Name()}");
        var (thing, deed, matter, cause) = (Word(names), Word(names), Word(names), Word(names));
        var figure = 100 + happening * 37;
        string[] sentences =
        [
            $"{who} told {place} that the {thing} would {deed} again.",
            $"{other} blamed the {matter} and its {cause} for {figure} losses in {place}.",
            $"Every {thing} near {place} was put under {matter} watch by {who}.",
            $"The {cause} of the {thing} had been known, {other} admitted.",
            $"{figure} {matter} crews came to {place} with {who}.",
        ];
        // Each report tells it in an order of its own, with words of its own.
        var own = new Random(happening * 104729 + report + 17);
        var told = new List<string>();
        for (var i = 0; i < 4; i++) told.Add($"{sentences[own.Next(sentences.Length)]} {Capital(Word(own))} {Word(own)} {Word(own)} {Word(own)}.");
        outlet ??= $"outlet-{report}.example";
        return new ArticleContent(
            Url: $"https://{outlet}/news/{happening}-{report}",
            Title: $"{place} {thing} {deed} {matter}",
            Text: string.Join(' ', told),
            Outlet: outlet,
            Published: published ?? new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMinutes(report),
            Language: "en",
            ExternalId: $"{happening}/{report}",
            FeedCredit: "");
    }

    /// <summary>Grain key of an article of <see cref="Report"/>. (The gateway makes keys of canonical URLs; here any will do.)</summary>
    public static string KeyOf(ArticleContent article) => Key.Article(article.Url);

    private static string Word(Random random) =>
        string.Concat(Enumerable.Range(0, 4).Select(_ => Syllables[random.Next(Syllables.Length)]));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
