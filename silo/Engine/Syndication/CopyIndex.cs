using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Syndication;

/// <summary>
/// Groups of texts that are copies of each other: the connected components of <see cref="ContentSignature.AreCopies"/> over the
/// texts of one story. Not thread-safe. Invariants:
/// <list type="bullet">
/// <item>the groups depend on the set of texts, not on the order in which they came or went;</item>
/// <item>a text is compared with those that share one of its posted hashes, and with at most <see cref="MostPerKey"/> for each, and no
/// more with a group that it has joined: the cost does not grow with the story.</item>
/// </list>
/// Beyond <see cref="MostPerKey"/> different texts with one hash, later ones are not posted under it. Then the first invariant
/// rests on one of the others to lead to the group; identical texts are posted once and count once.
/// </summary>
/// <remarks>A text is posted under its 24 smallest shingle hashes and 16 of its sentences. Of two that share half of their shingles, nearly
/// all share one of these: 1 - (2/3)^24.</remarks>
public sealed class CopyIndex
{
    /// <summary>Different texts that are found by one hash.</summary>
    public const int MostPerKey = 64;

    private const int PostedHashes = 24;
    private const int PostedSentences = 16;
    private const int MostKeys = PostedHashes + PostedSentences + 1;

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<ulong, Posting> _postings = [];
    private readonly Dictionary<ContentSignature, int> _posted = [];
    private readonly List<CopyGroup> _found = [];
    // The only text there is, not posted yet: most stories never get a second.
    private int _alone = -1;

    /// <summary>Adds a text under the next number, 0 for the first; returns its group, which may have swallowed others.</summary>
    /// <param name="signature">The text's signature; an empty one is a group of its own.</param>
    /// <param name="joined">Called for each group, before it changes, that the text joins.</param>
    public CopyGroup Add(ContentSignature signature, Action<CopyGroup>? joined = null)
    {
        var number = _entries.Count;
        _entries.Add(new Entry(signature));
        return Link(number, joined);
    }

    /// <summary>Takes a text out. What it held together falls apart.</summary>
    /// <param name="number">The text.</param>
    /// <param name="parted">Called for its group before it is taken apart.</param>
    /// <param name="made">Called for each group that is left of it.</param>
    public void Remove(int number, Action<CopyGroup>? parted = null, Action<CopyGroup>? made = null)
    {
        var group = _entries[number].Group ?? throw new ArgumentException($"Text {number} is not in.", nameof(number));
        parted?.Invoke(group);
        var rest = group.Texts.ToArray();
        foreach (var text in rest)
        {
            Unpost(text);
            _entries[text].Group = null;
        }
        foreach (var text in rest)
        {
            if (text != number)
                Link(text, null);
        }
        if (made is null)
            return;
        var told = new HashSet<CopyGroup>();
        foreach (var text in rest)
        {
            if (_entries[text].Group is { } left && told.Add(left))
                made(left);
        }
    }

    /// <summary>Puts a text in again that was taken out, or another under its number.</summary>
    public CopyGroup Replace(int number, ContentSignature signature, Action<CopyGroup>? joined = null)
    {
        if (_entries[number].Group is not null)
            throw new ArgumentException($"Text {number} is in.", nameof(number));
        _entries[number] = new Entry(signature);
        return Link(number, joined);
    }

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        _entries.Clear();
        _postings.Clear();
        _posted.Clear();
        _alone = -1;
    }

    /// <summary>The group of a text.</summary>
    public CopyGroup GroupOf(int number) => _entries[number].Group ?? throw new ArgumentException($"Text {number} is not in.", nameof(number));

    /// <summary>The signature of a text.</summary>
    public ContentSignature SignatureOf(int number) => _entries[number].Signature;

    private CopyGroup Link(int number, Action<CopyGroup>? joined)
    {
        var entry = _entries[number];
        var signature = entry.Signature;
        if (_alone >= 0 && _alone != number)
        {
            Post(_alone, _entries[_alone].Signature);
            _alone = -1;
        }
        _found.Clear();
        var post = false;
        if (!signature.IsEmpty)
        {
            if (_posted.TryGetValue(signature, out var twin))
            {
                _found.Add(_entries[twin].Group!);
            }
            else
            {
                post = true;
                Compare(signature);
            }
        }
        foreach (var other in _found)
            joined?.Invoke(other);
        var group = _found.Count == 0 ? new CopyGroup() : Largest(_found);
        foreach (var other in _found)
        {
            if (!ReferenceEquals(other, group))
                Merge(other, group);
        }
        entry.Group = group;
        group.Texts.Add(number);
        if (post && _entries.Count == 1)
            _alone = number;
        else if (post)
            Post(number, signature);
        return group;
    }

    private void Compare(ContentSignature signature)
    {
        Span<ulong> keys = stackalloc ulong[MostKeys];
        foreach (var key in keys[..KeysOf(signature, keys)])
        {
            if (!_postings.TryGetValue(key, out var posting))
                continue;
            Compare(signature, posting.First);
            foreach (var text in CollectionsMarshal.AsSpan(posting.Others))
                Compare(signature, text);
        }
    }

    private void Compare(ContentSignature signature, int text)
    {
        var other = _entries[text];
        if (!_found.Contains(other.Group!) && ContentSignature.AreCopies(signature, other.Signature))
            _found.Add(other.Group!);
    }

    private void Post(int number, ContentSignature signature)
    {
        _posted.Add(signature, number);
        Span<ulong> keys = stackalloc ulong[MostKeys];
        foreach (var key in keys[..KeysOf(signature, keys)])
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(_postings, key, out var isKnown);
            if (!isKnown)
                posting.First = number;
            else if (posting.Others is null)
                posting.Others = [number];
            else if (posting.Others.Count < MostPerKey - 1)
                posting.Others.Add(number);
        }
    }

    private void Unpost(int number)
    {
        if (_alone == number)
        {
            _alone = -1;
            return;
        }
        var signature = _entries[number].Signature;
        if (!_posted.TryGetValue(signature, out var posted) || posted != number)
            return;
        _posted.Remove(signature);
        Span<ulong> keys = stackalloc ulong[MostKeys];
        foreach (var key in keys[..KeysOf(signature, keys)])
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrNullRef(_postings, key);
            if (Unsafe.IsNullRef(ref posting))
                continue;
            if (posting.First != number)
            {
                posting.Others?.Remove(number);
            }
            else if (posting.Others is { Count: > 0 } others)
            {
                posting.First = others[^1];
                others.RemoveAt(others.Count - 1);
            }
            else
            {
                _postings.Remove(key);
            }
        }
    }

    private void Merge(CopyGroup from, CopyGroup into)
    {
        foreach (var text in from.Texts)
            _entries[text].Group = into;
        into.Texts.AddRange(from.Texts);
        from.Texts.Clear();
    }

    private static CopyGroup Largest(List<CopyGroup> groups)
    {
        var largest = groups[0];
        foreach (var group in groups)
        {
            if (group.Texts.Count > largest.Texts.Count)
                largest = group;
        }
        return largest;
    }

    // Hashes of titles, texts and sentences are numbers of different things.
    private static int KeysOf(ContentSignature signature, Span<ulong> keys)
    {
        var count = 0;
        var kind = signature.FromTitle ? 1ul << 32 : 2ul << 32;
        var hashes = signature.Hashes;
        foreach (var hash in hashes[..Math.Min(hashes.Length, PostedHashes)])
            keys[count++] = kind | hash;
        var sentences = signature.Sentences;
        foreach (var sentence in sentences[..Math.Min(sentences.Length, PostedSentences)])
            keys[count++] = 3ul << 32 | sentence;
        if (signature.Series != 0)
            keys[count++] = 4ul << 32 | signature.Series;
        return count;
    }

    // Nearly all hashes are of one text: no list for them.
    private struct Posting
    {
        public int First;
        public List<int>? Others;
    }

    private sealed class Entry(ContentSignature signature)
    {
        public readonly ContentSignature Signature = signature;
        public CopyGroup? Group;
    }
}

/// <summary>Texts that are copies of each other, directly or by others in between.</summary>
public sealed class CopyGroup
{
    /// <summary>Their numbers, in no particular order.</summary>
    public List<int> Texts { get; } = new(1);

    /// <summary>What the owner of the index counts for the group.</summary>
    public object? Tally { get; set; }
}
