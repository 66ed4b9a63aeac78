using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Index;

/// <summary>
/// Which members of a story are kept for scoring: the newest half, and of all older ones those whose id hashes
/// smallest.
/// </summary>
/// <remarks>
/// The newest answer for where the story is now; the drawn lots are a fair sample of its whole life and are the same in
/// whatever order articles come, and when one comes twice. So the index need not remember the ids of all members.
/// </remarks>
internal static class MemberSample
{
    public static ulong LotOf(string articleId) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(articleId.AsSpan()), 0x53414D504C45);

    /// <summary>Puts <paramref name="member"/> into a full sample; false if the sample stays as it is.</summary>
    public static bool Offer(List<Member> sample, in Member member, int capacity)
    {
        if (sample.Count < capacity)
        {
            sample.Add(member);
            return true;
        }
        sample.Add(member);
        // Drop the largest lot among those that are not of the newest half.
        var newest = capacity / 2;
        var drop = -1;
        for (var i = 0; i < sample.Count; i++)
        {
            var newer = 0;
            for (var j = 0; j < sample.Count; j++)
            {
                if (IsNewer(sample[j], sample[i]))
                    newer++;
            }
            if (newer >= newest && (drop < 0 || sample[i].Lot > sample[drop].Lot))
                drop = i;
        }
        var changed = drop != sample.Count - 1;
        sample.RemoveAt(drop);
        return changed;
    }

    private static bool IsNewer(in Member a, in Member b) =>
        a.Arrived != b.Arrived ? a.Arrived > b.Arrived : a.Lot > b.Lot;
}
