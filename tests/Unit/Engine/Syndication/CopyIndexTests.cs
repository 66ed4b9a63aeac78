using StoryClustering.Engine.Syndication;

namespace StoryClustering.Tests.Unit.Engine.Syndication;

public class CopyIndexTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Groups_are_those_of_the_texts_that_are_in_whatever_came_and_went(int seed)
    {
        var random = new Random(seed);
        var texts = new InventedTexts(random, random.Next(2, 12));
        var index = new CopyIndex();
        var inside = new List<ContentSignature?>();
        for (var step = 0; step < 120; step++)
        {
            var present = Enumerable.Range(0, inside.Count).Where(i => inside[i] is not null).ToArray();
            var absent = Enumerable.Range(0, inside.Count).Where(i => inside[i] is null).ToArray();
            switch (random.Next(5))
            {
                case 0 when present.Length > 0:
                    var gone = present[random.Next(present.Length)];
                    index.Remove(gone);
                    inside[gone] = null;
                    break;
                case 1 when absent.Length > 0:
                    var back = absent[random.Next(absent.Length)];
                    inside[back] = texts.Any(random);
                    index.Replace(back, inside[back]!.Value);
                    break;
                default:
                    inside.Add(texts.Any(random));
                    index.Add(inside[^1]!.Value);
                    break;
            }
            if (step % 20 == 19)
            {
                Assert.Equal(Components(inside), Groups(index, inside));
                Assert.Equal(Groups(index, inside), FromScratch(inside, random));
            }
        }
    }

    [Fact]
    public void Owners_hear_of_every_group_that_changes()
    {
        var random = new Random(5);
        var texts = new InventedTexts(random, 6);
        var index = new CopyIndex();
        // What the owner counts for the groups: always the number of texts in them.
        var (counted, added) = (0, 0);
        var numbers = new List<int>();
        for (var step = 0; step < 300; step++)
        {
            if (numbers.Count > 0 && random.Next(3) == 0)
            {
                var at = random.Next(numbers.Count);
                index.Remove(numbers[at], group => counted -= (int)group.Tally!, group => counted += (int)(group.Tally = group.Texts.Count));
                numbers.RemoveAt(at);
            }
            else
            {
                var group = index.Add(texts.Any(random), joined => counted -= (int)joined.Tally!);
                counted += (int)(group.Tally = group.Texts.Count);
                numbers.Add(added++);
            }
            Assert.Equal(numbers.Count, counted);
        }
    }

    [Fact]
    public void A_text_links_two_groups_and_they_part_when_it_goes()
    {
        var (a, b) = (Sentences("mira", 5), Sentences("toku", 5));
        var index = new CopyIndex();
        index.Add(InventedTexts.Sign("A", a));
        index.Add(InventedTexts.Sign("B", b));
        Assert.NotSame(index.GroupOf(0), index.GroupOf(1));
        index.Add(InventedTexts.Sign("Both", a + " " + b));
        Assert.Same(index.GroupOf(0), index.GroupOf(1));
        Assert.Equal(3, index.GroupOf(0).Texts.Count);
        index.Remove(2);
        Assert.NotSame(index.GroupOf(0), index.GroupOf(1));
        Assert.Throws<ArgumentException>(() => index.GroupOf(2));
        Assert.Throws<ArgumentException>(() => index.Remove(2));
        Assert.Throws<ArgumentException>(() => index.Replace(1, ContentSignature.Empty));
    }

    [Fact]
    public void Texts_without_signature_are_alone()
    {
        var index = new CopyIndex();
        index.Add(ContentSignature.Empty);
        index.Add(ContentSignature.Empty);
        Assert.NotSame(index.GroupOf(0), index.GroupOf(1));
        index.Remove(0);
        Assert.Equal([1], index.GroupOf(1).Texts);
    }

    [Fact]
    public void Ten_thousand_identical_texts_are_posted_once()
    {
        var index = new CopyIndex();
        var signature = InventedTexts.Sign("A", Sentences("mira", 5));
        for (var i = 0; i < 10_000; i++)
            index.Add(signature);
        Assert.Equal(10_000, index.GroupOf(0).Texts.Count);
    }

    private static string Sentences(string word, int count) => string.Join(' ', Enumerable.Range(0, count).Select(
        i => string.Join(' ', Enumerable.Range(0, 9).Select(w => (w == 0 ? "The " : "") + word + "vwxz"[i % 4] + "aeiou"[w % 5] + "klmnprst"[(i + w) % 8] + "ao"[w % 2])) + "."));

    private static List<string> FromScratch(List<ContentSignature?> inside, Random random)
    {
        var index = new CopyIndex();
        var order = Enumerable.Range(0, inside.Count).Where(i => inside[i] is not null).ToArray();
        random.Shuffle(order);
        foreach (var text in order)
            index.Add(inside[text]!.Value);
        return Partition(order, i => index.GroupOf(Array.IndexOf(order, i)));
    }

    private static List<string> Groups(CopyIndex index, List<ContentSignature?> inside) =>
        Partition(Enumerable.Range(0, inside.Count).Where(i => inside[i] is not null), index.GroupOf);

    // By comparing each with each.
    private static List<string> Components(List<ContentSignature?> inside)
    {
        var of = Enumerable.Range(0, inside.Count).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < of.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (of[i] != of[j] && inside[i] is { } a && inside[j] is { } b && ContentSignature.AreCopies(a, b))
                    {
                        (of[i], of[j]) = (Math.Min(of[i], of[j]), Math.Min(of[i], of[j]));
                        changed = true;
                    }
                }
            }
        }
        return Partition(Enumerable.Range(0, inside.Count).Where(i => inside[i] is not null), i => (object)of[i]);
    }

    private static List<string> Partition(IEnumerable<int> texts, Func<int, object> groupOf) =>
        [.. texts.GroupBy(groupOf).Select(group => string.Join(' ', group.Order())).Order(StringComparer.Ordinal)];
}
