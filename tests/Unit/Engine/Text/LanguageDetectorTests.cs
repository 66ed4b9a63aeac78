using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class LanguageDetectorTests
{
    [Theory]
    [InlineData("en", "The mayor said on Monday that the bridge would be closed for repairs until the end of the month.")]
    [InlineData("de", "Der Bürgermeister sagte am Montag, dass die Brücke wegen Reparaturen bis Ende des Monats gesperrt bleibt.")]
    [InlineData("fr", "Le maire a déclaré lundi que le pont serait fermé pour réparations jusqu'à la fin du mois.")]
    [InlineData("es", "El alcalde dijo el lunes que el puente estará cerrado por reparaciones hasta el final del mes.")]
    [InlineData("ru", "Мэр заявил в понедельник, что мост будет закрыт на ремонт до конца месяца.")]
    [InlineData("pt", "O prefeito disse na segunda-feira que a ponte ficará fechada para reparos até o fim do mês.")]
    [InlineData("it", "Il sindaco ha detto lunedì che il ponte resterà chiuso per lavori fino alla fine del mese.")]
    [InlineData("nl", "De burgemeester zei maandag dat de brug tot het einde van de maand dicht blijft voor reparaties.")]
    [InlineData("uk", "Мер заявив у понеділок, що міст буде закритий на ремонт до кінця місяця.")]
    [InlineData("ar", "قال رئيس البلدية يوم الاثنين إن الجسر سيغلق حتى نهاية الشهر")]
    [InlineData("he", "ראש העיר אמר ביום שני כי הגשר ייסגר עד סוף החודש")]
    [InlineData("ja", "市長は月曜日に橋が月末まで閉鎖されると述べた")]
    [InlineData("zh", "市长周一表示大桥将关闭至月底")]
    [InlineData("ko", "시장은 월요일 다리가 월말까지 폐쇄된다고 말했다")]
    [InlineData("th", "นายกเทศมนตรีกล่าวว่าสะพานจะปิดจนถึงสิ้นเดือน")]
    public void A_sentence_is_enough(string expected, string text) => Assert.Equal(expected, LanguageDetector.Detect("", text));

    [Theory]
    [InlineData("en", "Fire kills three in Bristol warehouse")]
    [InlineData("en", "Court blocks new mining plan")]
    [InlineData("de", "Zwei Tote nach Unwetter in Passau")]
    [InlineData("de", "Bahn streicht Züge wegen Streik")]
    [InlineData("fr", "Incendie à Lyon : deux blessés graves")]
    [InlineData("fr", "La grève des trains se poursuit")]
    [InlineData("es", "Un incendio deja tres muertos en Sevilla")]
    [InlineData("es", "El paro de trenes continúa en España")]
    [InlineData("ru", "Пожар на складе под Тверью")]
    [InlineData("pt", "Incêndio deixa três mortos em São Paulo")]
    [InlineData("it", "Incendio a Genova, tre morti nella notte")]
    [InlineData("nl", "Drie doden bij brand in Utrecht")]
    public void A_headline_is_enough(string expected, string title) => Assert.Equal(expected, LanguageDetector.Detect(title, ""));

    [Theory]
    [InlineData("")]
    [InlineData("2024 17:45 3.5")]
    [InlineData("🔥🔥🔥 \0\0")]
    [InlineData("Xqz")]
    public void Without_evidence_the_language_is_undetermined(string text) => Assert.Equal("und", LanguageDetector.Detect(text, ""));

    [Fact]
    public void Names_of_another_language_do_not_decide() =>
        Assert.Equal("en", LanguageDetector.Detect("São Paulo and the Champs-Élysées", "The two cities have signed a treaty on the future of their trams."));
}
