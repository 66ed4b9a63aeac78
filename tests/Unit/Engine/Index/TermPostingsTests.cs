using StoryClustering.Engine.Index;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine.Index;

public class TermPostingsTests
{
    [Fact]
    public void Any_sequence_of_changes_leaves_what_sets_would_hold()
    {
        var random = new Random(7);
        var postings = new TermPostings();
        var expected = new Dictionary<uint, HashSet<int>>();
        var terms = new uint[60][]; // by slot
        Array.Fill(terms, []);
        for (var step = 0; step < 2_000; step++)
        {
            var slot = random.Next(terms.Length);
            // Small ids are shared by many slots, large ones by one.
            var after = Enumerable.Range(0, random.Next(12)).Select(_ => (uint)Math.Pow(2, 10 * random.NextDouble())).Distinct().Order().ToArray();
            postings.Replace(terms[slot], after, slot);
            foreach (var term in terms[slot])
                expected[term].Remove(slot);
            foreach (var term in after)
                (expected.TryGetValue(term, out var slots) ? slots : expected[term] = []).Add(slot);
            terms[slot] = after;
            foreach (var (term, slots) in expected)
                Assert.Equal(slots.Order(), postings.SlotsOf(term).ToArray().Order());
            Assert.Equal(expected.Values.Count(static slots => slots.Count > 0), postings.TermCount);
        }
        Assert.Contains(expected.Values, static slots => slots.Count > 20);
    }

    [Fact]
    public void Many_terms_that_come_and_go_are_all_found()
    {
        var random = new Random(11);
        var postings = new TermPostings();
        var expected = new Dictionary<uint, int>();
        for (var step = 0; step < 300_000; step++)
        {
            // Terms in runs, as hashes are not: what stands beside its home must be found when its neighbours leave.
            var term = (uint)random.Next(40_000) * (step % 2 == 0 ? 1u : 0x10001u);
            if (expected.Remove(term, out var slot))
                postings.Remove(term, slot);
            else
                postings.Add(term, expected[term] = step);
        }
        Assert.True(expected.Count > 20_000);
        Assert.Equal(expected.Count, postings.TermCount);
        for (var term = 0u; term < 40_000; term++)
        {
            Assert.Equal(expected.TryGetValue(term, out var slot) ? [slot] : [], postings.SlotsOf(term).ToArray());
            Assert.Equal(expected.TryGetValue(term * 0x10001u, out slot) ? [slot] : [], postings.SlotsOf(term * 0x10001u).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(100_000)]
    public void What_was_added_before_the_first_lookup_is_all_found_and_can_be_changed(int slots)
    {
        var random = new Random(5);
        var postings = new TermPostings();
        var expected = new Dictionary<uint, HashSet<int>>();
        for (var slot = 0; slot < slots; slot++)
        {
            // The ends of the range, one that all share, some that many share, and one of their own.
            foreach (var term in new[] { 0u, uint.MaxValue, 17u, 1000u + (uint)random.Next(300), (uint)random.Next() + 5_000u }.Distinct())
            {
                if (term is 0 or uint.MaxValue && slot % 7 != 0)
                    continue;
                postings.Add(term, slot);
                (expected.TryGetValue(term, out var found) ? found : expected[term] = []).Add(slot);
            }
        }
        Assert.Equal(expected.Count, postings.TermCount);
        foreach (var (term, found) in expected)
            Assert.Equal(found.Order(), postings.SlotsOf(term).ToArray().Order());
        foreach (var (term, found) in expected)
        {
            postings.Remove(term, found.First());
            postings.Add(term, slots);
            Assert.Equal(found.Skip(1).Append(slots).Order(), postings.SlotsOf(term).ToArray().Order());
        }
    }

    [Fact]
    public void What_is_not_there_is_not_found_and_not_removed()
    {
        var postings = new TermPostings();
        Assert.Empty(postings.SlotsOf(1).ToArray());
        postings.Remove(1, 5);
        postings.Add(1, 5);
        postings.Remove(1, 6);
        Assert.Equal([5], postings.SlotsOf(1).ToArray());
        postings.Add(1, 7);
        postings.Remove(1, 6);
        Assert.Equal([5, 7], postings.SlotsOf(1).ToArray());
    }
}
