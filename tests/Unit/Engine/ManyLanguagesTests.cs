using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Index;
using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine;

public class ManyLanguagesTests
{
    // Eight outlets' own words about one invented earthquake.
    private static readonly ArticleText[] Quake =
    [
        At(0, "en", "Earthquake of magnitude 6.4 hits Arequipa in southern Peru",
            "A magnitude 6.4 earthquake struck near Arequipa in Peru on Tuesday, killing at least 37 people, the civil defence institute " +
            "Indeci said. The epicentre lay 28 kilometres from Camana. President Boluarte flew to Arequipa; the airport Rodriguez Ballon is closed."),
        At(1, "es", "Terremoto de magnitud 6,4 sacude Arequipa y deja al menos 37 muertos",
            "Un terremoto de magnitud 6,4 sacudió este martes la región de Arequipa, en el sur de Perú, y dejó al menos 37 muertos, informó " +
            "el Indeci. El epicentro se situó a 28 kilómetros de Camaná. La presidenta Boluarte viajó a la zona y el aeropuerto Rodríguez Ballón fue cerrado."),
        At(1.5, "de", "Erdbeben der Stärke 6,4 erschüttert Arequipa in Peru",
            "Ein Erdbeben der Stärke 6,4 hat am Dienstag die Stadt Arequipa im Süden von Peru erschüttert. Nach Angaben der Behörde Indeci kamen " +
            "mindestens 37 Menschen ums Leben. Das Epizentrum lag 28 Kilometer von Camaná entfernt. Präsidentin Boluarte reiste nach Arequipa."),
        At(2, "en", "Peru quake: dozens dead as buildings collapse in Arequipa",
            "Rescuers in Arequipa dug through rubble after a 6.4 quake shook southern Peru. Indeci put the toll at 37. Roads to Camana are blocked, " +
            "28 kilometres from the epicentre, and President Boluarte declared an emergency."),
        At(2.5, "es", "Perú: aumentan los muertos por el sismo en Arequipa",
            "Los equipos de rescate buscan sobrevivientes en Arequipa tras el sismo de 6,4. El Indeci confirmó 37 muertos y decenas de heridos en " +
            "Camaná y Mollendo. Boluarte declaró el estado de emergencia en el sur de Perú."),
        At(3, "de", "Viele Tote nach Beben in Peru: Boluarte ruft Notstand aus",
            "Nach dem Erdbeben der Stärke 6,4 in Arequipa hat Präsidentin Boluarte den Notstand ausgerufen. Helfer suchen in Camaná und Mollendo " +
            "nach Verschütteten. Die Behörde Indeci zählte in Peru bislang 37 Tote."),
        At(4, "en", "Aftershocks rattle Arequipa as Peru counts its dead",
            "More than 28 aftershocks followed the 6.4 earthquake near Arequipa. Indeci said 37 people died, most of them in Camana and Mollendo. " +
            "Boluarte promised tents and water for southern Peru."),
        At(5, "es", "Arequipa entierra a sus muertos tras el terremoto",
            "Arequipa comenzó a enterrar a los 37 muertos del terremoto de 6,4 que golpeó el sur de Perú. En Camaná y Mollendo miles duermen en la " +
            "calle. Boluarte y el Indeci prometieron carpas."),
    ];

    // The same president, country and days, another matter.
    private static readonly ArticleText[] Elsewhere =
    [
        At(1, "es", "Boluarte presenta en Lima el presupuesto de Perú",
            "La presidenta Boluarte presentó en Lima el presupuesto de Perú para el próximo año. El Congreso debatirá la propuesta el jueves y la " +
            "oposición de Fuerza Popular anunció su rechazo."),
        At(2, "de", "Streik in den Kupferminen von Peru",
            "In Peru haben Arbeiter der Mine Las Bambas die Arbeit niedergelegt. Die Gewerkschaft fordert höhere Löhne. Präsidentin Boluarte rief " +
            "in Lima zu Gesprächen auf."),
        At(3, "es", "Terremoto de magnitud 5,1 sacude Antofagasta en Chile",
            "Un terremoto de magnitud 5,1 sacudió la región de Antofagasta, en el norte de Chile, sin dejar víctimas, informó el Senapred. El " +
            "presidente Boric pidió calma. El epicentro se situó a 44 kilómetros de Calama."),
    ];

    [Fact]
    public void One_quake_in_eight_outlets_and_three_languages_is_one_story()
    {
        var engine = new StoryEngine(new EngineOptions());
        var stories = Quake.Select((article, i) => Ingest(engine, i, article)).Distinct().ToArray();
        Assert.Single(stories);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_of_the_languages_does_not_matter(int seed)
    {
        var order = new Random(seed);
        var engine = new StoryEngine(new EngineOptions());
        var articles = Quake.OrderBy(_ => order.Next()).ToArray();
        for (var i = 0; i < articles.Length; i++)
            engine.Ingest($"article-{i}", articles[i], InventedNews.Start.AddMinutes(i));
        engine.Settle();
        Assert.Single(Enumerable.Range(0, articles.Length).Select(i => engine.StoryOf($"article-{i}")).Distinct());
    }

    [Fact]
    public void Other_events_with_the_same_president_country_or_kind_stay_apart()
    {
        var engine = new StoryEngine(new EngineOptions());
        // The English side of the quake alone: nothing but names and numbers can join them.
        var quake = Quake.Where(article => article.Language == "en").Select((article, i) => Ingest(engine, i, article)).Distinct().Single();
        var others = Elsewhere.Select((article, i) => Ingest(engine, 100 + i, article)).ToArray();
        Assert.DoesNotContain(quake, others);
        Assert.Equal(others.Length, others.Distinct().Count());
    }

    [Fact]
    public void Languages_of_one_story_are_no_groups_apart_but_another_event_in_one_of_them_is()
    {
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        // Judged like full texts, as shorter ones come apart less easily, and by the languages alone, not by what would be merged.
        var index = new StoryIndex(new EngineOptions { SplitRatio = 2.5f, MergeThreshold = 1 });
        ArticleText[] Long(ArticleText[] articles) =>
            [.. articles.Select(article => article with { Text = string.Join(' ', articles.Where(other => other.Language == article.Language).Select(other => other.Text)) })];
        var quake = Long(Quake);
        for (var i = 0; i < quake.Length; i++)
            index.AddMember("quake", $"quake-{i}", analyzer.Analyse(quake[i]).Vector, quake[i].Published, quake[i].Published!.Value);
        Assert.Empty(index.GroupApart("quake"));

        ArticleText[] mines =
        [
            At(1, "de", "Streik in den Kupferminen von Peru", Elsewhere[1].Text + " Die Mine fördert Kupfer; die Schicht der Bergleute blieb zu Hause."),
            At(3, "de", "Kupfer aus Las Bambas bleibt liegen", Elsewhere[1].Text + " Die Gewerkschaft der Bergleute will den Streik in der Mine fortsetzen."),
        ];
        for (var i = 0; i < mines.Length; i++)
            index.AddMember("quake", $"mine-{i}", analyzer.Analyse(mines[i]).Vector, mines[i].Published, mines[i].Published!.Value);
        Assert.Equal(["mine-0", "mine-1"], index.GroupApart("quake").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_words_a_month_later_are_another_event()
    {
        var engine = new StoryEngine(new EngineOptions());
        var first = Ingest(engine, 0, Quake[0]);
        var later = Quake[1] with { Published = Quake[1].Published!.Value.AddDays(30) };
        Assert.NotEqual(first, Ingest(engine, 1, later));
    }

    [Fact]
    public void Without_a_date_names_and_numbers_are_not_enough()
    {
        var engine = new StoryEngine(new EngineOptions());
        var first = Ingest(engine, 0, Quake[0]);
        Assert.NotEqual(first, Ingest(engine, 1, Quake[1] with { Published = null }));
    }

    [Fact]
    public void Articles_of_one_language_score_as_if_there_were_no_other()
    {
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        var a = analyzer.Analyse(Quake[0]).Vector;
        var b = analyzer.Analyse(Quake[3]).Vector;
        Assert.Equal(0, ArticleVector.DotByField(a, b)[(int)TermField.Anchor]);
        Assert.Equal(ArticleVector.Dot(a, b), ArticleVector.DotByField(a, b).Sum(), 4);
        var spanish = analyzer.Analyse(Quake[1]).Vector;
        Assert.Equal(ArticleVector.Dot(a, spanish), ArticleVector.DotByField(a, spanish)[(int)TermField.Anchor]);
        Assert.True(ArticleVector.Dot(a, spanish) > 0);
    }

    [Theory]
    [InlineData("Russian", "ru", "В Москве Путин встретился с Макроном", "Путин и Макрон обсудили в Москве газопровод «Ямал» длиной 4107 километров.")]
    [InlineData("German", "de", "In Moskau trifft Putin Macron", "Gestern sprachen Putin und Macron in Moskau über die Pipeline Jamal mit 4107 Kilometern.")]
    [InlineData("French", "fr", "A Moscou, Poutine reçoit Macron", "Hier, Poutine et Macron ont parlé à Moscou du gazoduc Yamal, long de 4107 kilomètres.")]
    [InlineData("Italian", "it", "A Mosca Putin riceve Macron", "Ieri Putin e Macron hanno discusso a Mosca del gasdotto Yamal, lungo 4107 chilometri.")]
    [InlineData("Dutch", "nl", "In Moskou ontvangt Poetin Macron", "Gisteren spraken Poetin en Macron in Moskou over de pijpleiding Yamal van 4107 kilometer.")]
    [InlineData("Portuguese", "pt", "Em Moscou, Putin recebe Macron", "Ontem Putin e Macron discutiram em Moscou o gasoduto Yamal, com 4107 quilómetros.")]
    public void Names_are_known_in_another_language(string name, string language, string title, string text)
    {
        var analyzer = new ArticleAnalyzer(new EngineOptions());
        var english = analyzer.Analyse(new ArticleText("Macron meets Putin in Moscow",
            "On Monday Putin and Macron spoke in Moscow about the Yamal pipeline, 4,107 kilometres long.", "en", InventedNews.Start));
        var other = analyzer.Analyse(new ArticleText(title, text, language, InventedNews.Start));
        Assert.True(ArticleVector.Dot(english.Vector, other.Vector) > 0.2, $"{name}: {ArticleVector.Dot(english.Vector, other.Vector)}");
    }

    [Theory]
    [InlineData("zelensky", "selensk")]
    [InlineData("selenskyj", "selensk")]
    [InlineData("zelenskiy", "selensk")]
    [InlineData("зеленск", "selensk")]
    [InlineData("erdoğan", "erdogan")]
    [InlineData("poutine", "putin")]
    [InlineData("chruschtschow", "chrushchov")]
    [InlineData("biden", "biden")]
    [InlineData("байден", "biden")]
    [InlineData("ångström", "angstrom")]
    [InlineData("straße", "stras")]
    [InlineData("щорс", "chors")]
    [InlineData("ўґ", "ug")]
    public void Spellings_become_one(string word, string form)
    {
        Span<char> buffer = new char[AnchorForm.MaxLength];
        var length = AnchorForm.Unify(buffer, AnchorForm.Fold(word, buffer));
        Assert.Equal(form, buffer[..length].ToString());
    }

    [Theory]
    [InlineData("1,200", "1200")]
    [InlineData("1.200", "1200")]
    [InlineData("1,200.50", "1200.5")]
    [InlineData("1.200,50", "1200.5")]
    [InlineData("1.200.300", "1200300")]
    [InlineData("6,4", "6.4")]
    [InlineData("6.40", "6.4")]
    [InlineData("6.0", "6")]
    [InlineData("007", "007")]
    [InlineData("0.5", "0.5")]
    [InlineData("6th", "")]
    [InlineData("٣٤", "")]
    public void Numbers_become_one(string written, string form)
    {
        Span<char> buffer = new char[64];
        Assert.Equal(form, buffer[..Numbers.Normalise(written, buffer)].ToString());
    }

    private static string Ingest(StoryEngine engine, int number, ArticleText article)
    {
        var id = $"article-{number}";
        engine.Ingest(id, article, InventedNews.Start.AddMinutes(number));
        return engine.StoryOf(id);
    }

    private static ArticleText At(double hours, string language, string title, string text) =>
        new(title, text, language, InventedNews.Start.AddHours(hours));
}
