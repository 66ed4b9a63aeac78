using StoryClustering.Engine.Reading;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Reading;

public class FormReaderTests
{
    private const string Text = "The council of Selwyn met on Monday. It decided nothing.";

    [Theory]
    [InlineData("Morning briefing: ferry, pier and a new mayor", ArticleForm.Roundup)]
    [InlineData("PODCAST: Ferry aground, Marlow Bridge shut, Dana Quay elected mayor, and more", ArticleForm.Roundup)]
    [InlineData("Ferry aground; Marlow Bridge shut; Dana Quay elected", ArticleForm.Roundup)]
    [InlineData("Five things to know this Friday", ArticleForm.Roundup)]
    [InlineData("The week in pictures and news: week in review", ArticleForm.Roundup)]
    [InlineData("Selwyn news in brief", ArticleForm.Roundup)]
    [InlineData("Das Wichtigste vom Dienstag", ArticleForm.Roundup)]
    [InlineData("Nachrichten des Tages aus Selwyn", ArticleForm.Roundup)]
    [InlineData("Revue de presse : le ferry et le pont", ArticleForm.Roundup)]
    [InlineData("Las noticias del d\u00EDa en Selwyn", ArticleForm.Roundup)]
    [InlineData("Le notizie del giorno da Selwyn", ArticleForm.Roundup)]
    [InlineData("Resumo do dia em Selwyn", ArticleForm.Roundup)]
    [InlineData("Nieuwsoverzicht van dinsdag", ArticleForm.Roundup)]
    [InlineData("\u0414\u0430\u0439\u0434\u0436\u0435\u0441\u0442 \u0437\u0430 \u0432\u0442\u043E\u0440\u043D\u0438\u043A",
        ArticleForm.Roundup)]
    [InlineData("LIVE: ferry aground off Selwyn", ArticleForm.LiveBlog)]
    [InlineData("Ferry aground off Selwyn: live updates", ArticleForm.LiveBlog)]
    [InlineData("Council meeting in Selwyn, as it happened", ArticleForm.LiveBlog)]
    [InlineData("Liveticker: F\u00E4hre auf Grund gelaufen", ArticleForm.LiveBlog)]
    [InlineData("EN DIRECT - le ferry est \u00E9chou\u00E9", ArticleForm.LiveBlog)]
    [InlineData("Powerball winning numbers for Wednesday", ArticleForm.Template)]
    [InlineData("Lottozahlen vom Samstag", ArticleForm.Template)]
    [InlineData("R\u00E9sultats du loto du samedi", ArticleForm.Template)]
    [InlineData("Your horoscope for Tuesday", ArticleForm.Template)]
    [InlineData("Selwyn Motors Inc. (NYSE:SMT) shares gap up", ArticleForm.Template)]
    [InlineData("Selwyn Motors Inc. (SMT.N) | Stock Price & Latest News", ArticleForm.Template)]
    [InlineData("Flood warning issued for Marlow County until Friday", ArticleForm.Template)]
    [InlineData("NWS issues winter weather advisory for Marlow", ArticleForm.Template)]
    [InlineData("Wettervorhersage f\u00FCr Selwyn", ArticleForm.Template)]
    [InlineData("Letters to the editor of this week", ArticleForm.Template)]
    [InlineData("Ann Marlow Obituary", ArticleForm.Template)]
    [InlineData("Selwyn crossword, Tuesday", ArticleForm.Template)]
    [InlineData("WATCH: ferry runs aground", ArticleForm.Video)]
    [InlineData("In pictures: the pier of Selwyn", ArticleForm.Gallery)]
    [InlineData("Opinion | The pier is nobody's child", ArticleForm.Opinion)]
    [InlineData("Kommentar: Der Pier geh\u00F6rt niemandem", ArticleForm.Opinion)]
    public void A_form_is_told_by_the_title(string title, ArticleForm form) => Assert.Equal(form, ArticleReading.Of(title, Text,
        "tidewater-ledger.example").Form);

    [Theory]
    [InlineData("Ferry runs aground off Selwyn")]
    [InlineData("Thousands flee as a flood warning comes too late for Marlow")]
    [InlineData("Five things to know about the ferry accident")]
    [InlineData("Ann Marlow, first mayor of Selwyn, whose obituary she wrote herself, dies at 90")]
    [InlineData("Lottery winner gives the money to the pier")]
    [InlineData("Mayor, council and union sign the deal")]
    [InlineData("Council, union, firm agree, sign, celebrate")]
    [InlineData("Live music comes back to the pier")]
    [InlineData("Video shows how the ferry ran aground")]
    [InlineData("Briefing by the ministry on the ferry")]
    [InlineData("")]
    public void In_doubt_it_is_a_report(string title) => Assert.Equal(ArticleForm.Report, ArticleReading.Of(title, Text,
        "tidewater-ledger.example").Form);

    [Theory]
    [InlineData("https://tidewater-ledger.example/live/2031/ferry", ArticleForm.LiveBlog)]
    [InlineData("https://tidewater-ledger.example/opinion/pier", ArticleForm.Opinion)]
    [InlineData("https://tidewater-ledger.example/news/video/7", ArticleForm.Video)]
    [InlineData("https://tidewater-ledger.example/news/liverpool/7", ArticleForm.Report)]
    [InlineData("https://tidewater-ledger.example", ArticleForm.Report)]
    [InlineData("https://tidewater-ledger.example/news/7?from=/live/", ArticleForm.Report)]
    public void A_form_is_told_by_the_address(string url, ArticleForm form) =>
        Assert.Equal(form, ArticleReading.Of("Ferry runs aground off Selwyn", Text, "tidewater-ledger.example", url: url).Form);

    [Theory]
    [InlineData("In today's briefing: the ferry is aground. Marlow Bridge is shut.", ArticleForm.Roundup)]
    [InlineData("The shares fell. This story was generated by automation technology.", ArticleForm.Template)]
    [InlineData("The minister said in today's meeting that he would go.", ArticleForm.Report)]
    public void A_form_is_told_by_the_text(string text, ArticleForm form) => Assert.Equal(form,
        ArticleReading.Of("What happened on Tuesday", text, "").Form);
}
