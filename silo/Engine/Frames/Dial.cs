using StoryClustering.Engine.Outlets;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Where an article stands between the left and the right frames of a story: the mean of its terms' z-scores, those of the story's left and
/// right origins without its own.
/// </summary>
/// <remarks>
/// Value = sum of -z over sum of |z| of the terms in the article with |z| from 0.5 on, so -1: all of them the left's, 1: all of them the right's. Its
/// interval is E. Wilson's (1927) of 90 % for a share of as many terms as count: (sum of |z|)^2 / sum of z^2.
/// </remarks>
internal sealed class Dial(FrameOptions options, SentenceIndex index, SentenceReader reader, FrameSources sources)
{
    private const double LeastZ = 0.5;
    private const int LeastTerms = 5;
    private const double Quantile = 1.645;
    private const int MostSentences = 5;
    private const int MostClaims = 8;
    private const int MostReadings = 3;
    private const int MostTermsShown = 4;
    private const float LeastReading = 0.1f;

    private readonly FactSelection _facts = new(options, index, reader, sources);

    public ArticleLocation Locate(ArticleEntry article, IReadOnlyList<Fact> facts)
    {
        var own = sources.Articles.Find(a => a.ArticleId == article.ArticleId)?.Origin ?? -1;
        var (shared, missing) = Facts(article, facts);
        var location = new ArticleLocation { SharedFacts = shared, MissingFacts = missing, UniqueClaims = Unique(article, own) };
        var others = sources.Sentences.FindAll(s => s.Article.Origin != own && s.Article.IsVoice);
        var sides = sources.Sides(others.Select(static s => s.Article.Origin));
        if (sides.Left < options.LeastOriginsOfSide || sides.Right < options.LeastOriginsOfSide)
            return location with { Reason = $"The story has {sides.Left} other origins rated left and {sides.Right} rated right; each side needs {options.LeastOriginsOfSide}." };
        var terms = TermContrast.Of(others, origin => sources.SideOf(origin) switch { Side.Left => 1, Side.Right => 2, _ => 0 });
        double sum = 0, absolute = 0, squares = 0;
        var count = 0;
        foreach (var id in article.Sentences.SelectMany(static s => s.Ids).Distinct())
        {
            var z = TermContrast.Find(terms, id);
            if (Math.Abs(z) < LeastZ)
                continue;
            count++;
            (sum, absolute, squares) = (sum - z, absolute + Math.Abs(z), squares + z * z);
        }
        if (count < LeastTerms)
            return location with { Reason = $"{count} of its terms tell left from right; it takes {LeastTerms}." };
        var weighed = article.Sentences.ConvertAll(s => (Sentence: s, Weight: WeightOf(s, terms)));
        var position = Position(sum / absolute, absolute * absolute / squares, count);
        var strongest = weighed.Where(w => w.Weight != 0 && Math.Sign(w.Weight) == Math.Sign(position.Value)).OrderByDescending(static w => Math.Abs(w.Weight)).ThenBy(static w => w.Sentence.Start).Take(MostSentences).ToList();
        return location with
        {
            Position = position,
            Sentences = [.. strongest.Select(w => Show(w.Sentence, w.Weight, terms))],
            OtherSide = Readings(strongest, terms, own, position.Value < 0 ? Side.Right : Side.Left),
        };
    }

    // Wilson's interval of the share (value + 1) / 2.
    private static DialPosition Position(double value, double size, int terms)
    {
        var share = (value + 1) / 2;
        var square = Quantile * Quantile;
        var middle = (share + square / (2 * size)) / (1 + square / size);
        var half = Quantile / (1 + square / size) * Math.Sqrt(share * (1 - share) / size + square / (4 * size * size));
        return new DialPosition(Math.Round(value, 3), Math.Round(Math.Max(-1, 2 * (middle - half) - 1), 3), Math.Round(Math.Min(1, 2 * (middle + half) - 1), 3), terms);
    }

    private static double WeightOf(FrameSentence sentence, List<WeighedTerm> terms)
    {
        var sum = 0.0;
        foreach (var id in sentence.Ids)
        {
            var z = TermContrast.Find(terms, id);
            if (Math.Abs(z) >= LeastZ)
                sum -= z;
        }
        return sum;
    }

    private DialSentence Show(FrameSentence sentence, double weight, List<WeighedTerm>? terms)
    {
        var shown = new List<string>();
        if (terms is not null)
        {
            foreach (var id in sentence.Ids.Where(id => -TermContrast.Find(terms, id) * Math.Sign(weight) >= LeastZ).OrderByDescending(id => Math.Abs(TermContrast.Find(terms, id))))
            {
                if (shown.Count == MostTermsShown)
                    break;
                if (reader.Display(sentence, id) is { } term && !shown.Exists(s => s.Contains(term, StringComparison.OrdinalIgnoreCase) || term.Contains(s, StringComparison.OrdinalIgnoreCase)))
                    shown.Add(term);
            }
        }
        return new DialSentence(sentence.Field, sentence.Start, sentence.Sent.Length, sentence.Sent, Math.Round(weight, 2), shown);
    }

    private (List<Fact> Shared, List<Fact> Missing) Facts(ArticleEntry article, IReadOnlyList<Fact> facts)
    {
        var (shared, missing) = (new List<Fact>(), new List<Fact>());
        foreach (var fact in facts)
        {
            var cited = fact.Line.Citations.Select(c => sources.Articles.Find(a => a.ArticleId == c.ArticleId)?.Sentences.Find(s => s.Field == c.Field && s.Start == c.Start)).OfType<FrameSentence>().ToList();
            var has = fact.Line.Citations.Any(c => c.ArticleId == article.ArticleId)
                || article.Sentences.Exists(own => cited.Exists(c => _facts.Supports(c, new Likeness(own, FrameSentence.Similarity(c, own)))));
            (has ? shared : missing).Add(fact);
        }
        return (shared, missing);
    }

    // A name or number that no other origin has, in a sentence that none of them bears out.
    private List<DialSentence> Unique(ArticleEntry article, int own)
    {
        var claims = new List<DialSentence>();
        foreach (var sentence in article.Sentences)
        {
            if (claims.Count == MostClaims)
                break;
            if (sentence.Field != SpanField.Text || !Array.Exists(sentence.Details, d => !IsElsewhere(d, own)))
                continue;
            var near = index.Sharing(sentence).Where(l => l.Other.Article.Standing is not null && l.Other.Article.Origin != own);
            if (!near.Any(l => _facts.Supports(sentence, l) && l.Other.ContentWords >= sentence.ContentWords))
                claims.Add(Show(sentence, 0, null));
        }
        return claims;
    }

    private bool IsElsewhere(uint term, int own) => index.IsElsewhere(term, own);

    private List<DialReading> Readings(List<(FrameSentence Sentence, double Weight)> strongest, List<WeighedTerm> terms, int own, Side other)
    {
        var readings = new List<DialReading>();
        foreach (var (sentence, weight) in strongest)
        {
            if (readings.Count == MostReadings)
                break;
            var best = default(Likeness);
            foreach (var (candidate, similarity) in index.Sharing(sentence))
            {
                if (candidate.Article.Standing is null || !candidate.Article.IsVoice || candidate.Article.Origin == own || sources.SideOf(candidate.Article.Origin) != other || candidate.Field != SpanField.Text)
                    continue;
                if (similarity >= LeastReading && similarity > best.Similarity)
                    best = new Likeness(candidate, similarity);
            }
            if (best.Other is { } found)
                readings.Add(new DialReading(Show(sentence, weight, terms), sources.Line(found), MathF.Round(best.Similarity, 3)));
        }
        return readings;
    }
}
