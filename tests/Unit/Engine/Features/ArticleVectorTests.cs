using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Features;

public class ArticleVectorTests
{
    private static readonly ArticleAnalyzer Analyzer = new(new EngineOptions());

    private static IEnumerable<ArticleVector> Vectors() =>
        InventedNews.QuakeInVarna.Concat(InventedNews.QuakeInCalderas).Concat(InventedNews.FerryStrike)
            .Select(article => Analyzer.Analyse(article).Vector)
            .Append(ArticleVector.Empty);

    [Fact]
    public void A_stored_vector_is_the_live_one_and_scores_exactly_the_same()
    {
        var live = Vectors().ToArray();
        var stored = live.Select(vector => ArticleVector.FromBytes(vector.ToBytes())).ToArray();
        for (var i = 0; i < live.Length; i++)
        {
            Assert.True(live[i].Ids.SequenceEqual(stored[i].Ids));
            Assert.Equal(live[i].HeadlineOnly, stored[i].HeadlineOnly);
            Assert.Equal(live[i].ToBytes(), stored[i].ToBytes());
            for (var j = 0; j < live.Length; j++)
            {
                Assert.Equal(ArticleVector.Dot(live[i], live[j]), ArticleVector.Dot(stored[i], live[j]));
                Assert.Equal(ArticleVector.Dot(live[i], live[j]), ArticleVector.Dot(stored[j], stored[i]));
            }
        }
    }

    [Fact]
    public void The_same_text_scores_about_one_and_no_more()
    {
        foreach (var vector in Vectors().Where(vector => vector.Count > 0))
            Assert.InRange(ArticleVector.Dot(vector, vector), 0.9f, 1.05f);
    }

    [Fact]
    public void The_contributions_of_the_blocks_add_up_to_the_score()
    {
        var a = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector;
        var b = Analyzer.Analyse(InventedNews.QuakeInVarna[1]).Vector;
        var byField = ArticleVector.DotByField(a, b);
        Assert.Equal(ArticleVector.Dot(a, b), byField.Sum(), 5);
        Assert.True(byField[(int)TermField.Name] > 0);
    }

    [Fact]
    public void A_full_text_vector_is_small_when_stored()
    {
        var text = string.Join(' ', Enumerable.Range(0, 2000).Select(i => $"word{i * 7919 % 1500}x Name{i % 90}"));
        var vector = Analyzer.Analyse(new ArticleText("A title of ten words about nothing much at all", text, "en", null)).Vector;
        Assert.InRange(vector.Count, 200, 300);
        Assert.InRange(vector.ToBytes().Length, 800, 1300);
    }

    [Fact]
    public void Every_truncated_or_extended_vector_is_refused()
    {
        var bytes = Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector.ToBytes();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => ArticleVector.FromBytes([.. bytes, 0]));
    }

    [Fact]
    public void Whether_an_article_stands_apart_is_stored_with_it()
    {
        var apart = Analyzer.Analyse(new ArticleText("Morning briefing: ferry, pier and a new mayor", "The ferry is aground.", "en",
            null)).Vector;
        Assert.True(apart.StandsApart && ArticleVector.FromBytes(apart.ToBytes()).StandsApart);
        Assert.False(ArticleVector.FromBytes(Analyzer.Analyse(InventedNews.QuakeInVarna[0]).Vector.ToBytes()).StandsApart);
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 255, 255 })]
    [InlineData(new byte[] { 1, 0, 2, 0, 8, 0, 200, 200 })]
    [InlineData(new byte[] { 1, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 200 })]
    [InlineData(new byte[] { 1, 0, 1, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 })]
    public void Garbage_is_refused(byte[] bytes) => Assert.Throws<FormatException>(() => ArticleVector.FromBytes(bytes));

    [Fact]
    public void Random_bytes_are_refused_or_read_but_never_crash()
    {
        var random = new Random(7);
        var buffer = new byte[200];
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = buffer.AsSpan(0, random.Next(buffer.Length));
            random.NextBytes(bytes);
            if (bytes.Length > 3)
                (bytes[0], bytes[1], bytes[3]) = (1, 0, 0);
            try
            {
                ArticleVector.FromBytes(bytes);
            }
            catch (FormatException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 15_000, 20_000);
    }
}
