using StoryClustering.Engine;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Syndication;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Syndication;

public class SignatureSetTests
{
    private static readonly ArticleAnalyzer Analyzer = new(new EngineOptions());

    [Fact]
    public void The_original_of_a_reprint_is_found_and_forgotten_when_removed()
    {
        var set = new SignatureSet();
        for (var i = 0; i < 8; i++)
            set.Add(InventedNews.Id(i), Signature(i));
        for (var i = 0; i < 8; i++)
            Assert.Equal(InventedNews.Id(i), set.FindNearDuplicate(Signature(i)));
        Assert.True(set.Remove(InventedNews.Id(3)));
        Assert.False(set.Remove(InventedNews.Id(3)));
        Assert.Null(set.FindNearDuplicate(Signature(3)));
        Assert.Equal(7, set.Count);
    }

    [Fact]
    public void Of_two_equal_originals_the_one_added_first_is_given()
    {
        var set = new SignatureSet();
        set.Add("b", Signature(0));
        set.Add("a", Signature(0));
        Assert.Equal("b", set.FindNearDuplicate(Signature(0)));
    }

    [Fact]
    public void The_oldest_original_is_forgotten_when_the_set_is_full()
    {
        var set = new SignatureSet(3);
        for (var i = 0; i < 5; i++)
            set.Add(InventedNews.Id(i), Signature(i));
        Assert.Equal(3, set.Count);
        Assert.Null(set.FindNearDuplicate(Signature(1)));
        Assert.Equal(InventedNews.Id(2), set.FindNearDuplicate(Signature(2)));
    }

    [Fact]
    public void Adding_an_article_again_replaces_its_signature()
    {
        var set = new SignatureSet();
        set.Add("a", Signature(0));
        set.Add("a", Signature(1));
        Assert.Equal(1, set.Count);
        Assert.Null(set.FindNearDuplicate(Signature(0)));
        set.Add("a", ContentSignature.Empty);
        Assert.Equal(0, set.Count);
    }

    [Fact]
    public void An_empty_signature_finds_nothing()
    {
        var set = new SignatureSet();
        set.Add("a", Signature(0));
        Assert.Null(set.FindNearDuplicate(ContentSignature.Empty));
    }

    private static ContentSignature Signature(int number) => Analyzer.Analyse(InventedNews.QuakeInVarna[number]).Signature;
}
