using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using StoryClustering.Engine.Features;
using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>Cuts an article into sentences and finds their terms, names and quotes. Holds buffers; not thread-safe.</summary>
internal sealed class SentenceReader(FrameOptions options)
{
    // Word order tells "dog bites man" from "man bites dog"; half as much as the words, or paraphrases would never meet.
    private const float PairShare = 0.5f;

    // Every word of a language without background.
    private const float UnknownIdf = 6;

    private const int LeastWords = 4;
    private const int MostWords = 120;
    private const int MostQuotes = 12;
    private const int MostTermChars = 40;

    private static readonly SearchValues<char> Marks = SearchValues.Create("\"\u201C\u201D\u201E\u00AB\u00BB,;:()[]!?\u2014\u2013");

    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    private readonly TokenBuffer _words = new();
    private readonly List<SentenceCut> _cuts = [];
    private readonly List<Quotation> _quotes = [];
    private readonly List<NameRun> _names = [];
    private readonly List<uint> _details = [];
    private readonly char[] _stem = new char[2 * Tokenizer.MaxWordLength + 4];
    private readonly Dictionary<uint, float> _terms = [];
    private readonly StatementReader _statements = new();

    /// <summary>Whether a term is a word, not a pair.</summary>
    public static bool IsWord(uint id) => (id & 7) == (uint)TermField.Word;

    /// <summary>Sentences of the article that may be shown or counted, the headline first.</summary>
    public ArticleEntry Read(FrameArticle article)
    {
        var reading = ArticleReading.Of(article.Title, article.Text, article.Outlet, url: article.Url);
        var entry = new ArticleEntry(article) { Form = reading.Form };
        var language = article.Language;
        var (title, text, headline) = (reading.Title, reading.Text, reading.Headline);
        if (!InstructionText.IsIn(title))
            Add(entry, SpanField.Title, title, article.Title, new SentenceCut(headline.Start,
                headline.End - headline.Start), 0);
        _cuts.Clear();
        SentenceSplitter.Split(text, language, _cuts, options.MostSentencesOfArticle);
        var paragraph = new QuotedParagraph(text);
        for (var i = 0; i < _cuts.Count; i++)
        {
            var cut = _cuts[i];
            var sentence = text.AsSpan(cut.Start, cut.Length);
            // What stands in a quote alone is somebody's, but whose is said elsewhere, if at all.
            if (paragraph.IsSpoken(cut))
                continue;
            if (Boilerplate.Is(sentence, language) || InstructionText.IsIn(sentence))
                continue;
            var skip = Boilerplate.LeadIn(sentence);
            Add(entry, SpanField.Text, text, article.Text, new SentenceCut(cut.Start + skip, cut.Length - skip), i);
        }
        _quotes.Clear();
        Quotations.Find(text, language, _cuts, _quotes, MostQuotes);
        foreach (var quote in _quotes)
        {
            var words = article.Text.Substring(quote.Start, quote.Length);
            if (InstructionText.IsIn(words))
                continue;
            var speaker = Markup.Shown(text.AsSpan(quote.SpeakerStart, quote.SpeakerLength));
            entry.Quotes.Add(new ArticleQuote(entry, quote.Start, words, speaker, KeyOf(Markup.Shown(text.AsSpan(quote.Start,
                quote.Length)))));
        }
        return entry;
    }

    /// <summary>Words alone, in lower case, one blank between: the same for quotes that differ in their marks.</summary>
    public static string KeyOf(string words)
    {
        var key = new StringBuilder(words.Length);
        foreach (var rune in words.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                key.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (key.Length > 0 && key[^1] != ' ' && rune.Value is not ('\'' or 0x2019))
                key.Append(' ');
        }
        return key.ToString().TrimEnd();
    }

    /// <summary>Hash of the stem of a word in lower case.</summary>
    public ulong StemOf(string word, string language)
    {
        if (word.Length > Tokenizer.MaxWordLength)
            return TokenBuffer.HashOf(word);
        word.CopyTo(_stem);
        return TokenBuffer.HashOf(_stem.AsSpan(0, word.Length < 4 ? word.Length : Stemming.Stem(language, _stem, word.Length)));
    }

    /// <summary>A term of a sentence as it is written there; null if it is not in it.</summary>
    public string? Display(FrameSentence sentence, uint id)
    {
        _words.Clear();
        Tokenizer.Scan(sentence.Text, MostWords, _words);
        var stops = StopWords.Of(sentence.Article.Language == "und" ? "en" : sentence.Article.Language);
        var (previous, previousStart) = (0ul, 0);
        for (var i = 0; i < _words.Count; i++)
        {
            var token = _words[i];
            if (TermExtractor.IsStop(token, stops, shouting: false))
                continue;
            var groups = GroupsAfter(sentence.Text, i);
            var hash = StemHash(i, sentence.Article.Language, groups);
            i += groups;
            if (TermExtractor.IdOf(hash, TermField.Word) == id)
                return Written(sentence.Text, token.SourceStart, _words[i].SourceEnd, token.Is(WordTraits.Capitalised)
                    && !token.Is(WordTraits.SentenceStart));
            if (previous != 0 && TermExtractor.IdOf(TermExtractor.Joined(previous, hash), TermField.Pair) == id)
                return Written(sentence.Text, previousStart, token.SourceEnd, keepCase: true);
            (previous, previousStart) = (hash, token.SourceStart);
        }
        return null;
    }

    /// <summary>Names and numbers of a sentence with the words around them.</summary>
    public List<DetailPlace> PlacesOf(FrameSentence sentence)
    {
        _words.Clear();
        Tokenizer.Scan(sentence.Text, MostWords, _words);
        var stops = StopWords.Of(sentence.Article.Language == "und" ? "en" : sentence.Article.Language);
        var words = new List<(uint Id, bool IsNumber)>(_words.Count);
        for (var i = 0; i < _words.Count; i++)
        {
            if (TermExtractor.IsStop(_words[i], stops, shouting: false))
                continue;
            var groups = GroupsAfter(sentence.Text, i);
            words.Add((TermExtractor.IdOf(StemHash(i, sentence.Article.Language, groups), TermField.Word),
                _words[i].Is(WordTraits.Numeric)));
            i += groups;
        }
        var places = new List<DetailPlace>();
        for (var i = 0; i < words.Count; i++)
        {
            if (Array.IndexOf(sentence.Details, words[i].Id) >= 0)
                places.Add(new DetailPlace(words[i].Id, words[i].IsNumber, i == 0 ? 0 : words[i - 1].Id, i + 1 == words.Count ? 0 : words[i + 1].Id));
        }
        return places;
    }

    // Ends in an ellipsis, or in the middle.
    private static bool IsCut(ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd("\"'\u201D\u2019\u00BB)] ");
        return end.IsEmpty || end.EndsWith("..") || end[^1] == '\u2026' || char.IsLetterOrDigit(end[^1]) || end[^1] is ',' or '-' or '(' or '[';
    }

    private static string? Written(string text, int start, int end, bool keepCase)
    {
        // What stands on both sides of a mark is no term.
        if (end - start > MostTermChars || text.AsSpan(start, end - start).ContainsAny(Marks))
            return null;
        var written = text[start..end].ReplaceLineEndings(" ");
        return keepCase ? written : written.ToLower(CultureInfo.InvariantCulture);
    }

    private void Add(ArticleEntry entry, SpanField field, string source, string sent, SentenceCut cut, int position)
    {
        var text = source.Substring(cut.Start, cut.Length);
        ReadTerms(text, entry.Language);
        if (_terms.Count == 0 || _words.Count < LeastWords)
            return;
        var ids = new uint[_terms.Count];
        var weights = new float[ids.Length];
        _terms.Keys.CopyTo(ids, 0);
        Array.Sort(ids);
        var (sum, contents) = (0f, 0);
        for (var i = 0; i < ids.Length; i++)
        {
            weights[i] = _terms[ids[i]];
            sum += weights[i] * weights[i];
            if (IsWord(ids[i]))
                contents++;
        }
        var length = MathF.Sqrt(sum);
        for (var i = 0; i < weights.Length; i++)
            weights[i] /= length;
        entry.Sentences.Add(new FrameSentence
        {
            Article = entry,
            Field = field,
            Start = cut.Start,
            Text = text,
            Sent = ReferenceEquals(source, sent) ? text : sent.Substring(cut.Start, cut.Length),
            Position = position,
            Ids = ids,
            Weights = weights,
            Details = _details.Count == 0 ? [] : [.. _details],
            Names = _names.Count == 0 ? [] : [.. _names],
            Fingerprint = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(ids.AsSpan())),
            Words = _words.Count,
            ContentWords = contents,
            Traits = SentenceTraits.Of(text, entry.Language),
            Statement = StatementOf(entry.Language),
            IsCut = field == SpanField.Text && IsCut(text),
        });
    }

    private void ReadTerms(string text, string language)
    {
        _words.Clear();
        _terms.Clear();
        _names.Clear();
        _details.Clear();
        Tokenizer.Scan(text, MostWords, _words);
        var background = TermExtractor.BackgroundFor(language);
        var stops = StopWords.Of(language == "und" ? "en" : language);
        var previous = 0ul;
        var run = -1;
        for (var i = 0; i < _words.Count; i++)
        {
            ref readonly var token = ref _words[i];
            var isStop = TermExtractor.IsStop(token, stops, shouting: false);
            var isName = !isStop && token.Is(WordTraits.Capitalised) && !StopWords.Calendar.Contains(token.Hash);
            if (run >= 0 && (!isName || token.Is(WordTraits.AfterBreak)))
            {
                CloseRun(run, i);
                run = -1;
            }
            if (isName && run < 0)
                run = i;
            if (isStop)
                continue;
            // "crac..." is no word.
            if (i == _words.Count - 1 && (text.EndsWith("...", StringComparison.Ordinal) || text.EndsWith('\u2026')) && token.SourceEnd < text.Length && text[token.SourceEnd] is '.' or '\u2026')
                continue;
            var groups = GroupsAfter(text, i);
            var hash = StemHash(i, language, groups);
            var id = TermExtractor.IdOf(hash, TermField.Word);
            _terms[id] = background.IsEmpty ? UnknownIdf : background.Idf(id);
            // A capital at the start of a sentence says nothing, and every German noun has one.
            if (token.Is(WordTraits.Numeric) || (isName && !token.Is(WordTraits.SentenceStart) && language != "de"))
                _details.Add(id);
            if (previous != 0)
            {
                var pair = TermExtractor.IdOf(TermExtractor.Joined(previous, hash), TermField.Pair);
                _terms[pair] = PairShare * (background.IsEmpty ? UnknownIdf : background.Idf(pair));
            }
            previous = hash;
            i += groups;
        }
        if (run >= 0)
            CloseRun(run, _words.Count);
    }

    private Statement StatementOf(string language)
    {
        Span<uint> stems = stackalloc uint[MostWords];
        for (var i = 0; i < _words.Count; i++)
            stems[i] = (uint)StemHash(i, language);
        return _statements.Read(_words, language, StopWords.Of(language == "und" ? "en" : language), stems[.._words.Count]);
    }

    private void CloseRun(int first, int end)
    {
        // A single capital at the start may be any word.
        if (end - first == 1 && _words[first].Is(WordTraits.SentenceStart))
            return;
        var hash = 0ul;
        for (var i = first; i < end; i++)
            hash = TermExtractor.Joined(hash, _words[i].Hash);
        _names.Add(new NameRun(hash, _words[end - 1].Hash, _words[first].SourceStart, _words[end - 1].SourceEnd - _words[first].SourceStart, end - first));
    }

    // "12 500" is one number: how many groups of three stand behind a space after its first digits.
    private int GroupsAfter(string text, int index)
    {
        var last = index;
        while (last + 1 < _words.Count && IsGroup(text, index, last))
            last++;
        return last - index;
    }

    private bool IsGroup(string text, int index, int last)
    {
        ref readonly var first = ref _words[index];
        ref readonly var before = ref _words[last];
        ref readonly var next = ref _words[last + 1];
        return first.Is(WordTraits.Numeric) && first.Length <= 3 && next.Is(WordTraits.Numeric) && next.Length == 3
            && next.SourceStart == before.SourceEnd + 1
            && text[before.SourceEnd] is ' ' or '\u00A0' or '\u202F' or '\u2009' && !_words.Word(index).ContainsAnyExceptInRange('0', '9')
            && !_words.Word(last + 1).ContainsAnyExceptInRange('0', '9');
    }

    // "12.500", "1.200.000"
    private static bool IsPointed(ReadOnlySpan<char> word)
    {
        if (word.ContainsAnyExcept(DigitsAndPoint))
            return false;
        for (var i = 1; i <= word.Length; i++)
        {
            if ((word[^i] == '.') != (i % 4 == 0))
                return false;
        }
        return true;
    }

    // Marks between groups of three are left out by the tokeniser, but for the point, which in most languages is no decimal one.
    private ulong StemHash(int index, string language, int groups = 0)
    {
        ref readonly var token = ref _words[index];
        if (groups > 0)
            return TokenBuffer.HashOf(_words.Joined(index, index + groups));
        if (token.Is(WordTraits.Numeric) && token.Length > 4 && language is "de" or "es" or "pt" or "it" or "nl" or "fr"
            && IsPointed(_words.Word(index)))
        {
            var digits = 0;
            foreach (var c in _words.Word(index))
            {
                if (c != '.')
                    _stem[digits++] = c;
            }
            return TokenBuffer.HashOf(_stem.AsSpan(0, digits));
        }
        if (token.Is(WordTraits.Numeric) || token.Is(WordTraits.CharacterPair) || token.Length < 4)
            return token.Hash;
        _words.Word(index).CopyTo(_stem);
        var length = Stemming.Stem(language, _stem, token.Length);
        return TokenBuffer.HashOf(_stem.AsSpan(0, length));
    }
}

/// <summary>A name or number of a sentence.</summary>
/// <param name="Id">Its term.</param>
/// <param name="IsNumber">Whether it is a number.</param>
/// <param name="Before">The word before it that is no stop word; 0: none.</param>
/// <param name="After">The word after it.</param>
internal readonly record struct DetailPlace(uint Id, bool IsNumber, uint Before, uint After);
