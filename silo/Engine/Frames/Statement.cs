namespace StoryClustering.Engine.Frames;

/// <summary>How a word is meant.</summary>
[Flags]
internal enum WordMarks : ushort
{
    None = 0,

    /// <summary>A negation reaches to it: "was not drunk", "denied she would resign".</summary>
    Denied = 1,

    /// <summary>It may be, or somebody says so, threatens or tries: "may close", "accused of stealing", "if it stays".</summary>
    Doubtful = 2,

    /// <summary>It is to come: "will close".</summary>
    Future = 4,

    /// <summary>In the passive voice: who stands before it suffers it.</summary>
    Passive = 8,

    /// <summary>A name.</summary>
    Name = 16,

    /// <summary>Ends a clause: what comes after belongs to something else.</summary>
    ClauseStart = 32,

    /// <summary>By its form it may tell what is done or was: "closed", "closes". Not "to close", "closing".</summary>
    Told = 64,

    /// <summary>A day of the week or a month: it stands where it likes.</summary>
    Calendar = 128,

    /// <summary>By its form it tells what was done: "attacked", "hit".</summary>
    Done = 256,
}

/// <summary>
/// What a sentence says of its words, in their order: what it denies, doubts and expects, and who stands before and after what is done.
/// Two sentences of the same words can say the opposite; <see cref="Agrees"/> tells. Rules over word order and closed lists, not a parse:
/// made so that sentences that contradict each other do not agree, at the price that some that agree are not seen to.
/// </summary>
internal sealed class Statement
{
    /// <summary>Of a sentence in a language whose negations are not known: it agrees with everything.</summary>
    public static readonly Statement Unknown = new([], [], 0, 0);

    private readonly uint[] _words;
    private readonly WordMarks[] _marks;
    private readonly ulong _offices;
    private readonly WordGender _pronouns;
    private readonly WordMarks _any;
    private readonly int _names;

    public Statement(uint[] words, WordMarks[] marks, ulong offices, WordGender pronouns)
    {
        (_words, _marks, _offices, _pronouns) = (words, marks, offices, pronouns);
        foreach (var mark in marks)
        {
            _any |= mark;
            if ((mark & WordMarks.Name) != 0)
                _names++;
        }
    }

    /// <summary>Pairs of opposites of which it says the one, a bit each.</summary>
    public ulong Firsts { get; init; }

    /// <summary>Pairs of opposites of which it says the other.</summary>
    public ulong Seconds { get; init; }

    /// <summary>Days of the week that it names, a bit each.</summary>
    public byte Weekdays { get; init; }

    /// <summary>Whether its language puts who does before what is done.</summary>
    public bool IsFixedOrder { get; init; }

    // Where sentences put things in words of their own, another name or order means little.
    private const double Alike = 0.6;

    // Words whose roles are compared.
    private const int MostCompared = 128;

    /// <summary>Whether two sentences that share most of their words also mean the same by them. Symmetric.</summary>
    public static bool Agrees(Statement a, Statement b)
    {
        if (a._words.Length == 0 || b._words.Length == 0)
            return true;
        // What is not there at all needs no comparison: it is asked of hundreds of thousands of pairs.
        var marks = a._any | b._any;
        return OfficesAgree(a, b) && DaysAgree(a, b) && !SayOpposites(a, b)
            && ((marks & WordMarks.Denied) == 0 || DenialsAgree(a, b))
            && ((marks & WordMarks.Doubtful) == 0 || DoubtsAgree(a, b, WordMarks.Doubtful))
            && ((marks & WordMarks.Future) == 0 || DoubtsAgree(a, b, WordMarks.Future)) && PronounsAgree(a, b) && RolesAgree(a, b);
    }

    // In nearly the same words another day is another event: of other words one may tell what went before.
    private static bool DaysAgree(Statement a, Statement b)
    {
        if (a.Weekdays == 0 || b.Weekdays == 0 || (a.Weekdays & b.Weekdays) != 0)
            return true;
        var shared = 0;
        foreach (var word in a._words)
        {
            if (Array.IndexOf(b._words, word) >= 0)
                shared++;
        }
        return shared < Alike * Math.Max(a._words.Length, b._words.Length);
    }

    // One of a pair here, the other there, and not both in one: "rose, and fell again".
    private static bool SayOpposites(Statement a, Statement b) =>
        ((a.Firsts & b.Seconds & ~a.Seconds & ~b.Firsts) | (a.Seconds & b.Firsts & ~a.Firsts & ~b.Seconds)) != 0;

    /// <summary>Whether two sentences of mostly the same words say the opposite: one denies what the other tells, or both tell it of the
    /// same names the other way about. Symmetric.</summary>
    public static bool Contradict(Statement a, Statement b)
    {
        if (a._words.Length == 0 || b._words.Length == 0)
            return false;
        if (((a._any | b._any) & WordMarks.Denied) != 0 && !DenialsAgree(a, b))
            return true;
        if (SayOpposites(a, b))
            return true;
        return (SharesAllNames(a, b) || HasAllWords(a, b)) && !RolesAgree(a, b);
    }

    private static bool HasAllWords(Statement a, Statement b)
    {
        if (a._words.Length != b._words.Length)
            return false;
        foreach (var word in a._words)
        {
            if (Array.IndexOf(b._words, word) < 0)
                return false;
        }
        return true;
    }

    private static bool SharesAllNames(Statement a, Statement b)
    {
        var names = 0;
        for (var i = 0; i < a._words.Length; i++)
        {
            var there = Array.IndexOf(b._words, a._words[i]);
            if (there < 0 && (a._marks[i] & WordMarks.Name) != 0)
                return false;
            if (there >= 0 && ((a._marks[i] | b._marks[there]) & WordMarks.Name) != 0)
                names++;
        }
        for (var j = 0; j < b._words.Length; j++)
        {
            if ((b._marks[j] & WordMarks.Name) != 0 && Array.IndexOf(a._words, b._words[j]) < 0)
                return false;
        }
        return names >= 2;
    }

    // Of the words in common, those that are denied in one must be so in the other: one of them at least, since a negation reaches a little
    // farther in one wording than in another. "Did not pay, and left" is not "paid, and did not leave".
    private static bool DenialsAgree(Statement a, Statement b)
    {
        var (inA, inB, inBoth) = (false, false, false);
        for (var i = 0; i < a._words.Length; i++)
        {
            if (Array.IndexOf(b._words, a._words[i]) < 0)
                continue;
            var (here, there) = (a.Has(a._words[i], WordMarks.Denied), b.Has(a._words[i], WordMarks.Denied));
            inA |= here;
            inB |= there;
            inBoth |= here && there;
        }
        return inA == inB && inA == inBoth;
    }

    // What may be, is threatened or is to come here is told as done there; and nothing else is doubtful or to come in both.
    private static bool DoubtsAgree(Statement a, Statement b, WordMarks mark)
    {
        var conflict = false;
        for (var i = 0; i < a._words.Length; i++)
        {
            if (Array.IndexOf(b._words, a._words[i]) < 0)
                continue;
            var (here, there) = (a.Has(a._words[i], mark), b.Has(a._words[i], mark));
            if (here && there)
                return true;
            conflict |= (here && b.Tells(a._words[i])) || (there && a.Tells(a._words[i])) || OthersTell(a, i, mark, b);
        }
        for (var j = 0; j < b._words.Length && !conflict; j++)
            conflict = Array.IndexOf(a._words, b._words[j]) >= 0 && OthersTell(b, j, mark, a);
        return !conflict;
    }

    // The word before is meant so, but the other sentence has another one there, told as done: "threatened to shut the strait", "closed the strait".
    private static bool OthersTell(Statement a, int i, WordMarks mark, Statement b)
    {
        if (i == 0 || (a._marks[i] & WordMarks.ClauseStart) != 0 || (a._marks[i - 1] & mark) == 0 || Array.IndexOf(b._words, a._words[i - 1]) >= 0)
            return false;
        var j = Array.IndexOf(b._words, a._words[i]);
        return j > 0 && (b._marks[j] & WordMarks.ClauseStart) == 0 && (b._marks[j - 1] & (WordMarks.Told | WordMarks.Doubtful | WordMarks.Future)) == WordMarks.Told
            && Array.IndexOf(a._words, b._words[j - 1]) < 0;
    }

    private bool Has(uint word, WordMarks mark)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i] == word && (_marks[i] & mark) != 0)
                return true;
        }
        return false;
    }

    private bool Tells(uint word)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i] == word && (_marks[i] & (WordMarks.Told | WordMarks.Doubtful | WordMarks.Future)) == WordMarks.Told)
                return true;
        }
        return false;
    }

    private static bool OfficesAgree(Statement a, Statement b) => a._offices == 0 || b._offices == 0 || (a._offices & b._offices) != 0;

    // Only where nobody is named: a name says who "she" is.
    private static bool PronounsAgree(Statement a, Statement b) =>
        a._pronouns == WordGender.None || b._pronouns == WordGender.None || (a._pronouns & b._pronouns) != 0 || SharesName(a, b);

    // Around each word in common: nobody who stands before it here stands after it there, while another goes the other way. If one of the two
    // is in the passive voice it is the other way about.
    private static bool RolesAgree(Statement a, Statement b)
    {
        Span<int> places = stackalloc int[Math.Min(a._words.Length, MostCompared)];
        var shared = 0;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Array.IndexOf(b._words, a._words[i]);
            if (places[i] >= 0)
                shared++;
        }
        var alike = shared >= Alike * Math.Max(a._words.Length, b._words.Length);
        if (!alike && (a._names < 2 || b._names < 2))
            return true;
        for (var i = 0; i < places.Length; i++)
        {
            var j = places[i];
            if (j < 0 || ((a._marks[i] | b._marks[j]) & WordMarks.Name) != 0 || !a.IsOnce(a._words[i]) || !b.IsOnce(a._words[i]))
                continue;
            var turned = ((a._marks[i] ^ b._marks[j]) & WordMarks.Passive) != 0;
            if (AreSwapped(a, i, b, j, turned)
                || (alike && (AreNeighboursSwapped(a, i, b, j, turned) || AreSidesSwapped(a, i, b, j, turned, places) || HasOtherActor(a, i, b, j, turned))))
                return false;
        }
        return true;
    }

    private static bool AreSwapped(Statement a, int i, Statement b, int j, bool turned)
    {
        var (before, after) = (false, false);
        var (firstA, endA) = a.ClauseOf(i);
        var (firstB, endB) = b.ClauseOf(j);
        for (var k = firstA; k < endA; k++)
        {
            // At the start of a sentence any word has a capital: there the other sentence tells.
            if (k > 0 && (a._marks[k] & WordMarks.Name) == 0)
                continue;
            var there = Array.IndexOf(b._words, a._words[k], firstB, endB - firstB);
            if (there < 0 || ((a._marks[k] | b._marks[there]) & WordMarks.Name) == 0)
                continue;
            if (k < i)
                before |= turned ? there < j : there > j;
            else
                after |= turned ? there > j : there < j;
        }
        return before && after;
    }

    // For words that are no names, only if they stand next to it: "dog bites man".
    private static bool AreNeighboursSwapped(Statement a, int i, Statement b, int j, bool turned)
    {
        var (firstA, endA) = a.ClauseOf(i);
        var (firstB, endB) = b.ClauseOf(j);
        if (i == firstA || i + 1 == endA || j == firstB || j + 1 == endB
            || ((a._marks[i - 1] | a._marks[i + 1]) & WordMarks.Calendar) != 0)
            return false;
        var (beforeA, afterA, beforeB, afterB) = (a._words[i - 1], a._words[i + 1], b._words[j - 1], b._words[j + 1]);
        return beforeA != afterA && (turned ? beforeA == beforeB && afterA == afterB : beforeA == afterB && afterA == beforeB);
    }

    // All that stands before it stands after it there, and the other way about: "army troops killed the rebel leader". Of the parts of a
    // sentence that say when and where as much may be true in languages that put them in front.
    private static bool AreSidesSwapped(Statement a, int i, Statement b, int j, bool turned, ReadOnlySpan<int> places)
    {
        if (turned || !a.IsFixedOrder || (a._marks[i] & WordMarks.Done) == 0)
            return false;
        var (before, after) = (0, 0);
        var (firstA, endA) = a.ClauseOf(i);
        var (firstB, endB) = b.ClauseOf(j);
        for (var k = firstA; k < endA; k++)
        {
            var there = k == i || k >= places.Length ? -1 : places[k];
            if (there < firstB || there >= endB || (a._marks[k] & WordMarks.Calendar) != 0)
                continue;
            if (k < i == there < j)
                return false;
            if (k < i)
                before++;
            else
                after++;
        }
        return before > 0 && after > 0 && before + after >= 3;
    }

    // "Nordvik hit the depot", "Ulmen hit the depot": those who are named before it have no name in common, anywhere.
    private static bool HasOtherActor(Statement a, int i, Statement b, int j, bool turned)
    {
        if (turned)
            return false;
        var (firstA, _) = a.ClauseOf(i);
        var (firstB, _) = b.ClauseOf(j);
        return HasName(a, firstA, i) && HasName(b, firstB, j) && !HasNameThatIsIn(a, firstA, i, b) && !HasNameThatIsIn(b, firstB, j, a);
    }

    private static bool HasName(Statement statement, int from, int end)
    {
        for (var k = from; k < end; k++)
        {
            if ((statement._marks[k] & WordMarks.Name) != 0)
                return true;
        }
        return false;
    }

    private static bool HasNameThatIsIn(Statement statement, int from, int end, Statement other)
    {
        for (var k = from; k < end; k++)
        {
            if ((statement._marks[k] & WordMarks.Name) != 0 && Array.IndexOf(other._words, statement._words[k]) >= 0)
                return true;
        }
        return false;
    }

    private static bool SharesName(Statement a, Statement b) => HasNameThatIsIn(a, 0, a._words.Length, b);

    private bool IsOnce(uint word)
    {
        var first = Array.IndexOf(_words, word);
        return first >= 0 && Array.IndexOf(_words, word, first + 1) < 0;
    }

    private (int First, int End) ClauseOf(int index)
    {
        var first = index;
        while (first > 0 && (_marks[first] & WordMarks.ClauseStart) == 0)
            first--;
        var end = index + 1;
        while (end < _words.Length && (_marks[end] & WordMarks.ClauseStart) == 0)
            end++;
        return (first, end);
    }
}

/// <summary>Whom the pronouns of a sentence can mean.</summary>
[Flags]
internal enum WordGender : byte
{
    None = 0,
    He = 1,
    She = 2,
}
