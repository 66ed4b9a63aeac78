using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Syndication;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Features;

/// <summary>
/// Turns an article into what the engine compares. Thread-safe; the cost is bounded, since only the title and the first words of the
/// text are read. Without <see cref="StreamFrequencies"/> the same article always gets the same vector.
/// </summary>
/// <remarks>
/// 1. cut into words and find the language; 2. count the terms of each block; 3. weigh them, normalise each block to length 1 and
/// scale it by the square root of its weight, so that the dot product of two vectors is the weighted sum of the blocks' cosines;
/// 4. keep the heaviest terms of each block; 5. sign the text and pick the names.
/// </remarks>
public sealed class ArticleAnalyzer
{
    private const int Fields = 6;

    // Room for 400 words of most languages. Where it was too little, all of the text is read.
    private const int FewChars = 4 * 1024;

    // About 150 KB for each thread that ever analysed: cheaper than renting a dozen buffers for each article.
    [ThreadStatic]
    private static Workspace? t_workspace;

    private static Workspace Work => t_workspace ??= new Workspace();

    private readonly EngineOptions _options;
    private readonly StreamFrequencies? _stream;
    private readonly float[] _scales;
    private readonly int[] _caps;

    /// <summary>An analyser with the field weights and caps of <paramref name="options"/>.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="stream">What came lately: each article that is analysed is counted there. Null = the background alone.</param>
    public ArticleAnalyzer(EngineOptions options, StreamFrequencies? stream = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _stream = stream;
        var weights = options.Weights;
        float[] shares = [weights.Words, weights.Pairs, weights.Names, weights.NameWords, weights.TitleGrams, weights.TitleWords];
        var sum = 0f;
        foreach (var share in shares)
            sum += share;
        _scales = Array.ConvertAll(shares, share => MathF.Sqrt(share / sum));
        var caps = options.Caps;
        _caps = [caps.Words, caps.Pairs, caps.Names, caps.NameWords, caps.TitleGrams, caps.TitleWords];
        // Read now, so that a broken resource stops the start and not the first article.
        _ = BackgroundTable.English;
    }

    /// <summary>Analyses an article. Any text is accepted; one without words gets the empty vector.</summary>
    public AnalysedArticle Analyse(ArticleText article) => Analyse(article, observe: true);

    /// <summary>As <see cref="Analyse(ArticleText)"/>; without <paramref name="observe"/> the stream's frequencies do not learn from it.</summary>
    public AnalysedArticle Analyse(ArticleText article, bool observe)
    {
        ArgumentNullException.ThrowIfNull(article);
        var language = Declared(article.Language);
        var reading = Read(article, language, FewChars, out var title, out var text);
        if (article.Text?.Length > FewChars && Work.Extractor.Words.Count < _options.FeatureWords)
            reading = Read(article, language, Tokenizer.MaxChars, out title, out text);
        var series = reading.IsVersion && article.Outlet.Length > 0 ? (uint)TokenBuffer.HashOf(article.Outlet) | 1 : 0;
        var work = Work;
        var words = work.Extractor;
        return new AnalysedArticle(
            words.Language,
            article.Published,
            BuildVector(work, words.Words.Count == words.TitleWords, isQuery: false, observe).As(reading.Form),
            ContentSignature.Of(words.Words, words.TitleWords, words.Language, reading.Form, series),
            work.Names.Strongest(words, title, text));
    }

    /// <summary>Analyses a free-text search query. It has no title, no date and no signature.</summary>
    public AnalysedArticle AnalyseQuery(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var work = Work;
        work.Extractor.Read("", Tokenizer.Prepare(text), null, _options.FeatureWords);
        var vector = BuildVector(work, headlineOnly: true, isQuery: true, observe: false);
        return new AnalysedArticle(work.Extractor.Language, null, vector, ContentSignature.Empty, []);
    }

    // Into this thread's workspace. The prepared title and text are what the words' places count in.
    private ArticleReading Read(ArticleText article, string? language, int most, out ReadOnlySpan<char> title, out ReadOnlySpan<char> text)
    {
        var reading = ArticleReading.Of(article.Title ?? "", article.Text ?? "", article.Outlet, article.Credit, article.Url, most);
        title = Tokenizer.Prepare(reading.ComparedTitle);
        text = Tokenizer.Prepare(reading.Text);
        Work.Extractor.Read(title, text, language, _options.FeatureWords);
        return reading;
    }

    private ArticleVector BuildVector(Workspace work, bool headlineOnly, bool isQuery, bool observe)
    {
        var terms = work.Extractor.Terms;
        if (terms.Count == 0)
            return ArticleVector.Empty;
        var background = TermExtractor.BackgroundFor(work.Extractor.Language);
        work.Kept = 0;
        if (work.Factors.Length < terms.Count)
            work.Factors = new float[2 * terms.Count];
        var factors = work.Factors.AsSpan(0, terms.Count);
        if (_stream is null)
            factors.Fill(1);
        else
            _stream.Weigh(terms, work.Extractor.Language, !background.IsEmpty, observe, factors);
        for (var field = 0; field < Fields; field++)
            KeepHeaviest(work, (TermField)field, background);
        if (!isQuery)
            KeepAnchors(work);
        var kept = work.KeptTerms.AsSpan(0, work.Kept);
        kept.Sort();
        var ids = new uint[kept.Length];
        var codes = new byte[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            ids[i] = (uint)(kept[i] >> 8);
            codes[i] = (byte)kept[i];
        }
        return new ArticleVector(ids, codes, headlineOnly, isQuery ? Languages.Unknown : Languages.NumberOf(work.Extractor.Language));
    }

    private void KeepHeaviest(Workspace work, TermField field, BackgroundTable background)
    {
        var terms = work.Extractor.Terms;
        var count = 0;
        for (var i = 0; i < terms.Count; i++)
        {
            var id = terms.Id(i);
            if (ArticleVector.FieldOf(id) != field)
                continue;
            var weight = Weigh(field, terms.Frequency(i), background.Idf(id) * work.Factors[i]);
            work.Rank(count++, weight, id);
        }
        KeepHeaviest(work, count, _caps[(int)field], _scales[(int)field]);
    }

    // A block of its own, of length 1: it is never added to the others.
    private void KeepAnchors(Workspace work)
    {
        var count = 0;
        foreach (var anchor in work.Extractor.Anchors)
            work.Rank(count++, (1 + MathF.Log(anchor.Times)) * anchor.Idf, anchor.Id);
        KeepHeaviest(work, count, _options.Caps.Anchors, 1);
    }

    private static void KeepHeaviest(Workspace work, int count, int cap, float length)
    {
        if (count == 0)
            return;
        var ranked = work.Ranked.AsSpan(0, count);
        var keep = Math.Min(count, cap);
        if (keep < count)
            Selection.LargestFirst(ranked, keep);
        // In the order of the ids, whatever order selection left: sums of floats depend on it.
        ranked = ranked[..keep];
        ranked.Sort();
        var squares = 0f;
        foreach (var entry in ranked)
        {
            var weight = WeightOf(entry);
            squares += weight * weight;
        }
        var scale = length / MathF.Sqrt(squares);
        foreach (var entry in ranked)
            work.Keep(~(uint)entry, ArticleVector.Encode(WeightOf(entry) * scale));
    }

    private static float WeightOf(ulong ranked) => BitConverter.Int32BitsToSingle((int)(ranked >> 32));

    private static float Weigh(TermField field, int frequency, float idf) => field switch
    {
        TermField.Pair => MathF.Sqrt(frequency) * idf,
        TermField.TitleWord => 1,
        _ => frequency == 1 ? idf : (1 + MathF.Log(frequency)) * idf,
    };

    // "en-US", "EN" -> "en"; anything that is no language code is as good as none.
    private static string? Declared(string? language)
    {
        if (language is null)
            return null;
        var primary = language.AsSpan().Trim();
        var cut = primary.IndexOfAny('-', '_');
        if (cut >= 0)
            primary = primary[..cut];
        return primary.Length == 2 && char.IsAsciiLetter(primary[0]) && char.IsAsciiLetter(primary[1])
            ? primary.ToString().ToLowerInvariant()
            : null;
    }

    private sealed class Workspace
    {
        public readonly TermExtractor Extractor = new();
        public readonly NameRanking Names = new();
        public ulong[] Ranked = new ulong[1024];
        public float[] Factors = new float[1024];
        public ulong[] KeptTerms = new ulong[512];
        public int Kept;

        // A positive float's bits rise with its value; of equal weights the smaller id ranks higher.
        public void Rank(int at, float weight, uint id)
        {
            if (at == Ranked.Length)
                Array.Resize(ref Ranked, at * 2);
            Ranked[at] = (ulong)(uint)BitConverter.SingleToInt32Bits(weight) << 32 | ~id;
        }

        public void Keep(uint id, byte code)
        {
            if (Kept == KeptTerms.Length)
                Array.Resize(ref KeptTerms, Kept * 2);
            KeptTerms[Kept++] = (ulong)id << 8 | code;
        }
    }
}
