using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Evaluation.Frames;

/// <summary>
/// Whether the terms by which the contrast section tells left from right do so on stories that it has not seen: terms of the stories of one half,
/// texts of the other, and the other way round.
/// </summary>
/// <param name="Auc">Chance that a right text scores above a left one, over all pairs of texts.</param>
/// <param name="WithinStory">The same over pairs of one story.</param>
/// <param name="Left">Left texts.</param>
/// <param name="Right">Right texts.</param>
internal sealed record LeanFigures(double Auc, double WithinStory, int Left, int Right)
{
    private const int TermsOfSide = 300;
    private const double LeastZ = 1.96;

    private sealed record Scored(string Story, Side Side, double Score);

    /// <summary>Measures.</summary>
    /// <param name="stories">Stories; those without both sides are left out.</param>
    /// <param name="otherOutlets">Also leaves out what outlets of the texts have written, so that no outlet's style helps.</param>
    public static LeanFigures Of(IEnumerable<LabelledStory> stories, bool otherOutlets)
    {
        var both = stories.Where(static s => s.Articles.Any(static a => a.Side == Side.Left) && s.Articles.Any(static a => a.Side == Side.Right)).ToList();
        var texts = both.SelectMany(s => s.Articles.Where(static a => a.Side is Side.Left or Side.Right).Select((a, i) => (Story: s.Id, Line: a, Entry: Read(a, $"{s.Id} {i}")))).ToList();
        var scored = new List<Scored>();
        foreach (var fold in new[] { 0, 1 })
        {
            foreach (var part in otherOutlets ? new[] { 0, 1 } : [-1])
            {
                bool IsTest((string Story, LabelledStory.Line Line, ArticleEntry Entry) t) => Hash(t.Story) == fold && (part < 0 || Hash(t.Line.Outlet) == part);
                bool IsTraining((string Story, LabelledStory.Line Line, ArticleEntry Entry) t) => Hash(t.Story) != fold && (part < 0 || Hash(t.Line.Outlet) != part);
                var training = texts.Where(IsTraining).ToList();
                for (var i = 0; i < training.Count; i++)
                    training[i].Entry.Origin = i;
                var terms = TermContrast.Of([.. training.SelectMany(static t => t.Entry.Sentences)], origin => training[origin].Line.Side == Side.Left ? 1 : 2);
                var shown = terms.Where(static t => t.ZScore >= LeastZ).OrderByDescending(static t => t.ZScore).Take(TermsOfSide)
                    .Concat(terms.Where(static t => t.ZScore <= -LeastZ).OrderBy(static t => t.ZScore).Take(TermsOfSide)).ToDictionary(static t => t.Id, static t => t.ZScore);
                foreach (var text in texts.Where(IsTest))
                {
                    var found = text.Entry.Sentences.SelectMany(static s => s.Ids).Distinct().Select(id => shown.GetValueOrDefault(id)).Where(static z => z != 0).ToList();
                    scored.Add(new Scored(text.Story, text.Line.Side, found.Count == 0 ? 0 : -found.Sum() / found.Sum(Math.Abs)));
                }
            }
        }
        var (left, right) = (scored.Where(static s => s.Side == Side.Left).ToList(), scored.Where(static s => s.Side == Side.Right).ToList());
        var rights = right.ToLookup(static s => s.Story);
        return new LeanFigures(AreaOf(left.SelectMany(l => right.Select(r => (l, r)))), AreaOf(left.SelectMany(l => rights[l.Story].Select(r => (l, r)))), left.Count, right.Count);
    }

    private static double AreaOf(IEnumerable<(Scored Left, Scored Right)> pairs)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var (left, right) in pairs)
        {
            sum += right.Score > left.Score ? 1 : right.Score == left.Score ? 0.5 : 0;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    private static ArticleEntry Read(LabelledStory.Line line, string id) =>
        new SentenceReader(new FrameOptions()).Read(new FrameArticle(id, line.Title ?? "", line.Text ?? "", line.Language ?? "en", line.Outlet, "", default, 1));

    private static int Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return (int)(hash >> 13 & 1);
    }
}
