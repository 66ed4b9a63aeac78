using Orleans.Runtime;

namespace StoryClustering.Grains;

/// <summary>What a call to another grain may end with.</summary>
internal static class GrainCalls
{
    /// <summary>Whether the call failed because a silo is gone or slow: the same call may succeed later.</summary>
    /// <remarks>A message that waited too long for its silo to be found out as dead ends as an <see cref="OperationCanceledException"/>,
    /// though nobody has cancelled anything. Not to be asked about calls that the caller cancels.</remarks>
    public static bool MayPass(Exception exception) => exception is OrleansException or TimeoutException or OperationCanceledException;
}
