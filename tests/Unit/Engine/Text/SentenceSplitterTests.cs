using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class SentenceSplitterTests
{
    // "|" is where a sentence ends; the text is what stands without it.
    [Theory]
    [InlineData("en", "The bridge closed on Monday. |It will open in May. |Nobody was hurt.")]
    [InlineData("en", "Mr. Alder met Gov. Ines Quill and Sen. Bo Tarn on Jan. 5 in St. Orrin. |They agreed.")]
    [InlineData("en", "The U.S. Senate voted. |He moved to the U.S. in 1990. |She lives in the U.S. |The house is old.")]
    [InlineData("en", "She lives in the U.S. |They met there.")]
    [InlineData("en", "It opens at 9 a.m. Tuesday in Room No. 5. |It closes at 5 p.m. |The mayor said so.")]
    [InlineData("en", "It began at 9 a.m. |Police came an hour later.")]
    [InlineData("en", "The firm, Quill Inc. of Ohio, bought Tarn Corp. |The price was $3.5 billion.")]
    [InlineData("en", "George W. Alder and J. K. Quill wrote it. |A. B. Tarn did not.")]
    [InlineData("en", "They went for plan B. |The first had failed.")]
    [InlineData("en", "Prices rose 3.5 percent. |In 2019 they fell.")]
    [InlineData("en", "He waited ... and waited. |Nothing came… |Then it rained. . . . |The end.")]
    [InlineData("en", "See www.example.org/a.b?c=d. |Or write to a.b@example.org!")]
    [InlineData("en", "“Where is it?” she asked. |“Here.” |The door closed.")]
    [InlineData("en", "The mayor called it “a bad bridge.” |Quill told the council on Monday.")]
    [InlineData("en", "“Where is it?” Ines Quill asked. |Nobody knew.")]
    [InlineData("en", "“We won. We are glad. It is over,” he said. |The crowd left.")]
    [InlineData("en", "\"We won. We are glad!\" he said. |\"It is over.\" |The crowd left.")]
    [InlineData("en", "The group (founded in 1990. Nobody knows where.) met again. |It was late. |(Nobody came.) |It ended.")]
    [InlineData("en", "The film \"Who Goes There?\" opened. |Yahoo! said so.")]
    [InlineData("en", "He said no. |No. 5 was late.")]
    [InlineData("en", "The iPhone came out. |iPhone sales rose. |eBay followed.")]
    [InlineData("en", "It was over.|The next day came. |It was late.”|The rest slept.")]
    [InlineData("de", "Herr Dr. Ulm traf z. B. Prof. Weide und ca. 20 Gäste. |Das war am 3. März 2021. |Es blieb ruhig.")]
    [InlineData("de", "Die 2. Bundesliga kostet 3 Mio. Euro bzw. mehr, d. h. viel. |Mehr nicht.")]
    [InlineData("de", "„Das ist gut. Wir sind froh“, sagte sie. |„Wirklich?“, fragte er. |»Ja. Sicher«, sagte sie.")]
    [InlineData("de", "Es kamen Äpfel, Birnen usw. |Dann gingen sie. |Im Jahr 2019. |Die Stadt schwieg.")]
    [InlineData("fr", "M. Aulne et Mme Quille ont vu le Dr Tarn. |Il est 9 h. |Tout va bien.")]
    [InlineData("fr", "« Nous avons gagné. C’est fini », a dit M. Aulne. |« Où est-il ? » a-t-elle demandé. |Personne ne sait.")]
    [InlineData("es", "El Sr. Aliso y la Dra. Quilla leyeron el art. 5 de la ley. |¿Quién lo dijo? |¡Nadie! |Fue en EE. UU. en mayo.")]
    [InlineData("es", "«Hemos ganado. Es el final», dijo la Sra. Quilla. |Nadie respondió.")]
    [InlineData("pt", "O Sr. Amieiro e a Dra. Quilha chegaram à Av. Central às 9h. |“Ganhámos. Acabou”, disse ele. |Ninguém respondeu.")]
    [InlineData("it", "Il dott. Ontano e la sig.ra Chiglia leggono l’art. 5. |«Abbiamo vinto. È finita», ha detto. |Nessuno risponde.")]
    [InlineData("nl", "Dhr. Els en mevr. Kiel lazen art. 5 d.w.z. alles. |‘We hebben gewonnen. Het is klaar’, zei hij. |Niemand antwoordde.")]
    [InlineData("ru", "Он жил в г. Ольховск, т. е. далеко, на ул. Новой. |В 2019 г. |Власти решили иначе. |Это стоило 3 млн руб. и больше.")]
    [InlineData("ru", "«Мы победили. Всё кончено», — сказал И. О. Ольхин. |Никто не ответил.")]
    [InlineData("sv", "Hon köpte bl.a. äpplen, d.v.s. frukt, kl. 9. |”Vi vann. Det är slut”, sa han. |Ingen svarade.")]
    [InlineData("da", "Det var den 3. marts, bl.a. i byen. |Ingen svarede.")]
    [InlineData("pl", "Spotkali się o godz. 9 przy ul. Nowej. |Nikt nie przyszedł.")]
    [InlineData("zh", "今天下雨。|明天晴。|“真的吗？”他问。|没人回答！")]
    [InlineData("ja", "雨が降った。|「本当だ。終わった」と述べた。|終わり。")]
    [InlineData("hi", "आज बारिश हुई। |कल धूप होगी।")]
    [InlineData("ar", "هل جاء؟ |جاء اليوم.")]
    [InlineData("und", "Qwer tyui op. |Asdf ghjk!")]
    public void Sentences_end_where_a_reader_sees_their_end(string language, string marked)
    {
        var expected = marked.Split('|').Select(part => part.Trim()).ToArray();
        Assert.Equal(expected, Sentences(marked.Replace("|", "", StringComparison.Ordinal), language));
    }

    // "|" as above: what ends with an abbreviation, and what does not.
    [Theory]
    [InlineData("en", "Orders go to Com. & Adm. by noon. |It is late.")]
    [InlineData("en", "The former head of the R.P.D. Jonas B. Kell was dismissed. |He said nothing.")]
    [InlineData("en", "Tarn Inc. (Orrin) is growing. |Quill Co. & Sons leads. |Fell Ltd. $5 bonds fell.")]
    [InlineData("en", "She works at Tarn Inc. |The board met. |He works at Quill Corp. |Nobody else does.")]
    [InlineData("en", "It was sold to Tarn Co. |“We are glad,” said the mayor.")]
    [InlineData("en", "Vice Adm. Ines Quill, Lt. Cmdr. Bo Tarn and Brig. Gen. Leo Fell spoke. |They left.")]
    [InlineData("en", "It began in Nov. Orrin and ended on Sept. 5 or Oct. 12. |It rained in Dec. |The snow came later.")]
    [InlineData("en", "He lives on Quay St. |The house is old. |She lives on Mt. Orrin near St. Fell.")]
    [InlineData("en", "Read No. 5, pp. 3-5, Vol. 2 and Fig. 7. |The rest is No. 8.")]
    [InlineData("en", "So found Quill et al. |The study is new.")]
    [InlineData("en", "Prices rose 4.5%. |The rate was 12.00. |It fell to 3.25. |Nobody knew.")]
    [InlineData("en", "Sec. Bo Tarn and Chmn. Leo Fell met Fmr. Gov. Ines Quill. |Nobody knew.")]
    [InlineData("en", "It belongs to Tarn Inc. |(It was founded in 1990.) |It was late.")]
    [InlineData("en", "The U.S. & Canada agreed. |Jonas Kell Jr. (Orrin) did not.")]
    [InlineData("en", "She said yes. & then she left.")]
    [InlineData("en", "Mayor Ines Quill met Rep. Bo Tarn Jr. (D-Ill.) and Leo Fell (R-Mo.) there.")]
    [InlineData("de", "Die Tarn AG, d. h. Prof. Dr. med. Anna Ulm, wohnt in der Hauptstr. 5 in St. Ulmen. |Mehr nicht.")]
    [InlineData("de", "Lt. Polizei kamen u. a. Hptm. Weide und Dr. h. c. Ulm. |Dann war Ruhe. |Am 5. Nov. 2021 fiel Schnee.")]
    [InlineData("de", "Das steht in Nr. 5 und Abs. 3. |Es kostet 4,5 Mio. Euro. |Im Okt. war es billiger.")]
    [InlineData("de", "Sie arbeitet bei der Tarn & Co. KG. |Die Firma wächst. |Er kennt das, z. B. Anna Ulm.")]
    [InlineData("fr", "Le Gal. Aulne et Me Quille ont lu l’art. 5, p. ex. M. Tarn. |Ils sont partis. |C’était le 5 févr. 2021.")]
    [InlineData("fr", "Elle travaille chez Tarn S.A. |Le conseil a voté. |MM. Aulne et Tarn sont venus.")]
    [InlineData("es", "El Gral. Aliso, el Sgto. Quilla y el Pdte. Tarn leyeron la p. ej. ley núm. 5. |Luego salieron.")]
    [InlineData("es", "Trabaja en Tarn S.A. |El consejo votó. |Dña. Ana Aliso vive en la Avda. Central. |Son las 5 p. m. |La puerta cerró.")]
    [InlineData("pt", "O Alm. Amieiro e o Sgt. Quilha leram o n.º 5. |Depois saíram. |Trabalha na Tarn Ltda. |O conselho votou.")]
    [InlineData("it", "L’on. Ontano, il magg. Tarn e l’amm. Chiglia leggono il n. 5. |Poi escono. |Lavora alla Tarn S.p.A. |Il consiglio vota.")]
    [InlineData("nl", "Kol. Els, mr. drs. Kiel en gen. Tarn lazen nr. 5. |Daarna gingen zij. |Hij werkt bij Tarn N.V. |De raad koos.")]
    [InlineData("ru", "Ген. Ольхин, адм. Ивин и доц. Рябин читали п. 5. |Потом ушли. |Это стоило 4,5 тыс. руб. |Власти молчат.")]
    [InlineData("ru", "Писал Ольхин А. Б. |Никто не ответил.")]
    [InlineData("sv", "Gen. Alm, övlt. Tarn och kapt. Ek läste nr. 5. |Sedan gick de. |Det kostar 5 kr. |Ingen visste.")]
    [InlineData("da", "Gen. Elm og kapt. Tarn læste nr. 5. |Så gik de.")]
    [InlineData("no", "Gen. Alm og kapt. Tarn leste nr. 5. |Så gikk de.")]
    [InlineData("pl", "Gen. Olcha i kpt. Tarn czytali nr. 5. |To było późno.")]
    [InlineData("uk", "Ген. Вільхін і проф. Тарн читали ст. 5. |Ніхто не знав.")]
    [InlineData("ar", "صرّح د. سالم بأن النسبة بلغت 4.5% أمس. |وصل م. كامل و أ. د. ليلى إلى م.ت.ف. في الساعة 12.00 ظهرًا. |انتهى.")]
    [InlineData("ar", "بلغت النسبة ٤.٥. |ثم هبطت.")]
    [InlineData("hi", "डॉ. शर्मा और प्रो. वर्मा आए। |कल धूप होगी।")]
    [InlineData("fa", "نرخ به 4.5 رسید. |سپس افتاد.")]
    [InlineData("el", "Ο κ. Τάρνος και η δρ. Ελιά ήρθαν. |Μετά έφυγαν.")]
    [InlineData("tr", "Sn. Meşe ve Prof. Dr. Tarn geldi. |Sonra gittiler. |Oran 4.5 oldu.")]
    public void A_point_after_an_abbreviation_ends_a_sentence_only_where_another_begins(string language, string marked) =>
        Sentences_end_where_a_reader_sees_their_end(language, marked);

    [Theory]
    [InlineData("One line\n\nand another", "One line|and another")]
    [InlineData("A title of the page\nThe mayor of the town spoke on Monday about the bridge and what comes after it, to everyone.", "A title of the page|The mayor of the town spoke on Monday about the bridge and what comes after it, to everyone.")]
    [InlineData("The mayor of the town spoke on Monday about the bridge that the\nCouncil of the valley had closed in spring, and he asked everybody\nfor patience.", "The mayor of the town spoke on Monday about the bridge that the\nCouncil of the valley had closed in spring, and he asked everybody\nfor patience.")]
    [InlineData("The bridge over the river at Orrin as it was seen by everybody on Monday\nUpdated on Monday\nThe mayor of the town spoke on Monday about the bridge and about what comes after it, to everyone who wanted to know what.", "The bridge over the river at Orrin as it was seen by everybody on Monday|Updated on Monday|The mayor of the town spoke on Monday about the bridge and about what comes after it, to everyone who wanted to know what.")]
    [InlineData("They had told Mr.\nAlder about it. He\nknew.", "They had told Mr.\nAlder about it.|He\nknew.")]
    [InlineData("What is new:\n- the bridge is closed\n- the road is open\n• Schools are shut", "What is new:|the bridge is closed|the road is open|Schools are shut")]
    [InlineData("1. Take the road.\n2. Leave the bridge.", "1. Take the road.|2. Leave the bridge.")]
    [InlineData("  \u200B \r\n It was. \r\n\r\n\t It is.\u00A0", "It was.|It is.")]
    [InlineData("“It was late. Nobody came.\n“Then it was over,” he said.", "“It was late.|Nobody came.|“Then it was over,” he said.")]
    [InlineData("TARN, Mo. — Mayor Ines Quill of Orrin came.", "TARN, Mo.|Mayor Ines Quill of Orrin came.")]
    [InlineData("", "")]
    [InlineData(" \n\r\n \u2028", "")]
    public void Lines_end_sentences_unless_they_were_wrapped(string text, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Sentences(text, "en"));

    [Fact]
    public void A_sentence_too_long_to_be_shown_is_left_out()
    {
        var text = $"It begins. {string.Concat(Enumerable.Repeat("And on ", 200))}. It ends.";
        Assert.Equal(["It begins.", "It ends."], Sentences(text, "en"));
    }

    [Fact]
    public void No_more_sentences_are_appended_than_asked_for()
    {
        var cuts = new List<SentenceCut> { new(0, 1) };
        SentenceSplitter.Split("One is here. Two is here. Three is here.", "en", cuts, 2);
        Assert.Equal(3, cuts.Count);
        SentenceSplitter.Split("One is here.", "en", cuts, 0);
        Assert.Equal(3, cuts.Count);
    }

    [Theory]
    [MemberData(nameof(InventedProse.Languages), MemberType = typeof(InventedProse))]
    public void Cuts_are_ordered_disjoint_trimmed_and_within_whatever_the_text(string language)
    {
        foreach (var text in InventedProse.Rubbish(language, texts: 400))
        {
            var cuts = new List<SentenceCut>();
            SentenceSplitter.Split(text, language, cuts, 1000);
            var end = 0;
            foreach (var cut in cuts)
            {
                Assert.InRange(cut.Start, end, text.Length - 1);
                Assert.InRange(cut.Length, 1, SentenceSplitter.MostChars);
                end = cut.Start + cut.Length;
                Assert.InRange(end, 1, text.Length);
                Assert.False(char.IsWhiteSpace(text[cut.Start]) || char.IsWhiteSpace(text[end - 1]), $"'{text}' at {cut}");
            }
        }
    }

    [Fact]
    public void Nothing_but_space_and_bullets_lies_between_the_cuts_of_short_sentences()
    {
        foreach (var text in InventedProse.Rubbish("en", texts: 400).Where(text => text.Length < SentenceSplitter.MostChars))
        {
            var cuts = new List<SentenceCut>();
            SentenceSplitter.Split(text, "en", cuts, 10_000);
            var at = 0;
            foreach (var cut in cuts.Append(new SentenceCut(text.Length, 0)))
            {
                Assert.DoesNotContain(text[at..cut.Start], char.IsLetterOrDigit);
                at = cut.Start + cut.Length;
            }
        }
    }

    [Theory]
    [MemberData(nameof(InventedProse.Hostile), MemberType = typeof(InventedProse))]
    public void A_hostile_text_costs_little_more_than_prose_of_its_size(string name, string pattern)
    {
        // Twice the text may cost twice the time, not four times: with 8 times the text, 64 tells itself from 8 on any machine.
        double little = 0, much = 0;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            little = CostOf(Repeated(pattern, 125_000));
            much = CostOf(Repeated(pattern, 1_000_000));
            if (much < 28 * Math.Max(little, 0.5))
                return;
        }
        Assert.Fail($"{name}: {little:F1} ms for 125,000 characters, {much:F1} ms for a million");
    }

    private static string Repeated(string pattern, int length) => string.Concat(Enumerable.Repeat(pattern, length / pattern.Length));

    // The best of a few runs: a busy machine makes any single one long.
    private static double CostOf(string text)
    {
        var best = double.MaxValue;
        for (var run = 0; run < 4; run++)
        {
            var cuts = new List<SentenceCut>();
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            SentenceSplitter.Split(text, "de", cuts, int.MaxValue / 2);
            best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return best;
    }

    private static string[] Sentences(string text, string language)
    {
        var cuts = new List<SentenceCut>();
        SentenceSplitter.Split(text, language, cuts, 1000);
        return [.. cuts.Select(cut => text.Substring(cut.Start, cut.Length))];
    }
}
