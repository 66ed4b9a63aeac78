using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Evaluation.Syndication;

/// <summary>Verdicts of a file against gold: by the text alone, by credits alone, by both.</summary>
internal sealed class SyndicationFigures(string name, int errorsShown)
{
    private static readonly OutletDirectory s_catalogue = new(1, StarterOutlets.All);

    public string Name { get; } = name;
    public int Articles { get; private set; }
    public int Stories { get; private set; }
    /// <summary>Whether the file had no stories, and some were made of its copies.</summary>
    public bool Pseudo { get; private set; }
    /// <summary>By the text alone: is an article a copy, or copied?</summary>
    public Hits CopiedArticles { get; } = new();
    /// <summary>By the text alone: are two articles copies?</summary>
    public Hits CopiedPairs { get; } = new();
    /// <summary>Of these the pairs that are identical word for word; what is found among others is not counted.</summary>
    public Hits IdenticalPairs { get; } = new();
    /// <summary>By credits alone: is it wire copy?</summary>
    public Hits Credited { get; } = new();
    /// <summary>By credits alone, gold positive, but ascribed to an outlet that is no agency.</summary>
    public int CreditedToOutlets { get; private set; }
    /// <summary>By both: articles of groups with a credit or an agency that are found to be wire.</summary>
    public Hits Wire { get; } = new();

    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);

    public void Measure(List<MeasuredArticle> articles)
    {
        Articles = articles.Count;
        var stories = articles.Where(static a => a.Story is not null).GroupBy(static a => a.Story).Select(static g => g.ToList()).ToList();
        Pseudo = stories.Count == 0;
        if (Pseudo)
            stories = PseudoStories.Of(articles);
        Stories = stories.Count;
        foreach (var story in stories)
        {
            var relations = Relations(story);
            ByText(story, relations);
            ByBoth(story, relations);
        }
        foreach (var article in articles)
            ByCredit(article);
    }

    public void Add(SyndicationFigures other)
    {
        Articles += other.Articles;
        Stories += other.Stories;
        CopiedArticles.Add(other.CopiedArticles);
        CopiedPairs.Add(other.CopiedPairs);
        IdenticalPairs.Add(other.IdenticalPairs);
        Credited.Add(other.Credited);
        CreditedToOutlets += other.CreditedToOutlets;
        Wire.Add(other.Wire);
    }

    private static TextRelation?[,] Relations(List<MeasuredArticle> story)
    {
        var relations = new TextRelation?[story.Count, story.Count];
        for (var i = 0; i < story.Count; i++)
        {
            for (var j = 0; j < i; j++)
                relations[i, j] = relations[j, i] = story[i].RelationTo(story[j]);
        }
        return relations;
    }

    private void ByText(List<MeasuredArticle> story, TextRelation?[,] relations)
    {
        var ledger = new CoverageLedger(OutletDirectory.Empty);
        foreach (var article in story)
            ledger.Add(article.WithoutCredits());
        var groups = story.Select(article => ledger.Find(article.Key)!.OriginArticleId ?? article.Key).ToArray();
        for (var i = 0; i < story.Count; i++)
        {
            var (gold, found) = ((bool?)false, false);
            for (var j = 0; j < story.Count; j++)
            {
                if (relations[i, j] is not { } relation)
                    continue;
                var together = groups[i] == groups[j];
                found |= together;
                gold = relation >= TextRelation.Copy || gold == true ? true : relation == TextRelation.Unclear ? null : gold;
                if (j > i)
                    continue;
                CopiedPairs.Note(relation == TextRelation.Unclear ? null : relation >= TextRelation.Copy, together);
                if (relation == TextRelation.Identical)
                    IdenticalPairs.Note(true, together);
                if (relation == TextRelation.Different && together)
                    Show("pair wrong", story[i], story[j]);
                else if (relation >= TextRelation.Copy && !together)
                    Show("pair missed", story[i], story[j]);
            }
            CopiedArticles.Note(gold, found);
        }
    }

    private void ByCredit(MeasuredArticle article)
    {
        if (article.Raw.Length == 0)
            return;
        bool? gold = Agencies.Own(article.Outlet) ? null : Agencies.Credit(article.Raw) is not null ? true : Agencies.OnlyMentioned(article.Raw) ? false : null;
        if (gold is null)
        {
            Credited.Note(null, false);
            return;
        }
        var ledger = new CoverageLedger(s_catalogue);
        ledger.Add(article.AsItIs());
        var finding = ledger.Find(article.Key)!;
        var wire = finding.Verdict == ArticleVerdict.WireReprint;
        Credited.Note(gold, wire);
        if (gold == true && finding.Verdict == ArticleVerdict.Reprint)
            CreditedToOutlets++;
        if (gold == true && !wire)
            Show("credit missed: " + Agencies.Credit(article.Raw), article);
        else if (gold == false && wire)
            Show($"credit wrong: {finding.Credit?.Form} {finding.Credit?.Source} in {finding.Credit?.Quote}", article);
    }

    private void ByBoth(List<MeasuredArticle> story, TextRelation?[,] relations)
    {
        var left = Enumerable.Range(0, story.Count).ToHashSet();
        CoverageLedger? ledger = null;
        while (left.Count > 0)
        {
            var group = new List<int> { left.First() };
            left.Remove(group[0]);
            for (var i = 0; i < group.Count; i++)
            {
                var near = left.Where(j => relations[group[i], j] >= TextRelation.Copy).ToList();
                group.AddRange(near);
                left.ExceptWith(near);
            }
            if (group.Count < 2 || !group.Exists(i => Agencies.Own(story[i].Outlet) || Agencies.Credit(story[i].Raw) is not null))
                continue;
            if (ledger is null)
            {
                ledger = new CoverageLedger(s_catalogue);
                foreach (var article in story)
                    ledger.Add(article.AsItIs());
            }
            foreach (var i in group)
            {
                var finding = ledger.Find(story[i].Key)!;
                var wire = finding.Verdict is ArticleVerdict.WireOriginal or ArticleVerdict.WireReprint;
                Wire.Note(true, wire);
                if (!wire)
                    Show($"wire missed: {finding.Verdict} {finding.Credit?.Source}", story[i]);
            }
        }
    }

    private void Show(string kind, MeasuredArticle article, MeasuredArticle? other = null)
    {
        var count = _shown[kind.Split(':')[0]] = _shown.GetValueOrDefault(kind.Split(':')[0]) + 1;
        if (count > errorsShown)
            return;
        Console.WriteLine($"{Name} {kind}");
        foreach (var text in new[] { article, other })
        {
            if (text is not null)
                Console.WriteLine($"    {text.Key.ReplaceLineEndings(" ")} {text.Outlet} {text.Text.Words} words: {Extract(text.IsHeadline ? text.Article.Title : text.Raw)}");
        }
    }

    private static string Extract(string text)
    {
        const int Most = 240;
        text = text.Trim().ReplaceLineEndings(" | ");
        return text.Length <= 2 * Most ? text : text[..Most] + " [...] " + text[^Most..];
    }
}
