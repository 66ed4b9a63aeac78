using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.EndToEnd.Articles;

/// <summary>Invented articles of which nobody can doubt what belongs together: the reports of one event share names, places,
/// things and figures, and each tells them in its own order; different events share nothing but the little words.</summary>
internal static class News
{
    private const int Sentences = 9;
    private static readonly string[] Onsets = ["b", "br", "d", "dr", "f", "g", "gl", "h", "k", "kr", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z"];
    private static readonly string[] Vowels = ["a", "e", "i", "o", "u", "au", "ei", "oo"];
    private static readonly string[] Codas = ["", "b", "ck", "d", "g", "l", "lm", "m", "n", "nd", "r", "rn", "sk", "t", "x"];
    private static readonly string[] Joins = ["and the", "with", "after the", "for", "because of the", "but not the", "from", "over the"];

    private static int s_next;

    /// <summary>Numbers of events that no other test uses.</summary>
    public static int[] NewEvents(int count)
    {
        var end = Interlocked.Add(ref s_next, count);
        return [.. Enumerable.Range(end - count, count)];
    }

    /// <summary>The number of an event that no other test uses.</summary>
    public static int NewEvent() => NewEvents(1)[0];

    /// <summary>Report number <paramref name="report"/> of an event, in its own words, by an outlet of its own. The same numbers give
    /// the same article.</summary>
    public static Article Report(int happening, int report)
    {
        var story = new Vocabulary(happening);
        var random = new Random(happening * 100_003 + report + 1);
        var own = new[] { Word(random, 3), Word(random, 3), Word(random, 2) };
        var text = new List<string>();
        for (var i = 0; i < Sentences; i++)
        {
            var things = story.Things.OrderBy(_ => random.Next()).Take(4).ToArray();
            var names = story.Names.OrderBy(_ => random.Next()).Take(2).ToArray();
            var joins = Joins.OrderBy(_ => random.Next()).Take(4).ToArray();
            text.Add(random.Next(3) switch
            {
                0 => $"{names[0]} {things[0]} the {things[1]} {joins[0]} {things[2]} {joins[1]} {names[1]} {joins[2]} {own[i % 3]}.",
                1 => $"The {things[0]} {joins[0]} {names[0]} {things[1]} {story.Figures[random.Next(3)]} {things[2]} {joins[1]} {own[i % 3]} {joins[2]} {names[1]}.",
                _ => $"{own[i % 3]} {things[0]} {joins[0]} {story.Figures[random.Next(3)]} {things[3]} {joins[1]} {names[0]}, {names[1]} {things[1]}.",
            });
        }
        var title = story.Things.OrderBy(_ => random.Next()).Take(3).ToArray();
        return new Article
        {
            Url = $"https://outlet-{report}.example/{happening}/{own[0]}",
            Title = $"{story.Names[random.Next(2)]} {title[0]} {title[1]} {Joins[random.Next(Joins.Length)]} {story.Names[2]} {title[2]}",
            Text = string.Join(' ', text),
            Outlet = $"outlet-{report}.example",
            PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMinutes(report)),
            Language = "en",
            ExternalId = string.Create(CultureInfo.InvariantCulture, $"{happening}/{report}"),
        };
    }

    /// <summary>Reports 0 to <paramref name="count"/> - 1 of an event.</summary>
    public static Article[] Reports(int happening, int count) => [.. Enumerable.Range(0, count).Select(i => Report(happening, i))];

    /// <summary>The same text as another outlet prints it.</summary>
    public static Article Reprint(Article article, string outlet)
    {
        var copy = article.Clone();
        copy.Outlet = outlet;
        copy.Url = $"https://{outlet}/copy/{article.ExternalId}";
        copy.ExternalId = $"{article.ExternalId}@{outlet}";
        return copy;
    }

    /// <summary>The articles in an order in which the events are mixed; the same every time.</summary>
    public static Article[] Mixed(IEnumerable<Article> articles)
    {
        var mixed = articles.ToArray();
        new Random(20260302).Shuffle(mixed);
        return mixed;
    }

    /// <summary>The strongest words of an event, as somebody would search for it.</summary>
    public static string Query(int happening) => string.Join(' ', new Vocabulary(happening).Names);

    private static string Word(Random random, int syllables) =>
        string.Concat(Enumerable.Range(0, syllables).Select(_ => Pick(Onsets, random) + Pick(Vowels, random) + Pick(Codas, random)));

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private sealed class Vocabulary
    {
        public Vocabulary(int happening)
        {
            var random = new Random(happening * 7919 + 17);
            Names = [$"{Capital(Word(random, 2))} {Capital(Word(random, 3))}", $"{Capital(Word(random, 2))} {Capital(Word(random, 2))}", Capital(Word(random, 3))];
            Things = [.. Enumerable.Range(0, 10).Select(_ => Word(random, 2))];
            Figures = [.. Enumerable.Range(0, 3).Select(_ => random.Next(1_000, 900_000))];
        }

        public string[] Names { get; }
        public string[] Things { get; }
        public int[] Figures { get; }
    }
}
