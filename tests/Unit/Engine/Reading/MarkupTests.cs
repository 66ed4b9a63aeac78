using StoryClustering.Engine.Reading;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Reading;

public class MarkupTests
{
    [Theory]
    [InlineData("Pier &amp; quay", "Pier & quay")]
    [InlineData("Halcyon&#8217;s owner: &quot;no leak&quot;", "Halcyon\u2019s owner: \"no leak\"")]
    [InlineData("Halcyon&amp;#8217;s owner: &amp;quot;no leak&amp;quot;", "Halcyon\u2019s owner: \"no leak\"")]
    [InlineData("Fish &amp;amp;amp; chips", "Fish & chips")]
    [InlineData("R&amp;D", "R&D")]
    [InlineData("It&apos;s &#x2019;late&#X2019;", "It's \u2019late\u2019")]
    [InlineData("Ten &euro; &mdash; or caf&eacute;", "Ten \u20AC \u2014 or caf\u00E9")]
    [InlineData("the owner&#146;s &#150; word", "the owner\u2019s \u2013 word")] // numbers of Windows-1252
    [InlineData("one&nbsp;two", "one\u00A0two")]
    [InlineData("<b>Ferry</b> runs <a href=\"https://x.example/?a=1&amp;b=2\">aground</a>", "Ferry runs aground")]
    [InlineData("&lt;b&gt;Ferry&lt;/b&gt; aground", "Ferry aground")]
    [InlineData("&amp;lt;em&amp;gt;Ferry&amp;lt;/em&amp;gt; aground", "Ferry aground")]
    [InlineData("Why &lt;draft&gt; is on every page", "Why <draft> is on every page")]
    [InlineData("5 &lt; 6 &gt; 4", "5 < 6 > 4")]
    [InlineData("<![CDATA[Ferry aground]]>", "Ferry aground")]
    [InlineData("Ferry<!-- 7 --> aground", "Ferry aground")]
    [InlineData("a\u200Bgro\u00ADund\uFEFF \u200Eoff\u200F", "aground off")]
    [InlineData("\u202BOrrin\u202C", "Orrin")]
    [InlineData("<p>One.</p><p>Two.</p>", "One.\nTwo.")]
    [InlineData("<script>var a = 'Ferry';</script>Pier", "Pier")]
    public void What_readers_do_not_see_is_not_read(string sent, string read)
    {
        var view = Markup.View(sent);
        Assert.Equal(sent.Length, view.Length);
        Assert.Equal(read, string.Join('\n', Markup.Shown(view).Split('\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    }

    [Theory]
    [InlineData("Why the council writes <draft> on every page")]
    [InlineData("5 < 6 and 7 > 6")]
    [InlineData("AT&T, R&D; nothing else")]
    [InlineData("a &madeup; name & more")]
    [InlineData("&#xZZ; &#; &;")]
    [InlineData("&#1114112; is no character")]
    [InlineData("<b without an end")]
    [InlineData("family \U0001F468\u200D\U0001F469\u200D\U0001F467 and \u0645\u06CC\u200C\u06AF")]
    public void What_is_no_markup_stays(string text) => Assert.Same(text, Markup.View(text));

    [Fact]
    public void Hostile_text_is_read_in_time_and_every_place_stays()
    {
        var random = new Random(5);
        string[] pieces = ["&amp;", "&#8217;", "&", ";", "<", ">", "<b>", "</p>", "<!--", "-->", "<![CDATA[", "]]>", "a", " ", "\n",
            "\u200B", "\ud83d\ude00", "&#", "x2019;", "<script>", "</script>", "&lt;"];
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var view = Markup.View(text);
            Assert.Equal(text.Length, view.Length);
            Assert.True(Markup.Shown(view).Length <= text.Length);
        }
        foreach (var one in pieces)
            Assert.Equal(200_000 / one.Length * one.Length, Markup.View(string.Concat(Enumerable.Repeat(one,
                200_000 / one.Length))).Length);
    }
}
