using System.Text;
using StoryClustering.Engine;
using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Index;

/// <summary>Free-text search by one to three words in all supported languages, among texts so long that most of their words are no
/// terms of the look-up by articles.</summary>
public sealed class TextSearchTests
{
    private static readonly DateTimeOffset Start = new(2031, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private sealed record Told(string Id, string Language, string Headline, string Text, string[] Names, string[] Places);

    private static readonly Told[] Stories =
    [
        new("en-bridge", "en", "Kestrel Bridge closed after cable snaps", "Engineers said the crossing would stay shut for weeks.",
            ["Marla Quist", "Kestrel Bridge"], []),
        new("en-library", "en", "Council votes to reopen two libraries", "Readers had collected signatures all winter.",
            ["Owen Tarrant"], []),
        new("en-port", "en", "Dockers walk out at container port", "Ships were waiting outside.", ["Dockers Union"], ["United Kingdom"]),
        new("de-library", "de", "Bücherei in Altbrück wird nach Wasserschaden geschlossen", "Die Feuerwehr pumpte den Keller leer.",
            ["Altbrück", "Jörg Möllner"], ["Germany"]),
        new("de-bridge", "de", "Brücken über die Mölle bleiben gesperrt", "Der Verkehr wird umgeleitet.", ["Mölle"], ["Munich",
            "Germany"]),
        new("fr-school", "fr", "Les écoles de Valbrune fermées après la tempête", "Les élèves restent chez eux.", ["Valbrune",
            "Hélène Aubrac"], ["France"]),
        new("fr-bridge", "fr", "Un pont s'effondre près de Sérignac", "Aucun blessé n'est signalé.", ["Sérignac"], ["France"]),
        new("es-port", "es", "El puerto de Altamira cierra por el temporal", "Los barcos esperan en la bahía.", ["Altamira",
            "Íñigo Zubiri"], ["Spain"]),
        new("es-truck", "es", "Un camión vuelca y corta la autopista", "La carga quedó esparcida.", ["Guardia Civil"], ["Spain"]),
        new("it-bridge", "it", "Chiuso il ponte di Roccavera dopo la piena", "I tecnici controllano i piloni.", ["Roccavera",
            "Niccolò Bassi"], ["Italy"]),
        new("it-city", "it", "La città di Montefosco senza acqua", "Le scuole restano chiuse.", ["Montefosco"], ["Italy"]),
        new("pt-port", "pt", "Porto de Vilarinho reabre após greve dos estivadores", "Os navios voltaram a atracar.", ["Vilarinho"],
            ["Portugal"]),
        new("pt-fire", "pt", "Incêndio destrói armazém em São Gonçalves", "Os bombeiros trabalharam toda a noite.", ["São Gonçalves"],
            ["Portugal"]),
        new("nl-dike", "nl", "Dijken bij Waterhoven verhoogd voor de winter", "De gemeente betaalt mee.", ["Waterhoven"],
            ["Netherlands"]),
        new("nl-bicycle", "nl", "Gemeente haalt duizenden fietsen weg bij station", "Eigenaren kunnen ze ophalen.", ["Stationsplein"],
            ["Netherlands"]),
        new("sv-ferry", "sv", "Färjan till Malmövik inställd efter grundstötning", "Passagerarna fick vänta i hamnen.", ["Malmövik",
            "Åsa Lindqvist"], ["Sweden"]),
        new("sv-forest", "sv", "Skogsbränder hotar byar i norr", "Flera vägar är avstängda.", ["Räddningstjänsten"], ["Sweden"]),
        new("ru-bridge", "ru", "Мост через реку закрыли после аварии", "Движение пустили в объезд.", ["Верхнереченск"], ["Russia"]),
        new("ru-library", "ru", "Библиотеки города откроются в субботу", "Читатели ждали этого год.", ["Верхнереченск"], ["Moscow"]),
        new("da-harbour", "da", "Havnen i Ålborgø lukket efter oliespild", "Kystvagten er på stedet.", ["Ålborgø"], ["Denmark"]),
        new("no-tunnel", "no", "Tunnelen under Grønfjorden stengt etter ras", "Ferjen går oftere.", ["Grønfjorden"], ["Norway"]),
        new("pl-tram", "pl", "Tramwaje w Górzewie znów kursują po powodzi", "Miasto liczy straty.", ["Górzewo"], ["Poland"]),
        new("tr-ferry", "tr", "Vapur seferleri fırtına nedeniyle durduruldu", "Yolcular iskelede bekledi.", ["Çınarköy"], ["Turkey"]),
        new("el-strike", "el", "Απεργία στα λιμάνια την Πέμπτη", "Τα πλοία μένουν δεμένα.", ["Πειραιάς"], ["Greece"]),
    ];

    public static TheoryData<string, string> Queries => new()
    {
        // English
        { "bridge kestrel", "en-bridge" }, { "cable", "en-bridge" }, { "cables snapping", "en-bridge" }, { "library reopening",
            "en-library" },
        { "council", "en-library" }, { "dockers", "en-port" }, { "container ports", "en-port" }, { "Marla Quist", "en-bridge" },
        { "tarrant", "en-library" }, { "the council", "en-library" }, { "CONTAINER PORT", "en-port" },
        // German
        { "Bücherei", "de-library" }, { "bücherei", "de-library" }, { "bucherei", "de-library" }, { "Buecherei", "de-library" },
            { "Büchereien", "de-library" },
        { "Wasserschaden Altbrück", "de-library" }, { "altbruck", "de-library" }, { "altbrueck", "de-library" }, { "Brücke",
            "de-bridge" },
        { "brücken gesperrt", "de-bridge" }, { "Möllner", "de-library" }, { "mollner", "de-library" }, { "München", "de-bridge" },
            { "Munich", "de-bridge" },
        // French
        { "écoles", "fr-school" }, { "école", "fr-school" }, { "ecole", "fr-school" }, { "tempête valbrune", "fr-school" },
            { "tempete", "fr-school" },
        { "pont", "fr-bridge" }, { "pont effondré", "fr-bridge" }, { "serignac", "fr-bridge" }, { "Helene Aubrac", "fr-school" },
            { "les écoles", "fr-school" },
        // Spanish
        { "puerto", "es-port" }, { "puertos", "es-port" }, { "el puerto", "es-port" }, { "temporal altamira", "es-port" }, { "camión",
            "es-truck" },
        { "camion", "es-truck" }, { "camiones", "es-truck" }, { "autopista", "es-truck" }, { "inigo zubiri", "es-port" },
            { "puerto España", "es-port" },
        // Italian
        { "ponte", "it-bridge" }, { "ponte roccavera", "it-bridge" }, { "piena", "it-bridge" }, { "città", "it-city" }, { "citta",
            "it-city" },
        { "acqua montefosco", "it-city" }, { "niccolo bassi", "it-bridge" },
        // Portuguese
        { "porto vilarinho", "pt-port" }, { "greve", "pt-port" }, { "estivadores", "pt-port" }, { "incêndio", "pt-fire" },
            { "incendio", "pt-fire" },
        { "incêndios", "pt-fire" }, { "armazem", "pt-fire" }, { "sao goncalves", "pt-fire" },
        // Dutch
        { "dijken", "nl-dike" }, { "waterhoven", "nl-dike" }, { "fietsen", "nl-bicycle" }, { "fietsen station", "nl-bicycle" },
            { "gemeente fietsen", "nl-bicycle" },
        // Swedish
        { "färjan", "sv-ferry" }, { "farjan", "sv-ferry" }, { "malmövik", "sv-ferry" }, { "malmovik", "sv-ferry" }, { "grundstötning",
            "sv-ferry" },
        { "skogsbränder", "sv-forest" }, { "skogsbrander", "sv-forest" }, { "åsa lindqvist", "sv-ferry" }, { "asa lindqvist",
            "sv-ferry" },
        // Russian
        { "мост", "ru-bridge" }, { "мосты", "ru-bridge" }, { "библиотека", "ru-library" }, { "библиотеки города", "ru-library" },
            { "аварии", "ru-bridge" },
        { "москва", "ru-library" }, { "МОСТ", "ru-bridge" },
        // Danish, Norwegian, Polish, Turkish, Greek: as written, without accents in titles and names
        { "havnen", "da-harbour" }, { "oliespild", "da-harbour" }, { "ålborgø", "da-harbour" }, { "aalborgø", "da-harbour" },
            { "alborgo", "da-harbour" },
        { "tunnelen", "no-tunnel" }, { "grønfjorden", "no-tunnel" }, { "gronfjorden", "no-tunnel" }, { "tramwaje", "pl-tram" },
            { "gorzewie", "pl-tram" },
        { "powodzi", "pl-tram" }, { "vapur", "tr-ferry" }, { "firtina", "tr-ferry" }, { "fırtına", "tr-ferry" }, { "cinarkoy",
            "tr-ferry" },
        { "απεργία", "el-strike" }, { "λιμάνια", "el-strike" },
    };

    private static readonly Lazy<StoryIndex> Filled = new(() => Fill(Stories));

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_word_of_headline_name_or_place_finds_its_story_in_every_language(string query, string story) =>
        Assert.Equal(story, Ranked(Filled.Value, query).FirstOrDefault());

    [Theory]
    [InlineData("zeppelin")]
    [InlineData("xqz")]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("puertorriqueño")]
    [InlineData("bücherwurm")]
    [InlineData("pontifical")]
    public void What_no_story_tells_of_finds_nothing(string query) => Assert.Empty(Ranked(Filled.Value, query));

    [Theory]
    [InlineData("porto", "en-port")] // "port" to the Portuguese stemmer alone
    [InlineData("citta", "en-library")]
    [InlineData("fiets", "fr-school")]
    public void A_word_is_not_found_by_the_stem_of_another_language(string query, string story) =>
        Assert.DoesNotContain(story, Ranked(Filled.Value, query));

    [Theory]
    [InlineData("port", "en-port", "pt-port")]
    [InlineData("ponte", "it-bridge", "fr-bridge")]
    public void A_word_as_it_is_written_comes_before_what_a_stemmer_makes_of_it(string query, string first, string second) =>
        Assert.Equal([first, second], Ranked(Filled.Value, query));

    [Fact]
    public void Titles_come_before_texts_and_all_words_before_some()
    {
        var index = Fill([
            new("text", "en", "Mayor resigns over audit", "The lighthouse was mentioned once in the report about ferries.", [], []),
            new("title", "en", "Lighthouse keeper retires", "He leaves after forty years on the rock.", [], []),
            new("both", "en", "Lighthouse and ferries to share pier", "The plan was signed.", [], []),
        ]);
        Assert.Equal(["both", "title", "text"], Ranked(index, "lighthouse").OrderBy(id => id == "text").ThenBy(id => id,
            StringComparer.Ordinal));
        Assert.Equal("text", Ranked(index, "lighthouse")[^1]);
        Assert.Equal("both", Ranked(index, "lighthouse ferries")[0]);
        Assert.Equal(1, Find(index, "lighthouse ferries").Single(m => m.StoryId == "both").Match, 3);
    }

    [Fact]
    public void Of_equal_matches_the_larger_and_the_newer_story_come_first()
    {
        var query = Query("lighthouse");
        var now = Start.AddDays(10);
        float Score(float match, string headline, int articles, int day) => query.Score(match, headline, articles, Start.AddDays(day),
            now);
        Assert.True(Score(1, "Lighthouse shut", 30, 1) > Score(1, "Lighthouse lit", 3, 1));
        Assert.True(Score(1, "Lighthouse shut", 3, 9) > Score(1, "Lighthouse lit", 3, 1));
        Assert.True(Score(1, "Lighthouse shut", 1, -3000) > Score(0.6f, "Harbour shut", 5000, 10));
        Assert.True(Score(1, "Lighthouse shut", 1, 1) > Score(1, "Lighthouses shut", 5000, 10));
        Assert.InRange(Score(1, "Lighthouse", 1_000_000, 12), 0.99f, 1);
    }

    [Fact]
    public void Of_more_stories_than_are_asked_for_the_larger_and_newer_ones_are_given()
    {
        var index = new StoryIndex(new EngineOptions());
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        for (var n = 0; n < 300; n++)
        {
            var headline = $"Harvest festival opens in district {n}";
            for (var member = 0; member < (n == 5 ? 40 : 1); member++)
            {
                var vector = analyzer.Analyse(new ArticleText(headline, $"Stalls and music, number {n}.", "en", Start.AddDays(n))).Vector;
                index.AddMember($"story-{n}", $"article-{n}-{member}", vector, Start.AddDays(n), Start.AddDays(n / 10.0));
            }
            index.Describe($"story-{n}", headline, [], []);
        }
        var found = new List<WordMatch>();
        index.Find(Query("festival"), 20, found);
        Assert.Equal(20, found.Count);
        Assert.Contains(found, m => m.StoryId == "story-299");
        Assert.DoesNotContain(found, m => m.StoryId == "story-6");
        Assert.All(found, m => Assert.Equal(1, m.Match, 3));
    }

    [Fact]
    public void A_story_is_found_by_its_headline_of_now_and_not_when_it_is_gone()
    {
        var index = Fill(Stories);
        index.Describe("it-bridge", "Riaperto il viadotto di Roccavera", ["Roccavera"], []);
        Assert.Equal(["it-bridge"], Ranked(index, "viadotto"));
        var terms = index.TermCount;
        index.Describe("it-bridge", "Riaperto il viadotto di Roccavera", ["Roccavera"], []);
        Assert.Equal(terms, index.TermCount);
        Assert.True(index.RemoveStory("it-bridge"));
        Assert.Empty(Ranked(index, "viadotto"));
        Assert.Empty(Ranked(index, "roccavera"));
        index.Describe("it-bridge", "Riaperto il viadotto di Roccavera", [], []);
        Assert.Empty(Ranked(index, "viadotto"));
    }

    [Fact]
    public void What_free_text_search_needs_changes_no_decision()
    {
        var (plain, described) = (Fill(Stories, describe: false), Filled.Value);
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        foreach (var story in Stories)
        {
            var (a, b) = (new List<Candidate>(), new List<Candidate>());
            var article = analyzer.Analyse(new ArticleText(story.Headline, story.Text, story.Language, Start));
            plain.Search(article, SearchMode.Assign, 20, a);
            described.Search(article, SearchMode.Assign, 20, b);
            Assert.Equal(a, b);
        }
    }

    private static TextQuery Query(string text) => TextQuery.Read(text, static name => Gazetteer.BuiltIn.Find(name)?.Name);

    private static List<WordMatch> Find(StoryIndex index, string query)
    {
        var found = new List<WordMatch>();
        index.Find(Query(query), 20, found);
        return found;
    }

    private static string[] Ranked(StoryIndex index, string query) =>
        [.. Find(index, query).OrderByDescending(m => Query(query).Score(m.Match, HeadlineOf(m.StoryId), 2, Start, Start))
            .ThenBy(m => m.StoryId, StringComparer.Ordinal).Select(m => m.StoryId)];

    private static string HeadlineOf(string story) => Stories.FirstOrDefault(s => s.Id == story)?.Headline ?? "";

    // Each story has two articles; their texts go on with words of nobody's, many enough to push those of the headline out.
    private static StoryIndex Fill(Told[] stories, bool describe = true)
    {
        var index = new StoryIndex(new EngineOptions());
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        foreach (var story in stories)
        {
            for (var member = 0; member < 2; member++)
            {
                var text = new StringBuilder(story.Text);
                for (var i = 0; i < 250; i++)
                {
                    var number = Math.Abs(HashCode(story.Id) + 977 * i + 31 * member) % 100_000;
                    text.Append(i % 15 == 14 ? ". " : " ");
                    for (; number > 0; number /= 20) text.Append("bdfgklmnprstvzbdfgkl"[number % 20]).Append("aeiou"[number % 5]);
                }
                var vector = analyzer.Analyse(new ArticleText(story.Headline, text.ToString(), story.Language, Start)).Vector;
                index.AddMember(story.Id, $"{story.Id}-{member}", vector, Start, Start.AddMinutes(member));
            }
            if (describe) index.Describe(story.Id, story.Headline, story.Names, story.Places);
        }
        return index;
    }

    private static int HashCode(string text) => text.Aggregate(17, static (hash, c) => (hash * 31 + c) & 0xffffff);
}
