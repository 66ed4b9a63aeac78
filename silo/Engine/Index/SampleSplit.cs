using StoryClustering.Engine.Features;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Index;

/// <summary>Whether the members of a story fall into two groups that are not one story, and who leaves if so.</summary>
internal static class SampleSplit
{
    private const int LeastMembersOfGroup = 2;
    private const double TermsOfFullText = 200;
    private const double LeastSplitRatio = 0.1;

    /// <summary>The smaller group, at least 2 members; empty if the sample is one, or has fewer than 4 members.</summary>
    /// <param name="sample">The story's members.</param>
    /// <param name="query">Is loaded with each member in turn.</param>
    /// <param name="options">The configuration.</param>
    public static IReadOnlyList<string> GroupApart(List<Member> sample, QueryTerms query, EngineOptions options)
    {
        if (sample.Count < 2 * LeastMembersOfGroup)
            return [];
        // The shorter the texts, the more they differ by chance.
        var size = Math.Min(1, sample.Average(static member => member.Vector.Count) / TermsOfFullText);
        var ratio = options.SplitRatio * size * size;
        if (ratio < LeastSplitRatio)
            return [];
        var members = sample.ToArray();
        // In an order that does not depend on that of arrival.
        Array.Sort(members, static (a, b) => a.Lot.CompareTo(b.Lot));
        var count = members.Length;
        var similarities = new float[count * count];
        for (var i = 0; i < count; i++)
        {
            query.Load(members[i].Vector);
            for (var j = 0; j < i; j++)
                similarities[i * count + j] = similarities[j * count + i] = query.Dot(members[j].Vector) * TimeBetween(members[i].Published, members[j].Published, options);
        }
        var leaves = Division.InTwo(similarities, count);
        var leaving = leaves.Count(static leaves => leaves);
        if (leaving < LeastMembersOfGroup)
            return [];
        var (within, rest, between) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var similarity = similarities[i * count + j];
                if (leaves[i] != leaves[j])
                    between += similarity;
                else if (leaves[i])
                    within += similarity;
                else
                    rest += similarity;
            }
        }
        within /= leaving * (leaving - 1) / 2.0;
        rest /= (count - leaving) * (count - leaving - 1) / 2.0;
        between /= (double)leaving * (count - leaving);
        if (between > ratio * Math.Min(within, rest))
            return [];
        // What would be merged again is not split.
        var affinity = AffinityOf(similarities, leaves, options);
        if (new Kinship(affinity, (float)between, leaving, false).IsOfOne(options))
            return [];
        // Reports in other languages share less than those in one, whatever they tell: it takes half.
        if (affinity >= options.JoinThreshold / 2 && IsByLanguage(members, leaves))
            return [];
        var group = new List<string>(leaving);
        for (var i = 0; i < count; i++)
        {
            if (leaves[i])
                group.Add(members[i].ArticleId);
        }
        return group;
    }

    // Whether nobody who leaves shares a language with anybody who stays.
    private static bool IsByLanguage(Member[] members, bool[] leaves)
    {
        var (leaving, staying) = (0ul, 0ul);
        for (var i = 0; i < members.Length; i++)
        {
            if (leaves[i])
                leaving |= 1ul << members[i].Vector.Language;
            else
                staying |= 1ul << members[i].Vector.Language;
        }
        return (leaving & staying) == 0 && ((leaving | staying) & 1ul << Languages.Unknown) == 0;
    }

    // Mean over those who leave: how near the most similar of those who stay are.
    private static float AffinityOf(float[] similarities, bool[] leaves, EngineOptions options)
    {
        var count = leaves.Length;
        var stay = new float[count];
        var (sum, leaving) = (0f, 0);
        for (var i = 0; i < count; i++)
        {
            if (!leaves[i])
                continue;
            leaving++;
            var staying = 0;
            for (var j = 0; j < count; j++)
            {
                if (!leaves[j])
                    stay[staying++] = similarities[i * count + j];
            }
            var nearest = stay.AsSpan(0, staying);
            nearest.Sort();
            var top = Math.Min(options.TopMembers, staying);
            var nearestSum = 0f;
            foreach (var similarity in nearest[^top..])
                nearestSum += similarity;
            sum += nearestSum / top;
        }
        return sum / leaving;
    }

    private static float TimeBetween(long a, long b, EngineOptions options) =>
        a == StoryEntry.Undated || b == StoryEntry.Undated ? 1 : (float)(1 / (1 + (double)Math.Abs(a - b) / options.TimeConstant.Ticks));
}
