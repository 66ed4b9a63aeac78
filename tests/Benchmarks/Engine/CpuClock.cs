using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>
/// Processor time of the calling thread, so that figures hold on a machine that does other things too. Where the
/// system call is not to be had, wall time.
/// </summary>
internal static partial class CpuClock
{
    private const int ThreadCpuTime = 3;

    private static readonly bool IsThreadTime = OperatingSystem.IsLinux();

    /// <summary>Nanoseconds since some fixed moment.</summary>
    public static long Now() =>
        IsThreadTime && GetTime(ThreadCpuTime, out var time) == 0
            ? time.Seconds * 1_000_000_000 + time.Nanoseconds
            : Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
