using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using StoryClustering.Cli;
using StoryClustering.Cli.Import;
using StoryClustering.Tests.Unit.Cli.Fakes;
using Xunit;
using static StoryClustering.Tests.Unit.Cli.Fakes.ImportDirectory;
using RpcStatus = Google.Rpc.Status;

namespace StoryClustering.Tests.Unit.Cli;

public sealed class ImportTests : IDisposable
{
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Bad_lines_are_reported_by_number_and_skipped_and_all_others_are_acknowledged()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var file = _directory.Write("news.jsonl",
            Line(1), "{\"id\":", "", Line(4), "{\"title\":\"No address\"}", "{\"id\":\"x\",\"text\":\" \"}", Line(7));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal((3, 3, 3, 3, 0), (summary.Sent, summary.New, summary.Failed, summary.BadLines, summary.Refused));
        Assert.Equal(ExitCodes.Failed, summary.ExitCode);
        Assert.Equal(3, _directory.Reports.Count);
        Assert.StartsWith($"{file}:2: not JSON", _directory.Reports[0]);
        Assert.Equal($"{file}:5: neither url nor id", _directory.Reports[1]);
        Assert.Equal($"{file}:6: neither title nor text nor url", _directory.Reports[2]);
        Assert.Equal(["id-1", "id-4", "id-7"], server.State.Received.Select(article => article.ExternalId).Order());
    }

    [Theory]
    [InlineData(Break.EndStream)]
    [InlineData(Break.Unavailable)]
    [InlineData(Break.ResetStream)]
    [InlineData(Break.CutConnection)]
    public async Task A_stream_that_breaks_in_the_middle_loses_no_article_and_each_is_counted_once(Break how)
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.BreakAt[50] = how;
        server.State.BreakAt[180] = how;
        var file = _directory.Write("news.jsonl", Lines(300));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal(300, server.State.Stored);
        Assert.Equal((300, 300, 0, 0), (summary.Sent, summary.Acked, summary.Failed, summary.Unanswered));
        // The article that was stored and not acknowledged comes back as a duplicate, at least once for each break.
        Assert.True(summary.Duplicate >= 2, $"duplicates: {summary.Duplicate}");
        Assert.True(summary.SentAgain >= 2, $"sent again: {summary.SentAgain}");
        Assert.Equal(ExitCodes.Done, summary.ExitCode);
        Assert.Empty(server.State.BreakAt);
    }

    [Fact]
    public async Task Several_streams_that_break_one_after_another_lose_no_article()
    {
        await using var server = await FakeStoryServer.StartAsync();
        for (var i = 1; i <= 6; i++) server.State.BreakAt[i * 70] = i % 2 == 0 ? Break.CutConnection : Break.ResetStream;
        var file = _directory.Write("news.jsonl", Lines(500));

        var summary = await _directory.ImportAsync(
            server.Address, new ImportOptions { Files = [file], Address = "", Streams = 3, Concurrency = 50 });

        Assert.Equal((500, 500, 500), (server.State.Stored, summary.Sent, summary.Acked));
    }

    [Fact]
    public async Task A_restart_of_the_server_is_waited_for()
    {
        var first = await FakeStoryServer.StartAsync();
        var enough = new TaskCompletionSource();
        first.State.BeforeAck = number =>
        {
            if (number < 100) return Task.CompletedTask;
            enough.TrySetResult();
            return Task.Delay(Timeout.Infinite, CancellationToken.None); // never acknowledged before the restart
        };
        var file = _directory.Write("news.jsonl", Lines(400));

        var import = _directory.ImportAsync(first.Address, file);
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        await first.StopAsync();
        first.State.BeforeAck = _ => Task.CompletedTask;
        await using var second = await FakeStoryServer.StartAsync(first.State, first.Port);
        var summary = await import;
        await first.DisposeAsync();

        Assert.Equal((400, 400, 0), (second.State.Stored, summary.Acked, summary.Unanswered));
        Assert.Contains(_directory.Reports, report => report.StartsWith("no connection", StringComparison.Ordinal));
        Assert.Contains("connected again", _directory.Reports);
    }

    [Fact]
    public async Task An_interrupted_import_continues_where_it_stopped_and_a_finished_one_begins_anew()
    {
        await using var server = await FakeStoryServer.StartAsync();
        using var interrupt = new CancellationTokenSource();
        var held = new TaskCompletionSource();
        // Number 60 is never answered in the first run, and all after it up to 150 are: a hole in what is settled.
        server.State.BeforeAck = number =>
        {
            if (number == 150) interrupt.Cancel();
            return number == 60 ? held.Task : Task.CompletedTask;
        };
        var file = _directory.Write("news.jsonl", [.. Lines(299), "not an article"]);
        var options = new ImportOptions { Files = [file], Address = "", Concurrency = 8, InterruptGrace = TimeSpan.FromMilliseconds(200) };

        var first = await _directory.ImportAsync(server.Address, options, interrupt.Token);
        var sentFirst = server.State.Received.Select(article => article.Url).ToList();
        server.State.BeforeAck = _ => Task.CompletedTask;
        var second = await _directory.ImportAsync(server.Address, options);
        var sentSecond = server.State.Received.Skip(sentFirst.Count).Select(article => article.Url).ToList();
        var third = await _directory.ImportAsync(server.Address, options);

        Assert.True(first.Interrupted);
        Assert.Equal(ExitCodes.Interrupted, first.ExitCode);
        Assert.True(first.Unanswered >= 1);
        Assert.Equal(first.Acked, second.EarlierLines);
        Assert.Equal((299, 1), (first.Acked + second.Acked, second.Failed));
        Assert.Equal(299, server.State.Stored);
        Assert.Contains(sentFirst[59], sentSecond);
        Assert.Equal(first.Unanswered, sentFirst.Intersect(sentSecond).Count());
        Assert.Contains(_directory.Reports, report => report.StartsWith("continuing ", StringComparison.Ordinal));
        Assert.Equal((299, 299, 0), (third.Sent, third.Duplicate, third.EarlierLines));
        Assert.False(File.Exists(_directory.CheckpointPath));
    }

    [Fact]
    public async Task Restart_sends_again_what_an_interrupted_import_had_sent()
    {
        await using var server = await FakeStoryServer.StartAsync();
        using var interrupt = new CancellationTokenSource();
        server.State.BeforeAck = number =>
        {
            if (number == 20) interrupt.Cancel();
            return Task.CompletedTask;
        };
        var file = _directory.Write("news.jsonl", Lines(500));
        var options = new ImportOptions { Files = [file], Address = "", Concurrency = 2 };

        var first = await _directory.ImportAsync(server.Address, options, interrupt.Token);
        var second = await _directory.ImportAsync(server.Address, options with { Restart = true });

        Assert.InRange(first.Acked, 1, 499);
        Assert.Equal((500, 0, first.Acked), (second.Sent, second.EarlierLines, second.Duplicate));
    }

    [Fact]
    public async Task A_changed_file_is_not_taken_for_the_one_that_was_interrupted()
    {
        await using var server = await FakeStoryServer.StartAsync();
        using var interrupt = new CancellationTokenSource();
        server.State.BeforeAck = number =>
        {
            if (number == 20) interrupt.Cancel();
            return Task.CompletedTask;
        };
        var file = _directory.Write("news.jsonl", Lines(400));
        await _directory.ImportAsync(server.Address, new ImportOptions { Files = [file], Address = "", Concurrency = 2 }, interrupt.Token);

        _directory.Write("news.jsonl", [Line(0), .. Lines(400)]);
        var second = await _directory.ImportAsync(server.Address, file);

        Assert.Equal((401, 0), (second.Sent, second.EarlierLines));
    }

    [Fact]
    public async Task A_refused_article_is_reported_with_its_line_and_every_wrong_field()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var refusal = new RpcStatus { Code = (int)StatusCode.InvalidArgument, Message = "the article is not valid" };
        refusal.Details.Add(Any.Pack(new ErrorInfo { Reason = "ARTICLE_INVALID", Domain = "storyclustering.v1" }));
        refusal.Details.Add(Any.Pack(new BadRequest
        {
            FieldViolations =
            {
                new BadRequest.Types.FieldViolation { Field = "article.url", Description = "must be absolute" },
                new BadRequest.Types.FieldViolation { Field = "article.title", Description = "longer than 2 KiB" },
            },
        }));
        server.State.Refuse = article => article.ExternalId == "id-2" ? refusal : null;
        var file = _directory.Write("news.jsonl", Lines(3));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal((3, 2, 1, 1), (summary.Sent, summary.Acked, summary.Refused, summary.Failed));
        Assert.Equal(
            $"{file}:2: refused: INVALID_ARGUMENT: the article is not valid [ARTICLE_INVALID] (article.url: must be absolute; article.title: longer than 2 KiB)",
            Assert.Single(_directory.Reports));
    }

    [Fact]
    public async Task An_article_refused_for_the_moment_is_sent_again_until_it_is_taken()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var refusals = 0;
        server.State.Refuse = article => article.ExternalId == "id-2" && Interlocked.Increment(ref refusals) <= 3
            ? new RpcStatus { Code = (int)StatusCode.Unavailable } : null;
        var file = _directory.Write("news.jsonl", Lines(3));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal((3, 3, 0, 3), (summary.Sent, summary.Acked, summary.Failed, summary.SentAgain));
    }

    [Fact]
    public async Task An_import_without_a_server_is_given_up_and_keeps_everything_for_the_next_run()
    {
        var gone = await FakeStoryServer.StartAsync();
        await gone.DisposeAsync();
        var file = _directory.Write("news.jsonl", Lines(5));

        var summary = await _directory.ImportAsync(
            gone.Address, new ImportOptions { Files = [file], Address = "", RetryFor = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(ExitCodes.Failed, summary.ExitCode);
        Assert.Equal((0, 0), (summary.Sent, summary.Acked));
        Assert.Contains("nothing was acknowledged for 0.3 s", summary.GaveUp);
        Assert.Contains(gone.Address, summary.GaveUp);
        Assert.Contains("./run", summary.GaveUp);
    }

    [Fact]
    public async Task A_server_that_answers_nothing_is_given_up()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.BeforeAck = _ => Task.Delay(Timeout.Infinite, CancellationToken.None);
        var file = _directory.Write("news.jsonl", Lines(1));

        var summary = await _directory.ImportAsync(
            server.Address, new ImportOptions { Files = [file], Address = "", RetryFor = TimeSpan.FromMilliseconds(300) });

        Assert.Equal((1, 0, 1), (summary.Sent, summary.Acked, summary.Unanswered));
        Assert.NotNull(summary.GaveUp);
    }

    [Fact]
    public async Task A_caller_without_rights_is_told_at_once()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.RefuseStreams = new Grpc.Core.Status(StatusCode.PermissionDenied, "this key may not write");
        var file = _directory.Write("news.jsonl", Lines(5));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal("PERMISSION_DENIED: this key may not write", summary.GaveUp);
        Assert.Equal(ExitCodes.Failed, summary.ExitCode);
    }

    [Fact]
    public async Task Gzip_is_told_by_its_content_and_sent_like_plain_text()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var file = _directory.WriteGzip("news.data", Lines(250));

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.Equal((250, 250), (summary.Acked, server.State.Stored));
        Assert.Empty(_directory.Reports);
    }

    [Fact]
    public async Task A_truncated_gzip_is_a_failure_after_what_could_be_read()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var file = _directory.WriteGzip("news.jsonl.gz", Enumerable.Range(0, 2_000).Select(i => Line(i, title: Guid.NewGuid().ToString())));
        var bytes = await File.ReadAllBytesAsync(file, CancellationToken.None);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], CancellationToken.None);

        var summary = await _directory.ImportAsync(server.Address, file);

        Assert.InRange(summary.Acked, 1, 1_999);
        Assert.Equal(1, summary.Failed);
        Assert.Equal(ExitCodes.Failed, summary.ExitCode);
    }

    [Fact]
    public async Task Several_files_are_sent_in_the_order_given()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var later = _directory.Write("b.jsonl", Line(3), Line(4));
        var earlier = _directory.Write("a.jsonl", Line(1), Line(2));

        await _directory.ImportAsync(server.Address, later, earlier);

        Assert.Equal(["id-3", "id-4", "id-1", "id-2"], server.State.Received.Select(article => article.ExternalId));
    }

    [Fact]
    public async Task A_replay_merges_the_files_by_publication_time_and_articles_without_one_go_at_once()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var odd = _directory.Write("odd.jsonl",
            Line(1, published: "2026-02-01T10:00:00Z"), Line(3, published: "2026-02-01T10:00:02Z"), Line(9), Line(5, published: "2026-02-01T10:00:04Z"));
        var even = _directory.Write("even.jsonl",
            Line(2, published: "2026-02-01T10:00:01Z"), Line(4, published: "2026-02-01T10:00:03Z"), Line(6, published: "2026-02-01T10:00:05Z"));

        await _directory.ImportAsync(server.Address, new ImportOptions { Files = [odd, even], Address = "", Speed = 1000 });

        Assert.Equal(["id-1", "id-2", "id-3", "id-9", "id-4", "id-5", "id-6"], server.State.Received.Select(article => article.ExternalId));
    }

    [Fact]
    public async Task No_more_articles_are_in_flight_than_the_concurrency_allows()
    {
        await using var server = await FakeStoryServer.StartAsync();
        // Continuations run elsewhere: those of one batch must not take the next one's numbers while the gate is held.
        var batch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new Lock();
        // Nothing is answered before four articles wait, so the full concurrency is used.
        var arrived = 0;
        server.State.BeforeAck = _ =>
        {
            lock (gate)
            {
                var waits = batch.Task;
                // Counted under the gate: the server's own numbers may come here out of order.
                if (++arrived % 4 != 0) return waits;
                batch.SetResult();
                batch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return waits;
            }
        };
        var file = _directory.Write("news.jsonl", Lines(80));

        var summary = await _directory.ImportAsync(
            server.Address, new ImportOptions { Files = [file], Address = "", Concurrency = 4, Streams = 2 });

        Assert.Equal(80, summary.Acked);
        Assert.Equal(4, server.State.MostUnanswered);
    }

    [Fact]
    public async Task The_rate_caps_the_articles_per_second()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var file = _directory.Write("news.jsonl", Lines(60));

        var summary = await _directory.ImportAsync(server.Address, new ImportOptions { Files = [file], Address = "", Rate = 100 });

        // Five go at once (the burst), the other 55 at 10 ms each.
        Assert.Equal(60, summary.Acked);
        Assert.True(summary.ElapsedSeconds >= 0.54, $"{summary.ElapsedSeconds} s");
    }

    [Fact]
    public async Task The_summary_counts_new_duplicate_and_founding_articles()
    {
        await using var server = await FakeStoryServer.StartAsync();
        var file = _directory.Write("news.jsonl",
            Line(1, "Flood"), Line(2, "Flood"), Line(3, "Election"), Line(1, "Flood"), "{\"id\":\"a b\",\"text\":\"No title. But a text.\"}");

        var summary = await _directory.ImportAsync(server.Address, new ImportOptions { Files = [file], Address = "", Concurrency = 1 });

        Assert.Equal((5, 4, 1, 3, 1), (summary.Sent, summary.New, summary.Duplicate, summary.FoundedStories, summary.TitlesMadeFromText));
        Assert.True(summary.AckP50Ms > 0 && summary.AckP50Ms <= summary.AckP99Ms && summary.AckP99Ms <= summary.AckMaxMs);
        var standIn = server.State.Received[^1];
        Assert.Equal(("http://import.invalid/a%20b", "No title.", "a b"), (standIn.Url, standIn.Title, standIn.ExternalId));
    }

    [Fact]
    public async Task A_measured_import_tells_how_many_changes_reached_the_watcher_and_how_many_never_did()
    {
        await using var server = await FakeStoryServer.StartAsync();
        server.State.Publish = story => story != "story-Hidden";
        var file = _directory.Write("news.jsonl", [.. Enumerable.Range(1, 20).Select(i => Line(i, "Flood")), Line(21, "Hidden"), Line(1, "Flood")]);

        var summary = await _directory.ImportAsync(
            server.Address, new ImportOptions { Files = [file], Address = "", Measure = true, MeasureWait = TimeSpan.FromMilliseconds(500) });

        Assert.NotNull(summary.UpdateDelay);
        // The duplicate is not measured: its story did not change.
        Assert.Equal((20, 1), (summary.UpdateDelay.Arrived, summary.UpdateDelay.NeverArrived));
        Assert.Equal((21, 1), (summary.New, summary.Duplicate));
    }
}
