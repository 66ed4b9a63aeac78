using System.Diagnostics;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Waits for what must come true, and says what was missing if it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Repeats <paramref name="missing"/> until it returns null: nothing is missing. Fails with its last answer.</summary>
    public static async Task Holds(Func<Task<string?>> missing, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await missing();
            if (answer is null) return;
            if (clock.Elapsed > within) Assert.Fail($"After {within.TotalSeconds:0} s: {answer}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Repeats assertions until they hold. Fails as they last failed.</summary>
    public static async Task<T> Passes<T>(Func<Task<T>> assertions, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await assertions();
            }
            catch (Xunit.Sdk.XunitException) when (clock.Elapsed <= within)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>The task's result; fails with <paramref name="missing"/> if it takes longer than <paramref name="within"/>.</summary>
    public static async Task<T> Within<T>(this Task<T> task, TimeSpan within, Func<string> missing)
    {
        if (await Task.WhenAny(task, Task.Delay(within)) != task) Assert.Fail($"After {within.TotalSeconds:0} s: {missing()}");
        return await task;
    }

    /// <summary>As above, for a task without a result.</summary>
    public static async Task Within(this Task task, TimeSpan within, Func<string> missing)
    {
        if (await Task.WhenAny(task, Task.Delay(within)) != task) Assert.Fail($"After {within.TotalSeconds:0} s: {missing()}");
        await task;
    }
}
