using System.Text;
using Google.Protobuf;
using Grpc.Core;
using StoryClustering.Api.V1;
using StoryClustering.Tests.EndToEnd.Articles;
using StoryClustering.Tests.EndToEnd.Harness;
using StoryClustering.Tests.EndToEnd.Refusals;
using StoryClustering.Tests.EndToEnd.Stories;

namespace StoryClustering.Tests.EndToEnd.Embedded;

[Collection(EmbeddedCollection.Name)]
public sealed class BadInputTests(EmbeddedFixture fixture)
{
    private readonly GatewayClient _client = fixture.Service.Client;

    public static TheoryData<string> WaysToSpoilAnArticle => [.. BadArticles.All.Keys];
    public static TheoryData<string> WaysToAskWrongly => [.. BadRequests.All.Keys];
    public static TheoryData<string> QuestionsAboutTheUnknown => [.. BadRequests.OfTheUnknown.Keys];

    [Theory]
    [MemberData(nameof(WaysToSpoilAnArticle))]
    public async Task A_bad_article_is_refused_by_field_and_not_stored(string how)
    {
        var good = News.Report(News.NewEvent(), 0);
        var refusal = await Refusal.Of(async () => await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = BadArticles.Spoilt(good, how) }));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal([$"article.{BadArticles.All[how].Field}"], refusal.Fields);
        // Had anything of it been stored, the good one would be a duplicate, a revision, or no founder.
        var ack = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = good });
        Assert.Equal((IngestOutcome.New, 1, true), (ack.Outcome, ack.Revision, ack.FoundedStory));
    }

    [Fact]
    public async Task A_bad_article_hears_of_all_its_faults_at_once()
    {
        var article = new Article { Url = "javascript:1", Title = "", Outlet = "no domain", Language = "??", ExternalId = new string('x', 300) };
        var refusal = await Refusal.Of(async () => await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = article }));
        Assert.Equal(["article.external_id", "article.language", "article.outlet", "article.title", "article.url"], refusal.Fields.Order());
        var nothing = await Refusal.Of(async () => await _client.Ingest.IngestArticleAsync(new IngestArticleRequest()));
        Assert.Equal((StatusCode.InvalidArgument, "article"), (nothing.Code, Assert.Single(nothing.Fields)));
    }

    [Fact]
    public async Task Bad_articles_in_a_stream_are_refused_one_by_one_and_the_others_go_on()
    {
        var happening = News.NewEvent();
        var ways = BadArticles.All.Keys.ToArray();
        using var call = _client.Ingest.IngestArticles(deadline: DateTime.UtcNow.AddSeconds(60));
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < ways.Length; i++)
            {
                await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = 1000 + i, Article = BadArticles.Spoilt(News.Report(happening, 500 + i), ways[i]) });
                await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = i, Article = News.Report(happening, i) });
            }
            await call.RequestStream.WriteAsync(new IngestArticlesRequest { Sequence = -1 });
            await call.RequestStream.CompleteAsync();
        });
        var answers = new Dictionary<long, IngestArticlesResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync()) answers.Add(answer.Sequence, answer);
        await writing;

        Assert.Equal(2 * ways.Length + 1, answers.Count);
        Assert.Equal(["article"], Refusal.Of(answers[-1].Error).Fields);
        for (var i = 0; i < ways.Length; i++)
        {
            var refusal = Refusal.Of(answers[1000 + i].Error);
            Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
            Assert.Equal([$"article.{BadArticles.All[ways[i]].Field}"], refusal.Fields);
            Assert.Equal(IngestOutcome.New, answers[i].Response.Outcome);
        }
        var story = (await _client.Stories.GetStoryAsync(new GetStoryRequest { StoryId = answers[0].Response.StoryId })).Story;
        Assert.Equal(ways.Length, story.Coverage.Articles);
        await _client.Stories.CheckedArticles(story);
    }

    [Theory]
    [MemberData(nameof(WaysToAskWrongly))]
    public async Task A_bad_request_is_refused_by_field(string how)
    {
        var (field, call) = BadRequests.All[how];
        var refusal = await Refusal.Of(() => call(_client));
        Assert.Equal(StatusCode.InvalidArgument, refusal.Code);
        Assert.Equal([field], refusal.Fields);
    }

    [Theory]
    [MemberData(nameof(QuestionsAboutTheUnknown))]
    public async Task What_does_not_exist_is_not_found(string call)
    {
        var refusal = await Refusal.Of(() => BadRequests.OfTheUnknown[call](_client));
        Assert.Equal(StatusCode.NotFound, refusal.Code);
    }

    [Fact]
    public async Task A_batch_says_which_ids_do_not_exist()
    {
        var ack = await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = News.Report(News.NewEvent(), 0) });
        const string unknown = "story-00000000000000000000000000";
        var batch = await _client.Stories.BatchGetStoriesAsync(new BatchGetStoriesRequest { StoryIds = { unknown, ack.StoryId } });
        Assert.Equal([ack.StoryId], batch.Stories.Select(s => s.Story.StoryId));
        Assert.Equal([unknown], batch.NotFound);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused_and_not_stored()
    {
        var good = News.Report(News.NewEvent(), 0);
        byte[] broken = [0xC3, 0x28, 0xA0, 0xFF];
        foreach (var field in new[] { Article.UrlFieldNumber, Article.TitleFieldNumber, Article.TextFieldNumber })
        {
            byte[] article =
            [
                .. RawGrpc.Field(Article.UrlFieldNumber, Encoding.UTF8.GetBytes(good.Url)),
                .. RawGrpc.Field(Article.TitleFieldNumber, Encoding.UTF8.GetBytes(good.Title)),
                .. RawGrpc.Field(Article.TextFieldNumber, Encoding.UTF8.GetBytes(good.Text)),
                .. RawGrpc.Field(field, [.. Encoding.UTF8.GetBytes("https://outlet-0.example/"), .. broken]),
            ];
            var (code, _) = await RawGrpc.Call(fixture.Service.Grpc, "storyclustering.v1.IngestService/IngestArticle", RawGrpc.Field(IngestArticleRequest.ArticleFieldNumber, article));
            Assert.Equal(StatusCode.InvalidArgument, code);
        }
        // The same way with good bytes: the refusals were about the bytes.
        var (ok, _) = await RawGrpc.Call(fixture.Service.Grpc, "storyclustering.v1.IngestService/IngestArticle", new IngestArticleRequest { Article = good }.ToByteArray());
        Assert.Equal(StatusCode.OK, ok);
        var found = await _client.Stories.SearchStoriesAsync(new SearchStoriesRequest { Query = good.Title });
        Assert.Equal(1, found.Results[0].Story.Coverage.Articles);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused_and_the_connection_lives_on()
    {
        var article = News.Report(News.NewEvent(), 0);
        var huge = article.Clone();
        huge.Text = new string('x', Api.Limits.MessageBytes);
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = huge }));
        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal(IngestOutcome.New, (await _client.Ingest.IngestArticleAsync(new IngestArticleRequest { Article = article })).Outcome);
    }
}
