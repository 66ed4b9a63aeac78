using System.Text;
using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Tests.Unit.Engine.Syndication;

/// <summary>Texts of made-up words and what desks do to them: copied as they are, cut from the end, edited, cut to a line.</summary>
internal sealed class InventedTexts
{
    private const string Onsets = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";
    private static readonly ArticleAnalyzer Analyzer = new(new EngineOptions());

    private readonly string[][] _sentences;

    public InventedTexts(Random random, int texts)
    {
        _sentences = new string[texts][];
        for (var i = 0; i < texts; i++)
            _sentences[i] = [.. Enumerable.Range(0, random.Next(3, 14)).Select(_ => Sentence(random))];
    }

    /// <summary>A version of one of the texts, signed. Some have no text, or hardly any.</summary>
    public ContentSignature Any(Random random)
    {
        var sentences = _sentences[random.Next(_sentences.Length)];
        var title = sentences[0].TrimEnd('.');
        var text = random.Next(8) switch
        {
            0 or 1 or 2 => string.Join(' ', sentences),
            3 or 4 => string.Join(' ', sentences.Take((sentences.Length + 1) / 2 + random.Next(sentences.Length / 2 + 1))),
            5 => Edited(random, sentences),
            6 => string.Join(' ', sentences.Take(2).Concat(_sentences[random.Next(_sentences.Length)].Take(2))),
            _ => random.Next(2) == 0 ? "" : "Read on.",
        };
        return Sign(title, text);
    }

    public static ContentSignature Sign(string title, string text) => Analyzer.Analyse(new ArticleText(title, text, "en", null)).Signature;

    private static string Edited(Random random, string[] sentences)
    {
        var words = string.Join(' ', sentences).Split(' ');
        for (var i = 0; i < words.Length / 25; i++)
            words[random.Next(words.Length)] = Word(random);
        return string.Join(' ', words);
    }

    private static string Sentence(Random random)
    {
        var sentence = new StringBuilder();
        for (var i = random.Next(6, 16); i > 0; i--)
            sentence.Append(sentence.Length == 0 ? "" : " ").Append(Word(random));
        sentence[0] = char.ToUpperInvariant(sentence[0]);
        return sentence.Append('.').ToString();
    }

    private static string Word(Random random)
    {
        var word = new StringBuilder();
        for (var i = random.Next(2, 5); i > 0; i--)
            word.Append(Onsets[random.Next(Onsets.Length)]).Append(Vowels[random.Next(Vowels.Length)]);
        return word.ToString();
    }
}
