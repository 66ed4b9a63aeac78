using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>A sentence of an article in a ledger.</summary>
internal sealed class FrameSentence
{
    public required ArticleEntry Article { get; init; }
    public required SpanField Field { get; init; }
    /// <summary>First UTF-16 code unit in the field.</summary>
    public required int Start { get; init; }
    /// <summary>The words as they are read; as long as <see cref="Sent"/>.</summary>
    public required string Text { get; init; }
    /// <summary>The words, exactly as in the article that was sent.</summary>
    public required string Sent { get; init; }
    /// <summary>Whether it can be shown as it was sent: no entities or tags were left in it.</summary>
    public bool IsPlain => ReferenceEquals(Text, Sent) || !Sent.AsSpan().ContainsAny('&', '<')
        || string.Equals(Text, Sent, StringComparison.Ordinal);
    /// <summary>The words as they are shown: as they were sent, but for entities and tags that were left in them.</summary>
    public string Shown => IsPlain ? Sent : Reading.Markup.Shown(Text);
    /// <summary>Number of the sentence in its field.</summary>
    public required int Position { get; init; }
    /// <summary>Terms, rising.</summary>
    public required uint[] Ids { get; init; }
    /// <summary>Weights of the terms; the sum of their squares is 1.</summary>
    public required float[] Weights { get; init; }
    /// <summary>Those of the terms that are names or numbers: what must not be shown on one source's word.</summary>
    public required uint[] Details { get; init; }
    /// <summary>Names: runs of capitalised words.</summary>
    public required NameRun[] Names { get; init; }
    /// <summary>The same for sentences of the same words, whatever their order.</summary>
    public required ulong Fingerprint { get; init; }
    /// <summary>Words, stop words among them.</summary>
    public required int Words { get; init; }
    /// <summary>Words that are no stop words.</summary>
    public required int ContentWords { get; init; }
    public required SentenceTrait Traits { get; init; }
    /// <summary>What it says of its words.</summary>
    public required Statement Statement { get; init; }
    /// <summary>Whether an excerpt ends in it.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Place in the index; -1 when it is not in.</summary>
    public int Slot { get; set; } = -1;
    /// <summary>Sentences of other articles that resemble it most, in no order; some may have left the index.</summary>
    public List<Likeness>? Neighbours { get; set; }
    /// <summary>Least similarity among them.</summary>
    public float LeastNeighbour { get; set; }

    public bool Is(SentenceTrait trait) => (Traits & trait) != 0;

    /// <summary>Words and pairs in common, weighed: the cosine, 0 to 1.</summary>
    public static float Similarity(FrameSentence a, FrameSentence b)
    {
        var (x, y) = (a.Ids, b.Ids);
        var (v, w) = (a.Weights, b.Weights);
        var sum = 0f;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            if (x[i] == y[j])
                sum += v[i++] * w[j++];
            else if (x[i] < y[j])
                i++;
            else
                j++;
        }
        return Math.Min(1, sum);
    }

    /// <summary>Share of a sentence's words, weighed, that occur in another, 0 to 1.</summary>
    public static float Contained(FrameSentence sentence, FrameSentence within)
    {
        var (all, shared) = (0f, 0f);
        for (var i = 0; i < sentence.Ids.Length; i++)
        {
            if (!SentenceReader.IsWord(sentence.Ids[i]))
                continue;
            all += sentence.Weights[i];
            if (Array.BinarySearch(within.Ids, sentence.Ids[i]) >= 0)
                shared += sentence.Weights[i];
        }
        return all == 0 ? 0 : shared / all;
    }

    /// <summary>Words in common that are no stop words.</summary>
    public static int Shared(FrameSentence a, FrameSentence b)
    {
        var (x, y) = (a.Ids, b.Ids);
        var shared = 0;
        for (int i = 0, j = 0; i < x.Length && j < y.Length;)
        {
            if (x[i] == y[j])
            {
                if (SentenceReader.IsWord(x[i]))
                    shared++;
                i++;
                j++;
            }
            else if (x[i] < y[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return shared;
    }

    /// <summary>Share of the shorter sentence's pairs of adjacent words that the other has, too; 0 if it has none.</summary>
    public static float SharedPairs(FrameSentence a, FrameSentence b)
    {
        var fewer = Math.Min(a.Ids.Length - a.ContentWords, b.Ids.Length - b.ContentWords);
        if (fewer <= 0)
            return 0;
        var shared = 0;
        foreach (var id in a.Ids)
        {
            if (!SentenceReader.IsWord(id) && Array.BinarySearch(b.Ids, id) >= 0)
                shared++;
        }
        return (float)shared / fewer;
    }

    /// <summary>Orders sentences by time, article and place: what is left to chance elsewhere is settled by it.</summary>
    public static int Compare(FrameSentence a, FrameSentence b)
    {
        var order = a.Article.Appeared.CompareTo(b.Article.Appeared);
        if (order == 0)
            order = string.CompareOrdinal(a.Article.ArticleId, b.Article.ArticleId);
        if (order == 0)
            order = b.Field.CompareTo(a.Field);
        return order != 0 ? order : a.Position.CompareTo(b.Position);
    }
}

/// <summary>How much a sentence resembles another.</summary>
internal readonly record struct Likeness(FrameSentence Other, float Similarity);

/// <summary>A name in a sentence.</summary>
/// <param name="Hash">The same for the same words.</param>
/// <param name="LastWord">Hash of its last word: what a person is called later.</param>
/// <param name="Start">First code unit in the sentence.</param>
/// <param name="Length">Code units.</param>
/// <param name="WordCount">Words.</param>
internal readonly record struct NameRun(ulong Hash, ulong LastWord, int Start, int Length, int WordCount);

/// <summary>A direct quote in an article.</summary>
/// <param name="Article">The article.</param>
/// <param name="Start">First code unit of the words between the marks.</param>
/// <param name="Words">The words between the marks.</param>
/// <param name="Speaker">Name as written.</param>
/// <param name="Key">Its words alone, in lower case, one blank between.</param>
internal sealed record ArticleQuote(ArticleEntry Article, int Start, string Words, string Speaker, string Key);

/// <summary>An article in a ledger: what is kept of it.</summary>
internal sealed class ArticleEntry(FrameArticle article)
{
    public string ArticleId { get; } = article.ArticleId;
    public int Revision { get; } = article.Revision;
    public string Language { get; } = article.Language;
    public string Outlet { get; } = article.Outlet;
    public string Url { get; } = article.Url;
    public DateTimeOffset Appeared { get; } = article.Appeared;
    /// <summary>What kind of piece it is.</summary>
    public Reading.ArticleForm Form { get; init; }
    /// <summary>In reading order, the title first.</summary>
    public List<FrameSentence> Sentences { get; } = [];
    public List<ArticleQuote> Quotes { get; } = [];
    /// <summary>Where it stands in the frames that are being built; null: it does not count.</summary>
    public ArticleStanding? Standing { get; set; }
    /// <summary>Whether its words are its origin's own, or stand for them: they may be shown.</summary>
    public bool IsVoice { get; set; }
    /// <summary>Number of its origin in the frames that are being built, from 0.</summary>
    public int Origin { get; set; }
}
