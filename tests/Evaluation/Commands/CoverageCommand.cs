using System.Globalization;
using StoryClustering.Engine.Coverage;
using StoryClustering.Evaluation.Scoring;
using StoryClustering.Evaluation.Syndication;

namespace StoryClustering.Evaluation.Commands;

/// <summary>Outlets of each side, counted by a ledger, beside those that a site showed for the same stories.</summary>
internal static class CoverageCommand
{
    private const string Stories = "stream-excerpts.jsonl.gz";
    private const string Counts = "stream-excerpts-coverage.jsonl.gz";

    public static async Task<int> Run(string[] args)
    {
        var arguments = new Arguments(args, ["--stories", "--counts"], []);
        if (arguments.Rest.Count > 0)
            throw new EvaluationException("coverage [--stories FILE] [--counts FILE]");
        var (stories, counts) = (arguments.One("--stories") ?? Path.Combine(DataFolder.Default, Stories), arguments.One("--counts") ?? Path.Combine(DataFolder.Default, Counts));
        if (arguments.One("--stories") is null && arguments.One("--counts") is null && !(File.Exists(stories) && File.Exists(counts)))
        {
            Console.WriteLine("no data: nothing measured");
            return 0;
        }
        var articles = await MeasuredArticle.Read(stories);
        var leans = Labels.ReadAll([stories], "lean");
        var outlets = new LabelledOutlets(articles.Select(a => (a.Outlet, leans.GetValueOrDefault(a.Key))));
        Compare([.. SiteCounts.Read(counts)], articles.Where(static a => a.Story is not null).ToLookup(static a => a.Story!, StringComparer.Ordinal), outlets);
        return 0;
    }

    private static void Compare(List<SiteCounts> sites, ILookup<string, MeasuredArticle> stories, LabelledOutlets outlets)
    {
        Console.WriteLine("| story                | articles | site: outlets left/center/right | ledger           | off | families of originals | reason");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        var (none, silent, twice) = (0, 0, 0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var off = new List<int>();
        var (bySite, byOutlet, byFamily) = (default(SideCounts), default(SideCounts), default(SideCounts));
        foreach (var site in sites)
        {
            var articles = stories[site.Story].ToList();
            if (articles.Count == 0)
                none++;
            else if (site is not { Left: { } left, Center: { } center, Right: { } right })
                silent++;
            else if (!seen.Add(site.Story))
                twice++;
            else
            {
                var ledger = new CoverageLedger(outlets.Directory);
                foreach (var article in articles)
                    ledger.Add(article.AsItIs());
                var shown = new SideCounts(left, center, right, site.Sources - left - center - right);
                var (found, families) = (ledger.Counts.Outlets, ledger.Counts.OriginalFamilies);
                off.Add(Math.Max(Math.Abs(found.Left - left), Math.Max(Math.Abs(found.Center - center), Math.Abs(found.Right - right))));
                (bySite, byOutlet, byFamily) = (Sum(bySite, shown), Sum(byOutlet, found), Sum(byFamily, families));
                Console.WriteLine($"| {Short(site.Story),-20} | {articles.Count,8} | {site.Sources,3}: {Sides(shown),-26} | {found.Total,3}: {Sides(found),-11} | {off[^1],3} | {families.Total,3}: {Sides(families),-16} | {(off[^1] == 0 ? "" : Reason(site, articles, found, outlets))}");
            }
        }
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{off.Count} stories comparable: {off.Count(static d => d == 0)} match exactly, {off.Count(static d => d <= 1)} within one on every side, {off.Count(static d => d <= 2)} within two."));
        Console.WriteLine($"{silent + none + twice} lines not comparable: {silent} without counts of sides, {none} of stories without articles, {twice} of a story that had one already.");
        Console.WriteLine($"together, left/center/right: site {Sides(bySite)}, ledger {Sides(byOutlet)}; families with a report of their own {Sides(byFamily)}: {Percent(byFamily.Rated, byOutlet.Rated)} of the outlets. The rest are copies, or other outlets of a family.");
        Console.WriteLine("An outlet's lean is what most of its articles' labels in the file say. Those labels are the site's: this checks counting, not ratings.");
    }

    private static string Reason(SiteCounts site, List<MeasuredArticle> articles, SideCounts found, LabelledOutlets outlets)
    {
        if (found.Total < site.Sources)
            return $"{site.Sources - found.Total} outlets fewer in the file";
        if (articles.Select(static a => a.Outlet).Distinct(StringComparer.Ordinal).Where(outlets.IsTie).ToList() is { Count: > 0 } ties)
            return "labels tie: " + string.Join(", ", ties);
        return found.Total > site.Sources ? $"{found.Total - site.Sources} outlets more in the file" : "unexplained";
    }

    private static SideCounts Sum(SideCounts a, SideCounts b) => new(a.Left + b.Left, a.Center + b.Center, a.Right + b.Right, a.Unrated + b.Unrated);

    private static string Sides(SideCounts c) => $"{c.Left}/{c.Center}/{c.Right}";

    private static string Percent(int part, int whole) => whole == 0 ? "-" : (100.0 * part / whole).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Short(string id) => id.Length <= 20 ? id : id[..20];
}
