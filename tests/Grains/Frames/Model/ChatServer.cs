using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StoryClustering.Tests.Grains.Frames.Model;

/// <summary>An HTTP server on loopback that speaks the chat protocols of OpenAI and Ollama, well or as badly as a test says.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<Question> _questions = [];

    private ChatServer(WebApplication app) => _app = app;

    public string Root => _app.Urls.Single();

    public string OpenAi => Root + "/v1";

    /// <summary>What is answered to a request.</summary>
    public Func<HttpContext, Question, Task> Answer { get; set; } = static (http, question) => Say(http, question, """{"claims":[]}""");

    public int Requests
    {
        get
        {
            lock (_questions) return _questions.Count;
        }
    }

    public Question Last
    {
        get
        {
            lock (_questions) return _questions[^1];
        }
    }

    /// <summary>What was asked.</summary>
    /// <param name="Body">The whole request.</param>
    /// <param name="IsOllama">Which protocol.</param>
    /// <param name="Authorization">The header.</param>
    internal sealed record Question(JsonObject Body, bool IsOllama, string Authorization)
    {
        public string System => Message("system");

        public string User => Message("user");

        public JsonObject Data => JsonNode.Parse(User["<data>".Length..^"</data>".Length])!.AsObject();

        /// <summary>Number that a span has in this request; 0 if it is not shown.</summary>
        public int NumberOf(string text) => Data["spans"]!.AsArray().FirstOrDefault(s => (string)s!["text"]! == text)?["n"]!.GetValue<int>() ?? 0;

        /// <summary>An answer of the right form.</summary>
        public string Claims(params (string Line, string Text, string[] Spans)[] claims) => JsonSerializer.Serialize(new
        {
            claims = claims.Select(c => new { line = c.Line, text = c.Text, spans = c.Spans.Select(NumberOf).ToArray() }).ToArray(),
        });

        private string Message(string role) => Body["messages"]!.AsArray().Where(m => (string)m!["role"]! == role).Select(m => m!["content"] switch
        {
            JsonArray parts => string.Concat(parts.Select(p => (string)p!["text"]!)),
            var content => (string)content!,
        }).Single();
    }

    public static async Task<ChatServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ChatServer(app);
        app.MapPost("/v1/chat/completions", http => server.Take(http, isOllama: false));
        app.MapPost("/api/chat", http => server.Take(http, isOllama: true));
        await app.StartAsync();
        return server;
    }

    /// <summary>Says something in the protocol that was spoken.</summary>
    public static Task Say(HttpContext http, Question question, string words, int tokens = 100)
    {
        if (!question.IsOllama)
        {
            return http.Response.WriteAsJsonAsync(new
            {
                id = "c1", @object = "chat.completion", created = 1, model = "m",
                choices = new[] { new { index = 0, message = new { role = "assistant", content = words }, finish_reason = "stop" } },
                usage = new { prompt_tokens = tokens - 10, completion_tokens = 10, total_tokens = tokens },
            });
        }
        var message = new { role = "assistant", content = words };
        var done = new
        {
            model = "m", created_at = "2026-03-04T12:00:00Z", message, done = true, done_reason = "stop", total_duration = 1L, load_duration = 1L,
            prompt_eval_count = tokens - 10, prompt_eval_duration = 1L, eval_count = 10, eval_duration = 1L,
        };
        http.Response.ContentType = "application/x-ndjson";
        return http.Response.WriteAsync(JsonSerializer.Serialize(done) + "\n");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http, bool isOllama)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        var question = new Question(body, isOllama, http.Request.Headers.Authorization.ToString());
        lock (_questions) _questions.Add(question);
        await Answer(http, question);
    }
}
