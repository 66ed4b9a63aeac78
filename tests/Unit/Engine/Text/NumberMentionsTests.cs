using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class NumberMentionsTests
{
    // Each number as "text=value kind", then "~qualifier" and "#unit" if it has them.
    [Theory]
    [InlineData("en", "At least 12 people died.", "12=12 Count ~At least #people")]
    [InlineData("en", "The flood left 15 dead and 30 wounded.", "15=15 Count #dead|30=30 Count #wounded")]
    [InlineData("en", "The flood killed 12.", "12=12 Count #killed")]
    [InlineData("en", "The death toll rose to 15 on Monday.", "15=15 Count #toll")]
    [InlineData("en", "More than 1,200 homes were lost.", "1,200=1200 Count ~More than #homes")]
    [InlineData("en", "About 1.3 million people fled.", "1.3 million=1300000 Count ~About #people")]
    [InlineData("en", "It cost $11 trillion, up to €5.5bn or US$20.", "$11 trillion=11000000000000 Money|€5.5bn=5500000000 Money ~up to|US$20=20 Money")]
    [InlineData("en", "Some 40 million dollars and 30 euros went.", "40 million dollars=40000000 Money ~Some|30 euros=30 Money")]
    [InlineData("en", "Prices rose 3.5% and then nearly 4 percent.", "3.5%=3.5 Percent|4 percent=4 Percent ~nearly")]
    [InlineData("en", "Twelve soldiers and two dozen officers came.", "Twelve=12 Count #soldiers|two dozen=24 Count #officers")]
    [InlineData("en", "A dozen students and about a hundred teachers left.", "A dozen=12 Count #students|a hundred=100 Count ~about #teachers")]
    [InlineData("en", "Twenty-one bridges and one hundred and five roads closed.", "Twenty-one=21 Count #bridges|one hundred and five=105 Count #roads")]
    [InlineData("en", "Three thousand five hundred houses burned.", "Three thousand five hundred=3500 Count #houses")]
    [InlineData("en", "One person was hurt, one of them badly.", "One=1 Count #person")]
    [InlineData("en", "No one saw that one.", "")]
    [InlineData("en", "On March 3, 2021, at 5:30 p.m. it fell.", "3=3 Date|2021=2021 Date|5:30=5 Time")]
    [InlineData("en", "It opened on 3 March 2021 at 5 p.m. and on 5/3/2022.", "3=3 Date|2021=2021 Date|5=5 Time|5/3/2022=5 Date")]
    [InlineData("en", "In the 1990s it was the 5th bridge.", "1990s=1990 Date|5th=5 Ordinal")]
    [InlineData("en", "The court ruled 5-4 and Orrin won 3-2.", "5-4=5 Score|3-2=3 Score")]
    [InlineData("en", "The 15-year-old felt the 6.4-magnitude quake.", "15=15 Other|6.4=6.4 Count #magnitude")]
    [InlineData("en", "Ines Quill, 34, read Section 230 of the act.", "34=34 Other|230=230 Other")]
    [InlineData("en", "Covid-19 took 20km of road and 12 American soldiers.", "19=19 Other|20=20 Count #km|12=12 Count #soldiers")]
    [InlineData("en", "He got 2,000 votes.", "2,000=2000 Count #votes")]
    [InlineData("en", "More than 2000 people came in 2020.", "2000=2000 Count ~More than #people|2020=2020 Date")]
    [InlineData("en", "On Dec. 12 the Group of Seven met, as in 1860.", "12=12 Date|1860=1860 Date")]
    [InlineData("de", "Mindestens 12 Menschen starben am 3. März 2021.", "12=12 Count ~Mindestens #Menschen|3=3 Date|2021=2021 Date")]
    [InlineData("de", "Das kostet 11,5 Milliarden Euro, etwa 1.200 Euro mehr.", "11,5 Milliarden Euro=11500000000 Money|1.200 Euro=1200 Money ~etwa")]
    [InlineData("de", "Zwölf Soldaten und rund 3,5 Prozent der Bürger kamen um 15 Uhr.", "Zwölf=12 Count #Soldaten|3,5 Prozent=3.5 Percent ~rund|15=15 Time")]
    [InlineData("de", "Es gab 15 Tote und 3 Mio. Euro Schaden.", "15=15 Count #Tote|3 Mio. Euro=3000000 Money")]
    [InlineData("fr", "Au moins 12 personnes sont mortes le 3 mars 2021.", "12=12 Count ~Au moins #personnes|3=3 Date|2021=2021 Date")]
    [InlineData("fr", "Plus de 12 500 habitants et 3,5 % des élus.", "12 500=12500 Count ~Plus de #habitants|3,5 %=3.5 Percent")]
    [InlineData("fr", "Douze soldats et 5 millions d'euros.", "Douze=12 Count #soldats|5 millions d'euros=5000000 Money")]
    [InlineData("es", "Al menos 12 personas murieron el 3 de marzo de 2021.", "12=12 Count ~Al menos #personas|3=3 Date|2021=2021 Date")]
    [InlineData("es", "Doce soldados y 1.200 millones de euros.", "Doce=12 Count #soldados|1.200 millones de euros=1200000000 Money")]
    [InlineData("pt", "Pelo menos 12 pessoas morreram em 3 de março de 2021.", "12=12 Count ~Pelo menos #pessoas|3=3 Date|2021=2021 Date")]
    [InlineData("it", "Almeno 12 persone e 3,5 milioni di euro.", "12=12 Count ~Almeno #persone|3,5 milioni di euro=3500000 Money")]
    [InlineData("nl", "Minstens 12 doden en 1,5 miljoen euro op 3 maart 2021.", "12=12 Count ~Minstens #doden|1,5 miljoen euro=1500000 Money|3=3 Date|2021=2021 Date")]
    [InlineData("ru", "Не менее 12 человек погибли 3 марта 2021 года.", "12=12 Count ~Не менее #человек|3=3 Date|2021=2021 Date")]
    [InlineData("ru", "Это стоило 12 500 рублей и 3,5 млн евро.", "12 500 рублей=12500 Money|3,5 млн евро=3500000 Money")]
    [InlineData("sv", "Minst 12 personer dog den 3 mars 2021.", "12=12 Count ~Minst #personer|3=3 Date|2021=2021 Date")]
    [InlineData("sv", "Det kostar 1,5 miljarder kronor, 3 procent mer.", "1,5 miljarder kronor=1500000000 Money|3 procent=3 Percent")]
    public void Numbers_are_found_with_what_they_count(string language, string sentence, string expected)
    {
        var found = new List<NumberMention>();
        NumberMentions.Find(sentence, language, found);
        Assert.Equal(expected, string.Join('|', found.Select(number => Shown(sentence, number))));
    }

    // As above; a range as "low..high".
    [Theory]
    [InlineData("en", "Half a dozen people and two dozen dogs came.", "Half a dozen=6 Count #people|two dozen=24 Count #dogs")]
    [InlineData("en", "A half-dozen people, half a million homes and dozens of cars.",
        "A half-dozen=6 Count #people|half a million=500000 Count #homes")]
    [InlineData("en", "It took two and a half times as long, one and a half million people and a million and a half votes.",
        "two and a half=2.5 Count #times|one and a half million=1500000 Count #people|a million and a half=1500000 Count #votes")]
    [InlineData("en", "Half of the houses and hundreds of people, several dozen at least.", "")]
    [InlineData("de", "Ein halbes Dutzend Menschen, zwei Dutzend Häuser, eine halbe Million Euro und anderthalb Millionen Stimmen.",
        "Ein halbes Dutzend=6 Count #Menschen|zwei Dutzend=24 Count #Häuser|eine halbe Million Euro=500000 Money|anderthalb Millionen=1500000 Count #Stimmen")]
    [InlineData("de", "Dutzende Menschen, ein paar Dutzend Häuser.", "")]
    [InlineData("fr", "Une demi-douzaine de personnes, une vingtaine de morts et deux millions et demi d'euros.",
        "Une demi-douzaine=6 Count #personnes|une vingtaine=20 Count #morts|deux millions et demi d'euros=2500000 Money")]
    [InlineData("es", "Media docena de personas, dos docenas de casas y medio millón de euros.",
        "Media docena=6 Count #personas|dos docenas=24 Count #casas|medio millón de euros=500000 Money")]
    [InlineData("pt", "Meia dúzia de pessoas, duas dúzias de casas e meio milhão de euros.",
        "Meia dúzia=6 Count #pessoas|duas dúzias=24 Count #casas|meio milhão de euros=500000 Money")]
    [InlineData("it", "Mezza dozzina di persone, una ventina di case e due milioni e mezzo di euro.",
        "Mezza dozzina=6 Count #persone|una ventina=20 Count #case|due milioni e mezzo di euro=2500000 Money")]
    [InlineData("nl", "Een half dozijn mensen, twee dozijn huizen en anderhalf miljoen euro.",
        "Een half dozijn=6 Count #mensen|twee dozijn=24 Count #huizen|anderhalf miljoen euro=1500000 Money")]
    [InlineData("ru", "Полдюжины человек, два десятка домов и полтора миллиона рублей.",
        "Полдюжины=6 Count #человек|два десятка=20 Count #домов|полтора миллиона рублей=1500000 Money")]
    [InlineData("sv", "Ett halvt dussin personer, ett tjugotal hus och en och en halv miljon kronor.",
        "Ett halvt dussin=6 Count #personer|ett tjugotal=20 Count #hus|en och en halv miljon kronor=1500000 Money")]
    [InlineData("en", "The flood drove 12 500 people and 1 200 000 cattle out.",
        "12 500=12500 Count #people|1 200 000=1200000 Count #cattle")]
    [InlineData("en", "It hit 12\u2009500 people, 12\u00A0500 homes and 12'500 cars.",
        "12\u2009500=12500 Count #people|12\u00A0500=12500 Count #homes|12'500=12500 Count #cars")]
    [InlineData("en", "On May 12 500 people came by Route 66 120 miles.",
        "12=12 Date|500=500 Count #people|66=66 Other|120=120 Count #miles")]
    [InlineData("de", "Es traf 12.500 Menschen, 12 500 Häuser, 12’500 Autos und 1.200.000 Euro.",
        "12.500=12500 Count #Menschen|12 500=12500 Count #Häuser|12’500=12500 Count #Autos|1.200.000 Euro=1200000 Money")]
    [InlineData("es", "Eran 12.500 personas, 12 500 casas y 3,5 millones.",
        "12.500=12500 Count #personas|12 500=12500 Count #casas|3,5 millones=3500000 Count")]
    [InlineData("nl", "Het trof 12.500 mensen en 12 500 huizen.", "12.500=12500 Count #mensen|12 500=12500 Count #huizen")]
    [InlineData("fr", "Il y avait 1 234,5 tonnes.", "1 234,5=1234.5 Count #tonnes")]
    [InlineData("en", "A wall 30m high, 5m wide, and a 20m drop.", "30=30 Count #m|5=5 Count #m|20=20 Count #m")]
    [InlineData("en", "$30m, £30m, 30m euros, 30m people and 30M votes.",
        "$30m=30000000 Money|£30m=30000000 Money|30m euros=30000000 Money|30m=30000000 Count #people|30M=30000000 Count #votes")]
    [InlineData("en", "Repairs cost R1.2bn, or 1.2 billion rand, or Rs500.",
        "R1.2bn=1200000000 Money|1.2 billion rand=1200000000 Money|Rs500=500 Money")]
    [InlineData("en", "It cost CHF 500, EUR 1.2 million and 2½ million pounds.",
        "CHF 500=500 Money|EUR 1.2 million=1200000 Money|2½ million pounds=2500000 Money")]
    [InlineData("de", "Das kostet 966 Mio. Euro, 966 Millionen US-Dollar oder CHF 12’500.",
        "966 Mio. Euro=966000000 Money|966 Millionen US-Dollar=966000000 Money|CHF 12’500=12500 Money")]
    [InlineData("fr", "Cela coûte 30 M€, 1,2 Md€ ou 3 milliards de dollars.",
        "30 M€=30000000 Money|1,2 Md€=1200000000 Money|3 milliards de dollars=3000000000 Money")]
    [InlineData("en", "Prices rose 12 %, 12pc, 12 per cent, twelve percent and a 12-percent part.",
        "12 %=12 Percent|12pc=12 Percent|12 per cent=12 Percent|twelve percent=12 Percent|12-percent=12 Percent")]
    [InlineData("de", "Es sind 12 %, 12 Prozent und ein 12-prozentiger Anteil.",
        "12 %=12 Percent|12 Prozent=12 Percent|12-prozentiger=12 Percent")]
    [InlineData("ru", "Это 12 % и 3,5 процента.", "12 %=12 Percent|3,5 процента=3.5 Percent")]
    [InlineData("en", "20 to 30 people, 20-30 homes and between 20 and 30 cars.",
        "20 to 30=20..30 Count #people|20-30=20..30 Count #homes|20 and 30=20..30 Count ~between #cars")]
    [InlineData("en", "From $20 million to $30 million, 20 to 30 million dollars, 20-30% and $20-30m.",
        "$20 million to $30 million=20000000..30000000 Money|20 to 30 million dollars=20000000..30000000 Money|20-30%=20..30 Percent|$20-30m=20000000..30000000 Money")]
    [InlineData("en", "It fell 2.5 percentage points to 12.5%.", "2.5 percentage points=2.5 Percent|12.5%=12.5 Percent")]
    [InlineData("en", "Children aged 5 to 11 were hurt.", "5=5 Other|11=11 Other")]
    [InlineData("en", "Two or three people and ten to twelve dogs.",
        "Two=2 Count|three=3 Count #people|ten to twelve=10..12 Count #dogs")]
    [InlineData("de", "20 bis 30 Menschen, zwischen 20 und 30 Häuser und 3 bis 4 Prozent.",
        "20 bis 30=20..30 Count #Menschen|20 und 30=20..30 Count ~zwischen #Häuser|3 bis 4 Prozent=3..4 Percent")]
    [InlineData("fr", "20 à 30 personnes et entre 20 et 30 maisons.",
        "20 à 30=20..30 Count #personnes|20 et 30=20..30 Count ~entre #maisons")]
    [InlineData("es", "De 20 a 30 personas y entre 20 y 30 casas.",
        "20 a 30=20..30 Count #personas|20 y 30=20..30 Count ~entre #casas")]
    [InlineData("pt", "De 20 a 30 pessoas e entre 20 e 30 casas.", "20 a 30=20..30 Count #pessoas|20 e 30=20..30 Count ~entre #casas")]
    [InlineData("it", "Da 20 a 30 persone e tra 20 e 30 case.", "20 a 30=20..30 Count #persone|20 e 30=20..30 Count ~tra #case")]
    [InlineData("nl", "20 tot 30 mensen en tussen 20 en 30 huizen.",
        "20 tot 30=20..30 Count #mensen|20 en 30=20..30 Count ~tussen #huizen")]
    [InlineData("ru", "От 20 до 30 человек и 20–30 домов.", "20 до 30=20..30 Count #человек|20–30=20..30 Count #домов")]
    [InlineData("sv", "20 till 30 personer och mellan 20 och 30 hus.",
        "20 till 30=20..30 Count #personer|20 och 30=20..30 Count ~mellan #hus")]
    [InlineData("en", "A girl, 17, a 15-year-old, two 16-year-olds and a boy aged 12 left.",
        "17=17 Other|15=15 Other|two=2 Count|16=16 Other|12=12 Other")]
    [InlineData("en", "He is 15 years old and she is 40.", "15=15 Other|40=40 Count")]
    [InlineData("de", "Ein 15-Jähriger, eine 16-jährige Schülerin, eine 17jährige und ein Mann im Alter von 40 Jahren.",
        "15=15 Other|16=16 Other|17jährige=17 Other|ein=1 Count #Mann|40=40 Other")]
    [InlineData("nl", "Een 15-jarige jongen en een 16-jarige.", "15=15 Other|16=16 Other")]
    [InlineData("ru", "15-летний подросток погиб.", "15=15 Other")]
    [InlineData("sv", "En 15-årig flicka och en 16-åring.", "15=15 Other|16=16 Other")]
    [InlineData("it", "Un 15enne e una ragazza, 17, uscirono.", "15enne=15 Other|17=17 Other")]
    [InlineData("en", "In 2025–26 it held until 2.15pm, at 14.30 and 2:15 p.m. on highway 12 and the A7.",
        "2025–26=2025 Date|2.15pm=2.15 Time|14.30=14.3 Time|2:15=2 Time|12=12 Other")]
    [InlineData("de", "Ulmen gewann 3:2 um 14.30 Uhr und um 15.30 auf der Bundesstraße 27.",
        "3:2=3 Score|14.30=14.3 Time|15.30=15.3 Time|27=27 Other")]
    [InlineData("en", "One in five people, two in 10 voters and three out of four homes.",
        "five=5 Other|two=2 Count|10=10 Other|three=3 Count|four=4 Other")]
    [InlineData("fr", "Une personne sur cinq est venue.", "Une=1 Count #personne|cinq=5 Other")]
    [InlineData("de", "Sie töteten Anna Ulm (34) und ein Kind.", "34=34 Other|ein=1 Count #Kind")]
    [InlineData("en", "The crash killed a boy of 12, Ines Quill (34) and a girl, 17.", "12=12 Other|34=34 Other|17=17 Other")]
    [InlineData("en", "Four dead, 12 hurt, 15 missing.", "Four=4 Count #dead|12=12 Count #hurt|15=15 Count #missing")]
    [InlineData("en", "It costs $966 M, Rs 5 crore and half a billion dollars.",
        "$966 M=966000000 Money|Rs 5 crore=50000000 Money|half a billion dollars=500000000 Money")]
    [InlineData("en", "Orrin lost 1-2 and won 6-4, 6-3 in 2019.", "1-2=1 Score|6-4=6 Score|6-3=6 Score|2019=2019 Date")]
    public void Numbers_in_words_groups_and_ranges_have_their_value_and_what_is_no_count_is_none(string language, string sentence,
        string expected) =>
        Numbers_are_found_with_what_they_count(language, sentence, expected);

    [Theory]
    [MemberData(nameof(InventedProse.Languages), MemberType = typeof(InventedProse))]
    public void Numbers_lie_within_the_sentence_in_order_whatever_the_text(string language)
    {
        foreach (var text in InventedProse.Rubbish(language, texts: 400))
        {
            var found = new List<NumberMention>();
            NumberMentions.Find(text, language, found);
            var end = 0;
            foreach (var number in found)
            {
                Assert.InRange(number.Start, end, text.Length - 1);
                end = number.Start + number.Length;
                Assert.InRange(end, number.Start + 1, text.Length);
                Assert.InRange(number.QualifierStart, -1, number.Start);
                Assert.True(number.UnitStart < 0 ? number.UnitLength == 0 : number.UnitLength > 0 && number.UnitStart + number.UnitLength <= text.Length, $"'{text}': {number}");
                Assert.True(double.IsFinite(number.Value) && number.High >= number.Value);
            }
        }
    }

    private static string Shown(string sentence, NumberMention number)
    {
        var shown = string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{sentence.AsSpan(number.Start, number.Length)}={number.Value}");
        if (number.High > number.Value)
            shown += string.Create(System.Globalization.CultureInfo.InvariantCulture, $"..{number.High}");
        shown += $" {number.Kind}";
        if (number.QualifierStart >= 0)
            shown += " ~" + sentence[number.QualifierStart..number.Start].TrimEnd();
        if (number.UnitStart >= 0)
            shown += $" #{sentence.AsSpan(number.UnitStart, number.UnitLength)}";
        return shown;
    }
}
