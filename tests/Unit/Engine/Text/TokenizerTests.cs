using StoryClustering.Engine.Text;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Text;

public class TokenizerTests
{
    [Theory]
    [InlineData("Storm hits coast", "storm|hits|coast")]
    [InlineData("Merkel's plan, the boys' plan", "merkel|plan|the|boys|plan")]
    [InlineData("They don’t agree", "they|dont|agree")]
    [InlineData("L'accord qu'il a signé", "accord|il|a|signé")]
    [InlineData("dell'Unione e l'Italia", "unione|e|italia")]
    [InlineData("a 5.6 magnitude, 1,000 homes, 12.", "a|5.6|magnitude|1000|homes|12")]
    [InlineData("The U.S. and the E.U. agree.", "the|us|and|the|eu|agree")]
    [InlineData("Covid-19 in Baden-Württemberg", "covid|19|in|baden|württemberg")]
    [InlineData("Ένα νέο σχέδιο", "ένα|νέο|σχέδιο")]
    [InlineData("Москва и Киев", "москва|и|киев")]
    [InlineData("", "")]
    [InlineData(" \t\r\n…!?—", "")]
    public void Words_are_cut_and_lower_cased(string text, string expected) => Assert.Equal(expected, Words(text));

    [Fact]
    public void Scripts_without_spaces_are_cut_into_pairs_of_characters()
    {
        Assert.Equal("東京|京で|で地|地震", Words("東京で地震"));
        Assert.Equal("震", Words("震"));
        Assert.Equal("ab|東京|cd", Words("ab東京cd"));
    }

    [Fact]
    public void Decomposed_and_composed_accents_give_the_same_word() => Assert.Equal(Words("\u00E9lection"), Words("e\u0301lection"));

    [Fact]
    public void Vowel_points_do_not_make_another_word() => Assert.Equal(Words("محمد"), Words("مُحَمَّد"));

    [Fact]
    public void Emoji_control_characters_and_broken_surrogates_separate_words()
    {
        Assert.Equal("fire|in|town", Words("fire🔥in\0town"));
        Assert.Equal("a|b", Words("a\uD83Db"));
        Assert.Equal("a|b", Words("a\uDE00b\uD83D"));
    }

    [Fact]
    public void Invisible_characters_inside_a_word_are_ignored() => Assert.Equal("airport", Words("air\u00ADpo\u200Brt"));

    [Fact]
    public void Mixed_scripts_are_read_in_order() =>
        Assert.Equal("nato|и|россия|שלום|東京|x", Words("NATO и Россия: שלום, 東京 x"));

    [Fact]
    public void A_word_longer_than_the_limit_is_cut_and_the_rest_skipped()
    {
        var words = Scan(new string('a', 1000) + " b", 10);
        Assert.Equal(2, words.Count);
        Assert.Equal(Tokenizer.MaxWordLength, words[0].Length);
    }

    [Fact]
    public void No_more_words_are_read_than_asked_for()
    {
        Assert.Equal(7, Scan(string.Concat(Enumerable.Repeat("word ", 100)), 7).Count);
        Assert.Equal(7, Scan(new string('震', 100), 7).Count);
    }

    [Fact]
    public void Capitals_sentences_and_breaks_are_noted()
    {
        var words = Scan("Yesterday the NATO met Angela Merkel, who left. Nobody spoke", 20);
        Assert.True(words[0].Is(WordTraits.Capitalised) && words[0].Is(WordTraits.SentenceStart));
        Assert.False(words[1].Is(WordTraits.Capitalised));
        Assert.True(words[2].Is(WordTraits.AllCapitals));
        Assert.True(words[4].Is(WordTraits.Capitalised));
        Assert.False(words[4].Is(WordTraits.SentenceStart));
        Assert.False(words[5].Is(WordTraits.AfterBreak));
        Assert.True(words[6].Is(WordTraits.AfterBreak));
        Assert.False(words[6].Is(WordTraits.SentenceStart));
        Assert.True(words[8].Is(WordTraits.SentenceStart));
    }

    [Fact]
    public void The_place_in_the_source_covers_the_word()
    {
        const string Text = "In São Paulo, J.K. Rowling's";
        var words = Scan(Text, 20);
        var sources = new List<string>();
        for (var i = 0; i < words.Count; i++)
            sources.Add(Text[words[i].SourceStart..words[i].SourceEnd]);
        Assert.Equal(["In", "São", "Paulo", "J.K", "Rowling's"], sources);
    }

    private static TokenBuffer Scan(string text, int maxTokens)
    {
        var words = new TokenBuffer();
        Tokenizer.Scan(Tokenizer.Prepare(text), maxTokens, words);
        return words;
    }

    private static string Words(string text)
    {
        var words = Scan(text, 1000);
        var list = new List<string>();
        for (var i = 0; i < words.Count; i++)
            list.Add(words.Word(i).ToString());
        return string.Join('|', list);
    }
}
