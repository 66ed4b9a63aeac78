using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class StemmingTests
{
    [Theory]
    [InlineData("en", "strike", "strikes", "striking")]
    [InlineData("en", "killed", "kills", "killing")]
    [InlineData("en", "plan", "plans", "planned")]
    [InlineData("en", "vote", "voted", "voting")]
    [InlineData("en", "city", "cities", "city")]
    [InlineData("en", "charge", "charged", "charges")]
    [InlineData("de", "wahl", "wahlen", "wahl")]
    [InlineData("de", "angriff", "angriffe", "angriffen")]
    [InlineData("de", "regierung", "regierungen", "regierung")]
    [InlineData("en", "fire", "fires", "fired")]
    [InlineData("en", "eat", "eats", "eating")]
    [InlineData("fr", "élection", "élections", "élection")]
    [InlineData("fr", "président", "présidents", "président")]
    [InlineData("es", "gobierno", "gobiernos", "gobierno")]
    [InlineData("ru", "выборы", "выборов", "выборам")]
    [InlineData("pt", "eleição", "eleições", "eleição")]
    [InlineData("it", "governo", "governi", "governo")]
    [InlineData("nl", "straat", "straten", "straat")]
    [InlineData("nl", "regering", "regeringen", "regering")]
    public void Inflections_of_one_word_have_one_stem(string language, string first, string second, string third)
    {
        Assert.Equal(Stem(language, first), Stem(language, second));
        Assert.Equal(Stem(language, first), Stem(language, third));
    }

    [Theory]
    [InlineData("en", "string", "strong")]
    [InlineData("en", "general", "generate")]
    [InlineData("en", "police", "policy")]
    [InlineData("en", "business", "busy")]
    [InlineData("de", "regierung", "region")]
    [InlineData("nl", "minister", "ministerie")]
    public void Different_words_keep_different_stems(string language, string first, string second) =>
        Assert.NotEqual(Stem(language, first), Stem(language, second));

    [Fact]
    public void An_unknown_language_is_left_alone() => Assert.Equal("gazeteler", Stem("tr", "gazeteler"));

    private static string Stem(string language, string word)
    {
        var letters = new char[100];
        word.CopyTo(letters);
        return new string(letters, 0, Stemming.Stem(language, letters, word.Length));
    }
}
