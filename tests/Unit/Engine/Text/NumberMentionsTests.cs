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
                Assert.True(double.IsFinite(number.Value));
            }
        }
    }

    private static string Shown(string sentence, NumberMention number)
    {
        var shown = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{sentence.AsSpan(number.Start, number.Length)}={number.Value} {number.Kind}");
        if (number.QualifierStart >= 0)
            shown += " ~" + sentence[number.QualifierStart..number.Start].TrimEnd();
        if (number.UnitStart >= 0)
            shown += $" #{sentence.AsSpan(number.UnitStart, number.UnitLength)}";
        return shown;
    }
}
