using Spectre.Console;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Import;

/// <summary>Shows how far an import is, on standard error: a bar on a terminal, else a line every few seconds.</summary>
internal sealed class ImportProgress(Consoles consoles, TimeProvider clock)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    public Task ShowAsync(Func<ImportState> state, Task work) =>
        consoles.ErrorIsTerminal ? ShowBarAsync(state, work) : ShowLinesAsync(state, work);

    private Task ShowBarAsync(Func<ImportState> state, Task work) =>
        consoles.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("starting", maxValue: 1);
                var rate = new RecentRate();
                while (true)
                {
                    var now = state();
                    bar.MaxValue = Math.Max(1, now.Lines);
                    // A full bar would say that the task has ended.
                    bar.Value = work.IsCompleted ? bar.MaxValue : Math.Min(now.Counts.SettledLines, bar.MaxValue - 0.001);
                    bar.Description = Markup.Escape(Line(now, rate.Of(now)));
                    if (work.IsCompleted) break;
                    await Task.WhenAny(work, Task.Delay(BarInterval, clock));
                }
            });

    private async Task ShowLinesAsync(Func<ImportState> state, Task work)
    {
        var rate = new RecentRate();
        while (true)
        {
            await Task.WhenAny(work, Task.Delay(LineInterval, clock));
            if (work.IsCompleted) return;
            var now = state();
            consoles.Report(Line(now, rate.Of(now)));
        }
    }

    private static string Line(ImportState state, double rate)
    {
        var counts = state.Counts;
        return $"{counts.SettledLines:N0}/{(state.Exact ? "" : "~")}{state.Lines:N0}  {rate:N0}/s  "
            + $"new {counts.New:N0}  duplicate {counts.Duplicate:N0}  revised {counts.Revised:N0}  failed {counts.Failed:N0}";
    }

    /// <summary>Acks per second over the last few seconds.</summary>
    private sealed class RecentRate
    {
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
        private readonly Queue<(TimeSpan At, long Acked)> _past = [];

        public double Of(ImportState state)
        {
            _past.Enqueue((state.Elapsed, state.Counts.Acked));
            while (_past.Count > 2 && state.Elapsed - _past.Peek().At > Window) _past.Dequeue();
            var (at, acked) = _past.Peek();
            return state.Elapsed > at ? (state.Counts.Acked - acked) / (state.Elapsed - at).TotalSeconds
                : state.Elapsed > TimeSpan.Zero ? state.Counts.Acked / state.Elapsed.TotalSeconds : 0;
        }
    }
}
