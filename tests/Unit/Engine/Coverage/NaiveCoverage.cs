using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Tests.Unit.Engine.Coverage;

/// <summary>What a ledger should say, by its documentation alone: everything anew from the articles, each compared with each.</summary>
internal sealed class NaiveCoverage
{
    private readonly List<CoveredArticle> _articles;
    private readonly OutletDirectory _directory;
    private readonly Dictionary<string, ArticleVerdict> _verdicts = [];
    private readonly Dictionary<string, OutletFacts?> _sources = [];

    public NaiveCoverage(IEnumerable<CoveredArticle> articles, OutletDirectory directory)
    {
        _articles = [.. articles];
        _directory = directory;
        foreach (var article in _articles)
            _sources[article.ArticleId] = SourceOf(article);
        foreach (var group in Groups())
            Judge(group);
    }

    public IReadOnlyDictionary<string, ArticleVerdict> Verdicts => _verdicts;

    public CoverageCounts Counts => new()
    {
        Articles = _articles.Count,
        Originals = Number(ArticleVerdict.Original),
        WireOriginals = Number(ArticleVerdict.WireOriginal),
        Reprints = Number(ArticleVerdict.Reprint),
        WireReprints = Number(ArticleVerdict.WireReprint),
        Outlets = Sides(_articles.Select(a => Facts(a)).Distinct().Select(static f => f.Side)),
        Families = _articles.Select(a => Facts(a).Family).Distinct().Count(),
        OriginalFamilies = Sides(Own().GroupBy(a => Facts(a).Family).Select(SideOfFamily)),
    };

    public double Trending
    {
        get
        {
            if (_articles.Count == 0)
                return 0;
            var times = _articles.GroupBy(a => Facts(a).Family).Select(static f => f.Max(static a => a.Appeared.ToUnixTimeMilliseconds() / TimeSpan.FromHours(6).TotalMilliseconds)).ToList();
            var last = times.Max();
            return last + Math.Log2(times.Sum(t => double.Exp2(t - last)));
        }
    }

    public double Velocity
    {
        get
        {
            if (_articles.Count == 0)
                return 0;
            var last = _articles.Max(static a => a.Appeared.ToUnixTimeSeconds() / 3600);
            return _articles.Count(a => a.Appeared.ToUnixTimeSeconds() / 3600 > last - 3) / 3.0;
        }
    }

    public List<GroupCount> Languages => Ranked(_articles.CountBy(static a => a.Language).Select(static l => new GroupCount(l.Key, l.Value, 0)));

    public List<GroupCount> Entities => Ranked(_articles.SelectMany(static a => a.Entities.Distinct()).CountBy(static e => e).Select(static e => new GroupCount(e.Key, e.Value, 0)));

    public List<GroupCount> Places => Ranked(_articles.SelectMany(static a => a.Entities.Select(Gazetteer.BuiltIn.Find).OfType<Place>().Select(static p => p.Name).Distinct())
        .CountBy(static p => p).Select(static p => new GroupCount(p.Key, p.Value, 0)));

    public List<GroupCount> Countries => Ranked(_articles.GroupBy(a => Facts(a).Country).Select(g => new GroupCount(g.Key, g.Count(), g.Select(a => Facts(a).Domain).Distinct().Count())));

    public List<GroupCount> Kinds => Ranked(_articles.GroupBy(a => Facts(a).Kind).Select(g => new GroupCount(CoverageLedger.NameOf(g.Key), g.Count(), g.Select(a => Facts(a).Domain).Distinct().Count())));

    private OutletFacts Facts(CoveredArticle article) => FactsOf(article, _directory);

    // An aggregator's article is its source's, if that is named.
    internal static OutletFacts FactsOf(CoveredArticle article, OutletDirectory directory)
    {
        var host = directory.Find(article.Outlet);
        return host.Kind == OutletKind.Aggregator && CreditOf(article, host, directory) is ({ Kind: not OutletKind.Aggregator } source,
            not CreditForm.Contribution) ? source : host;
    }

    private IEnumerable<CoveredArticle> Own() => _articles.Where(a => _verdicts[a.ArticleId] is ArticleVerdict.Original or ArticleVerdict.WireOriginal);

    private int Number(ArticleVerdict verdict) => _verdicts.Values.Count(v => v == verdict);

    private Side SideOfFamily(IEnumerable<CoveredArticle> reports)
    {
        var leans = reports.Select(Facts).Distinct().Where(static f => f.Lean != Lean.Unrated).Select(static f => (int)f.Lean - (int)Lean.Center).ToList();
        return leans.Count == 0 ? Side.Unrated : leans.Average() <= -0.5 ? Side.Left : leans.Average() >= 0.5 ? Side.Right : Side.Center;
    }

    private static SideCounts Sides(IEnumerable<Side> sides)
    {
        var all = sides.ToList();
        return new SideCounts(all.Count(static s => s == Side.Left), all.Count(static s => s == Side.Center), all.Count(static s => s == Side.Right), all.Count(static s => s == Side.Unrated));
    }

    private static List<GroupCount> Ranked(IEnumerable<GroupCount> counts) => [.. counts.OrderByDescending(static c => c.Articles).ThenBy(static c => c.Key, StringComparer.Ordinal)];

    private OutletFacts? SourceOf(CoveredArticle article) => CreditOf(article, _directory.Find(article.Outlet), _directory).Source;

    private static (OutletFacts? Source, CreditForm Form) CreditOf(CoveredArticle article, OutletFacts host, OutletDirectory directory)
    {
        foreach (var credit in article.Credits.Where(static c => c.Form != CreditForm.Assistance))
        {
            var source = credit.Form == CreditForm.CanonicalUrl
                ? host.Kind == OutletKind.Aggregator ? directory.Find(credit.Source) : directory.FindKnown(credit.Source)
                : directory.FindSource(credit.Source);
            if (source is null && host.Kind == OutletKind.Aggregator && credit.Form == CreditForm.FeedCredit && IsDomain(credit.Source))
                source = directory.Find(credit.Source.ToLowerInvariant());
            if (source is not null && source.Family != host.Family)
                return (source, credit.Form);
        }
        return default;
    }

    private static bool IsDomain(string name) => name.Contains('.') && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private List<List<CoveredArticle>> Groups()
    {
        var left = _articles.ToList();
        var groups = new List<List<CoveredArticle>>();
        while (left.Count > 0)
        {
            List<CoveredArticle> group = [left[0]];
            left.RemoveAt(0);
            for (var i = 0; i < group.Count; i++)
            {
                var copies = left.FindAll(a => ContentSignature.AreCopies(a.Signature, group[i].Signature));
                group.AddRange(copies);
                left.RemoveAll(copies.Contains);
            }
            groups.Add(group);
        }
        return groups;
    }

    private void Judge(List<CoveredArticle> group)
    {
        bool Agency(CoveredArticle a) => _sources[a.ArticleId] is null && Facts(a).Kind == OutletKind.Agency;
        bool Shown(CoveredArticle a) => _sources[a.ArticleId] is not null || Facts(a).Kind == OutletKind.Aggregator;
        DateTimeOffset Told(CoveredArticle a)
        {
            var published = a.Published.UtcDateTime.TimeOfDay == TimeSpan.Zero ? a.Published.AddDays(1) : a.Published;
            return published < a.Arrived ? published : a.Arrived;
        }
        var seen = group.OrderBy(static a => a.Arrived).ThenBy(Told).ThenBy(static a => a.ArticleId, StringComparer.Ordinal).ToList();
        DateTimeOffset Believed(CoveredArticle a)
        {
            var later = a.Arrived - seen[0].Arrived;
            return Told(seen[0]) - Told(a) + later > TimeSpan.FromHours(2) ? Told(seen[0]) + later : Told(a);
        }
        var wire = group.Exists(a => Agency(a) || _sources[a.ArticleId]?.Kind == OutletKind.Agency);
        var first = seen.Where(a => !Shown(a)).OrderByDescending(Agency).ThenBy(Believed).FirstOrDefault();
        foreach (var article in group)
        {
            _verdicts[article.ArticleId] = _sources[article.ArticleId] is { } source ? source.Kind == OutletKind.Agency ? ArticleVerdict.WireReprint : ArticleVerdict.Reprint
                : Shown(article) ? ArticleVerdict.Reprint
                : wire ? article == first && Agency(article) ? ArticleVerdict.WireOriginal : ArticleVerdict.WireReprint
                : article == first ? ArticleVerdict.Original : ArticleVerdict.Reprint;
        }
    }
}
