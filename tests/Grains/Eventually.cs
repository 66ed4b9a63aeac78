namespace StoryClustering.Tests.Grains;

/// <summary>Waits for what comes true in the background, and says what was missing if it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Repeats <paramref name="missing"/> until it returns null: nothing is missing. Fails with its last answer after 60 s.</summary>
    public static async Task Holds(Func<Task<string?>> missing)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (await missing() is { } answer)
        {
            if (deadline.IsCancellationRequested) Assert.Fail($"After {Deadline.TotalSeconds:0} s: {answer}");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Waits until all stories have been counted by this version of the catalogue of outlets.</summary>
    public static Task Recounted(IGrainFactory grains, long version) => Holds(async () =>
    {
        var status = await grains.GetGrain<StoryClustering.Contracts.Outlets.IOutletsGrain>(0).GetStatus();
        return status.Recounted >= version ? null : $"stories are counted by version {status.Recounted} of the outlets, not {version}";
    });
}
