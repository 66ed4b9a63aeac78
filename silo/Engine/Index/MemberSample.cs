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

    /// <summary>Puts <paramref name="member"/> into the sample, dropping others if need be; false if the sample stays as it is.</summary>
    public static bool Offer(List<Member> sample, in Member member, int maxMembers, int maxTerms)
    {
        sample.Add(member);
        var changed = true;
        while (sample.Count > 1 && (sample.Count > maxMembers || TermsOf(sample) > maxTerms))
        {
            var drop = LeastUseful(sample);
            if (sample[drop].ArticleId == member.ArticleId)
                changed = false;
            sample.RemoveAt(drop);
        }
        return changed;
    }

    /// <summary>Whether one more member of average size would push another out, so that the sample may be less than the story.</summary>
    public static bool IsFull(List<Member> sample, int maxMembers, int maxTerms) =>
        sample.Count >= maxMembers || TermsOf(sample) * (sample.Count + 1) > maxTerms * sample.Count;

    private static int TermsOf(List<Member> sample)
    {
        var terms = 0;
        foreach (var member in sample)
            terms += member.Vector.Count;
        return terms;
    }

    // The largest lot among those that are not of the newest half.
    private static int LeastUseful(List<Member> sample)
    {
        var newest = (sample.Count - 1) / 2;
        var drop = -1;
        for (var i = 0; i < sample.Count; i++)
        {
            if (drop >= 0 && sample[i].Lot <= sample[drop].Lot)
                continue;
            var newer = 0;
            for (var j = 0; j < sample.Count && newer < newest; j++)
            {
                if (IsNewer(sample[j], sample[i]))
                    newer++;
            }
            if (newer >= newest)
                drop = i;
        }
        return drop;
    }

    private static bool IsNewer(in Member a, in Member b) =>
        a.Arrived != b.Arrived ? a.Arrived > b.Arrived : a.Lot > b.Lot;
}
