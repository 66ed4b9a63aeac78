using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Features;

/// <summary>
/// Reads one article into words and counts its terms, block by block. Holds the buffers for that and is reused; not
/// thread-safe.
/// </summary>
internal sealed class TermExtractor
{
    private const int MaxTitleWords = 60;
    private const int MaxTitleGramChars = 160;
    private const int MaxRun = 4;
    private const int LeastTextWords = 8;

    // The lead tells the event; later pairs are phrases of the trade.
    private const int PairWords = 100;

    // The lead names who, where and how many.
    private const int AnchorWords = 150;
    private const int MostAnchors = 64;
    private const float UnknownNoun = 0.4f;

    private readonly char[] _stem = new char[2 * Tokenizer.MaxWordLength + 4];
    private readonly char[] _form = new char[AnchorForm.MaxLength];
    private char[] _title = new char[256];

    public TokenBuffer Words { get; } = new();

    public TermTable Terms { get; } = new();

    /// <summary>Runs of capitalised words, as [first, last] word numbers, in reading order.</summary>
    public List<(int First, int Last)> Runs { get; } = [];

    /// <summary>What an article in another language would name alike, in reading order, at most 64.</summary>
    public List<Anchor> Anchors { get; } = [];

    /// <summary>How many of the words are the title's.</summary>
    public int TitleWords { get; private set; }

    public string Language { get; private set; } = "und";

    /// <summary>Reads an article; afterwards the properties describe it.</summary>
    public void Read(ReadOnlySpan<char> title, ReadOnlySpan<char> text, string? language, int maxWords) =>
        Read(title, text, language, maxWords, null);

    /// <summary>Reads an article without knowing any background, to derive it.</summary>
    public void ReadForBackground(ReadOnlySpan<char> title, ReadOnlySpan<char> text, string? language, int maxWords) =>
        Read(title, text, language, maxWords, BackgroundTable.None);

    /// <summary>Adds the ids, as name words, of all words written small.</summary>
    public void LowerCaseWords(HashSet<uint> ids)
    {
        for (var i = 0; i < Words.Count; i++)
        {
            if (!Words[i].Is(WordTraits.Capitalised))
                ids.Add(IdOf(Words[i].Hash, TermField.NameWord));
        }
    }

    private void Read(ReadOnlySpan<char> title, ReadOnlySpan<char> text, string? language, int maxWords, BackgroundTable? background)
    {
        Words.Clear();
        Terms.Clear();
        Runs.Clear();
        Anchors.Clear();
        Tokenizer.Scan(title, Math.Min(MaxTitleWords, maxWords), Words);
        TitleWords = Words.Count;
        Tokenizer.Scan(text, maxWords, Words);
        Language = language ?? LanguageDetector.Detect(Words);
        if (Words.Count - TitleWords >= LeastTextWords && LanguageDetector.IsOfAnother(Words, TitleWords, Language))
        {
            // Every word of such a title would be rare here, "the" and "of" among them, and weigh more than all of the text.
            Words.Clear();
            TitleWords = 0;
            Tokenizer.Scan(text, maxWords, Words);
        }
        background ??= BackgroundFor(Language);
        CountWords();
        FindRuns(background);
        CountNames();
        CountTitleGrams();
        CountAnchors(title, text);
    }

    /// <summary>English for texts of unknown language too: short headlines mostly.</summary>
    public static BackgroundTable BackgroundFor(string language) =>
        language is "en" or "und" ? BackgroundTable.English : BackgroundTable.None;

    internal static uint IdOf(ulong hash, TermField field) => (uint)(hash >> 32) & ~7u | (uint)field;

    internal static ulong Joined(ulong first, ulong second)
    {
        var mixed = (first ^ second >> 29 ^ second << 35) * 0xD6E8FEB86659FD93ul;
        mixed = (mixed ^ mixed >> 32 ^ second) * 0xD6E8FEB86659FD93ul;
        return mixed ^ mixed >> 32;
    }

    private void CountWords()
    {
        var stops = StopWords.Of(Language == "und" ? "en" : Language);
        var shouting = IsShouting();
        var previous = 0ul;
        for (var i = 0; i < Words.Count; i++)
        {
            ref readonly var token = ref Words[i];
            if (token.Is(WordTraits.AfterBreak) || i == TitleWords)
                previous = 0;
            if (IsStop(token, stops, shouting))
            {
                previous = 0;
                continue;
            }
            var hash = StemHash(i);
            Terms.Add(IdOf(hash, TermField.Word));
            if (i < TitleWords)
                Terms.Add(IdOf(hash, TermField.TitleWord));
            if (previous != 0 && i - (i < TitleWords ? 0 : TitleWords) < PairWords)
                Terms.Add(IdOf(Joined(previous, hash), TermField.Pair));
            previous = hash;
        }
    }

    // "US" is a country, "us" is not.
    internal static bool IsStop(in Token token, HashSet<ulong> stops, bool shouting) =>
        stops.Contains(token.Hash)
            ? shouting || !token.Is(WordTraits.AllCapitals)
            : token.Length == 1 && !token.Is(WordTraits.CharacterPair | WordTraits.Numeric);

    private ulong StemHash(int index)
    {
        ref readonly var token = ref Words[index];
        if (token.Is(WordTraits.Numeric) || token.Is(WordTraits.CharacterPair) || token.Length < 4)
            return token.Hash;
        Words.Word(index).CopyTo(_stem);
        var length = Stemming.Stem(Language, _stem, token.Length);
        return length == token.Length && Words.Word(index).SequenceEqual(_stem.AsSpan(0, length))
            ? token.Hash
            : TokenBuffer.HashOf(_stem.AsSpan(0, length));
    }

    private bool IsShouting()
    {
        int capitals = 0, others = 0;
        for (var i = 0; i < Words.Count; i++)
        {
            if (Words[i].Is(WordTraits.AllCapitals))
                capitals++;
            else if (!Words[i].Is(WordTraits.Numeric))
                others++;
        }
        return capitals > others;
    }

    // "Storm Hits Coast as Thousands Flee": capitals that say nothing.
    private bool IsTitleCase()
    {
        int capitals = 0, longer = 0;
        for (var i = 0; i < TitleWords; i++)
        {
            if (Words[i].Length < 4 || Words[i].Is(WordTraits.Numeric))
                continue;
            longer++;
            if (Words[i].Is(WordTraits.Capitalised))
                capitals++;
        }
        return capitals * 10 >= longer * 7;
    }

    private void FindRuns(BackgroundTable background)
    {
        var stops = StopWords.Of(Language == "und" ? "en" : Language);
        var titleCase = IsTitleCase();
        var shouting = IsShouting();
        var first = -1;
        for (var i = 0; i <= Words.Count; i++)
        {
            var isName = i < Words.Count && IsName(i, stops, titleCase, shouting, background);
            if (first >= 0 && (!isName || Words[i].Is(WordTraits.AfterBreak) || i == TitleWords || i - first == MaxRun))
            {
                Runs.Add((first, i - 1));
                first = -1;
            }
            if (isName && first < 0)
                first = i;
        }
    }

    private bool IsName(int index, HashSet<ulong> stops, bool titleCase, bool shouting, BackgroundTable background)
    {
        ref readonly var token = ref Words[index];
        if (!token.Is(WordTraits.Capitalised) || token.Length < 2 || StopWords.Calendar.Contains(token.Hash)
            || (stops.Contains(token.Hash) && (shouting || !token.Is(WordTraits.AllCapitals))))
        {
            return false;
        }
        if (!token.Is(WordTraits.SentenceStart) && !shouting && !(titleCase && index < TitleWords))
            return true;
        if (background.IsEmpty)
            return false;
        // A capital that the position explains: a name if the background writes it with a capital where it need not, or does not know it.
        return background.Contains(IdOf(token.Hash, TermField.NameWord))
            || !background.Contains(IdOf(StemHash(index), TermField.Word));
    }

    private void CountNames()
    {
        foreach (var (first, last) in Runs)
        {
            var times = first < TitleWords ? 2 : 1;
            for (var i = first; i <= last; i++)
            {
                Terms.Add(IdOf(Words[i].Hash, TermField.NameWord), times);
                if (i == last)
                    continue;
                var pair = Joined(Words[i].Hash, Words[i + 1].Hash);
                Terms.Add(IdOf(pair, TermField.Name), times);
                if (i + 2 <= last)
                    Terms.Add(IdOf(Joined(pair, Words[i + 2].Hash), TermField.Name), times);
            }
        }
    }

    private void CountTitleGrams()
    {
        var length = 0;
        for (var i = 0; i < TitleWords && length < MaxTitleGramChars; i++)
        {
            var word = Words.Word(i);
            if (_title.Length < length + word.Length + 2)
                Array.Resize(ref _title, 2 * (length + word.Length + 2));
            _title[length++] = ' ';
            word.CopyTo(_title.AsSpan(length));
            length += word.Length;
        }
        if (length == 0)
            return;
        _title[length++] = ' ';
        for (var size = 4; size <= 5; size++)
        {
            for (var at = 0; at + size <= length; at++)
                Terms.Add(IdOf(TokenBuffer.HashOf(_title.AsSpan(at, size)), TermField.TitleGram));
        }
    }

    private void CountAnchors(ReadOnlySpan<char> title, ReadOnlySpan<char> text)
    {
        var last = Math.Min(Words.Count, TitleWords + AnchorWords);
        foreach (var (from, to) in Runs)
        {
            for (var i = from; i <= to && i < last; i++)
                CountName(i, isAlone: from == to);
        }
        for (var i = 0; i < last; i++)
        {
            ref readonly var token = ref Words[i];
            if (token.Is(WordTraits.Numeric))
                CountNumber(i, (i < TitleWords ? title : text)[token.SourceStart..token.SourceEnd]);
        }
    }

    private void CountName(int index, bool isAlone)
    {
        ref readonly var token = ref Words[index];
        var word = Words.Word(index);
        word.CopyTo(_stem);
        // Only Slavic languages inflect names as they do words.
        var length = word[0] >= '\u0400' ? Stemming.Stem("ru", _stem, word.Length) : word.Length;
        var folded = AnchorForm.Fold(_stem.AsSpan(0, length), _form);
        var plain = TokenBuffer.HashOf(_form.AsSpan(0, folded));
        folded = AnchorForm.Unify(_form, folded);
        var form = _form.AsSpan(0, folded);
        if (Exonyms.TryFind(form, out var english))
        {
            Add(english, english, known: true);
            return;
        }
        if (folded < 3)
            return;
        // Every German noun has a capital: what English names do not know, and what stands alone, is hardly a name.
        var isNoun = isAlone && Language == "de" && !BackgroundTable.English.Contains(IdOf(plain, TermField.NameWord));
        Add(TokenBuffer.HashOf(form), plain, known: !isNoun);

        void Add(ulong hash, ulong background, bool known)
        {
            var idf = BackgroundTable.English.Idf(IdOf(background, TermField.NameWord));
            AddAnchor(ArticleVector.AnchorId(hash, isNumber: false), known ? idf : idf * UnknownNoun, index < TitleWords ? 2 : 1);
        }
    }

    // A magnitude, a toll, a sum. Small numbers and years are everywhere.
    private void CountNumber(int index, ReadOnlySpan<char> source)
    {
        var length = Numbers.Normalise(source, _form);
        var digits = _form.AsSpan(0, length);
        if (length < 2 || Numbers.IsYear(digits))
            return;
        var hash = TokenBuffer.HashOf(digits);
        AddAnchor(ArticleVector.AnchorId(hash, isNumber: true), BackgroundTable.English.Idf(IdOf(hash, TermField.Word)), 1);
    }

    private void AddAnchor(uint id, float idf, int times)
    {
        for (var i = 0; i < Anchors.Count; i++)
        {
            if (Anchors[i].Id != id)
                continue;
            Anchors[i] = Anchors[i] with { Times = Anchors[i].Times + times };
            return;
        }
        if (Anchors.Count < MostAnchors)
            Anchors.Add(new Anchor(id, idf, times));
    }
}

/// <summary>A name or number as other languages have it too.</summary>
/// <param name="Id">Term id.</param>
/// <param name="Idf">Inverse document frequency in English news.</param>
/// <param name="Times">Occurrences, those in the title twice.</param>
internal readonly record struct Anchor(uint Id, float Idf, int Times);
