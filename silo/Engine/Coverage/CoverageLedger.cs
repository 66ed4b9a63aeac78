using System.Runtime.InteropServices;
using StoryClustering.Engine.Outlets;
using StoryClustering.Engine.Reading;
using StoryClustering.Engine.Syndication;

namespace StoryClustering.Engine.Coverage;

/// <summary>
/// What a story's articles add up to, kept up to date article by article. Invariants:
/// <list type="bullet">
/// <item>all numbers are a function of the set of articles and the directory of outlets: not of the order in which articles came, went
/// or were revised, nor of when a rating changed;</item>
/// <item>every number is the number of articles (or of their outlets, or families) that <see cref="Select"/> returns for that group;</item>
/// <item>an article costs the same whatever the story's size, unless it is revised or removed: then as much as the texts that it is a copy
/// of, and a look at the times of all articles.</item>
/// </list>
/// Not thread-safe.
/// </summary>
/// <remarks>
/// Whose text? Articles with one text are a group (<see cref="CopyIndex"/>).
/// <list type="number">
/// <item>Credited to an agency other than the outlet's own family: wire reprint.</item>
/// <item>Credited to another outlet: reprint.</item>
/// <item>Of an agency: wire original if it is the first of the group, otherwise wire reprint.</item>
/// <item>In a group with an article of an agency, or one that credits an agency: wire reprint.</item>
/// <item>First of the group: original. Otherwise reprint.</item>
/// </list>
/// First of a group is the agency's own article, otherwise the earliest published one (<see cref="PublicationOrder"/>); articles credited
/// to
/// others only if there is no other. An article at an aggregator is never an original: its outlet is the one that its credits or its
/// page's
/// address name, if that is known.
/// </remarks>
public sealed class CoverageLedger
{
    /// <summary>Half-life of a family's latest article in the trending score.</summary>
    public static readonly TimeSpan TrendingHalfLife = TimeSpan.FromHours(6);

    /// <summary>Hours over which the velocity is taken.</summary>
    public const int VelocityHours = 3;

    private const int HourlyFor = 72;
    private const int SixHourlyFor = 14 * 24;

    // A double holds 2^1023; far below, sums are exact to 53 bits.
    private const double MostExponent = 500;

    private readonly Gazetteer _places;
    private readonly List<Member?> _members = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly CopyIndex _copies = new();
    private readonly Dictionary<string, Outlet> _outlets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupCount> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<OutletKind, GroupCount> _kinds = [];
    private readonly RankedCounts _languages = new();
    private readonly RankedCounts _entities = new();
    private readonly RankedCounts _placeCounts = new();
    private readonly SortedDictionary<long, int> _hours = [];
    private IOutletDirectory _directory;
    private long _directoryVersion;
    private CoverageCounts _counts;
    private double _trendBase;
    private double _trendSum;
    private long _lastHour = long.MinValue;

    /// <summary>An empty ledger.</summary>
    public CoverageLedger(IOutletDirectory directory, Gazetteer? places = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _directory = directory;
        _directoryVersion = directory.Version;
        _places = places ?? Gazetteer.BuiltIn;
    }

    /// <summary>The numbers.</summary>
    public CoverageCounts Counts => _counts;

    /// <summary>Version of the directory that the numbers rest on.</summary>
    public long DirectoryVersion => _directoryVersion;

    /// <summary>When the first article appeared; <see cref="DateTimeOffset.MaxValue"/> if there is no article.</summary>
    public DateTimeOffset FirstPublished { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When the latest article appeared; <see cref="DateTimeOffset.MinValue"/> if there is no article.</summary>
    public DateTimeOffset LastPublished { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>
    /// log2 of the sum over publisher families of 2^(t / 6 h), where t is when the family's latest article appeared, as Unix time. Each
    /// family counts once, so a flood by one outlet or chain lifts a story no more than its latest article does; the order of stories does not
    /// change as time passes. 0 if there is no article.
    /// </summary>
    public double Trending => _families.Count == 0 ? 0 : _trendBase + Math.Log2(_trendSum);

    /// <summary>Articles an hour over the three hours that end with the hour of the latest one.</summary>
    public double Velocity
    {
        get
        {
            if (_hours.Count == 0)
                return 0;
            var articles = 0;
            for (var hour = _lastHour; hour > _lastHour - VelocityHours; hour--)
                articles += _hours.GetValueOrDefault(hour);
            return (double)articles / VelocityHours;
        }
    }

    /// <summary>Whether an article is in.</summary>
    public bool Contains(string articleId) => _numbers.ContainsKey(articleId);

    /// <summary>Counts an article in.</summary>
    /// <exception cref="ArgumentException">It is in already.</exception>
    public void Add(CoveredArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        if (!_numbers.TryAdd(article.ArticleId, _members.Count))
            throw new ArgumentException($"{article.ArticleId} is counted already.", nameof(article));
        var member = new Member(article);
        _members.Add(member);
        Enter(member);
        Join(_members.Count - 1, joined => _copies.Add(article.Signature, joined));
    }

    /// <summary>Counts an article out; false if it was not in.</summary>
    public bool Remove(string articleId)
    {
        if (!_numbers.Remove(articleId, out var number))
            return false;
        var member = _members[number]!;
        _copies.Remove(number, group => Uncount(group), Count);
        _members[number] = null;
        Leave(member);
        return true;
    }

    /// <summary>Counts an article's new text instead of its old one; it keeps its place.</summary>
    /// <exception cref="ArgumentException">It is not in.</exception>
    public void Revise(CoveredArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        if (!_numbers.TryGetValue(article.ArticleId, out var number))
            throw new ArgumentException($"{article.ArticleId} is not counted.", nameof(article));
        var before = _members[number]!;
        _copies.Remove(number, group => Uncount(group), Count);
        _members[number] = null;
        Leave(before);
        var member = new Member(article);
        _members[number] = member;
        Enter(member);
        Join(number, joined => _copies.Replace(number, article.Signature, joined));
    }

    /// <summary>Takes over what the directory says now. Returns false if nothing had to be counted again.</summary>
    public bool Refresh(IOutletDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var version = directory.Version;
        if (version == _directoryVersion && ReferenceEquals(directory, _directory))
            return false;
        _directory = directory;
        _directoryVersion = version;
        var same = true;
        foreach (var (domain, outlet) in _outlets)
            same &= directory.Find(domain) == outlet.Facts;
        foreach (var member in _members)
        {
            if (!same)
                break;
            if (member is { Article.Credits.Count: > 0 })
            {
                var (key, source, credit) = Placed(member.Article);
                same = (key, source, credit) == (member.Outlet.Key, member.Source, member.Credit);
            }
        }
        if (same)
            return false;
        Recount();
        return true;
    }

    /// <summary>What an article is, and why. Null if it is not in.</summary>
    public SyndicationFinding? Find(string articleId) => _numbers.TryGetValue(articleId, out var number) ? Find(number) : null;

    /// <summary>What the outlet of an article is; null if the article is not in.</summary>
    public OutletFacts? OutletOf(string articleId) => _numbers.TryGetValue(articleId, out var number) ? _members[number]!.Outlet.Facts : null;

    /// <summary>What kind of piece an article is; a report if it is not in.</summary>
    public ArticleForm FormOf(string articleId) => _numbers.TryGetValue(articleId, out var number)
        ? _members[number]!.Article.Signature.Form : ArticleForm.Report;

    /// <summary>The articles of a group, in the order in which they were added.</summary>
    public IEnumerable<string> Select(ArticleGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        HashSet<string>? once = null;
        for (var number = 0; number < _members.Count; number++)
        {
            if (_members[number] is not { } member || !Matches(group, number, member))
                continue;
            if (group.OncePer != Unit.Article)
            {
                once ??= new(StringComparer.Ordinal);
                if (!once.Add(group.OncePer == Unit.Outlet ? member.Outlet.Facts.Domain : member.Outlet.Facts.Family))
                    continue;
            }
            yield return member.Article.ArticleId;
        }
    }

    /// <summary>Languages of the articles, the most frequent first.</summary>
    public IReadOnlyList<GroupCount> Languages(int most) => [.. _languages.Strongest(most).Select(static l => new GroupCount(l.Name, l.Count, 0))];

    /// <summary>Names, those in most articles first.</summary>
    public IReadOnlyList<GroupCount> Entities(int most) => [.. _entities.Strongest(most).Select(static l => new GroupCount(l.Name, l.Count, 0))];

    /// <summary>Places by their English name, those in most articles first.</summary>
    public IReadOnlyList<GroupCount> Places(int most) => [.. _placeCounts.Strongest(most).Select(static l => new GroupCount(l.Name, l.Count, 0))];

    /// <summary>Countries of the outlets, those with most articles first.</summary>
    public IReadOnlyList<GroupCount> Countries() => [.. Ranked(_countries.Values)];

    /// <summary>Kinds of the outlets, those with most articles first.</summary>
    public IReadOnlyList<GroupCount> Kinds() => [.. Ranked(_kinds.Values)];

    /// <summary>Articles by the time at which they appeared, oldest first: by the hour for the last 72 hours up to the latest article,
    /// by six hours for 14 days, by the day before. Spans are aligned to days of UTC; empty ones are left out.</summary>
    public IReadOnlyList<TimelineBucket> Timeline()
    {
        var buckets = new List<TimelineBucket>();
        foreach (var (hour, articles) in _hours)
        {
            var age = _lastHour - hour;
            var length = age < HourlyFor ? 1 : age < SixHourlyFor ? 6 : 24;
            // Spans do not overlap: one that reaches over the border keeps the coarser length.
            var start = hour - Modulo(hour, length);
            if (length == 1 && buckets.Count > 0 && buckets[^1].Hours == 6 && HourOf(buckets[^1].Start) + 6 > hour)
                (start, length) = (HourOf(buckets[^1].Start), 6);
            else if (length == 6 && buckets.Count > 0 && buckets[^1].Hours == 24 && HourOf(buckets[^1].Start) + 24 > hour)
                (start, length) = (HourOf(buckets[^1].Start), 24);
            var at = DateTimeOffset.FromUnixTimeSeconds(start * 3600);
            if (buckets.Count > 0 && buckets[^1].Start == at && buckets[^1].Hours == length)
                buckets[^1] = buckets[^1] with { Articles = buckets[^1].Articles + articles };
            else
                buckets.Add(new TimelineBucket(at, length, articles));
        }
        return buckets;
    }

    private bool Matches(ArticleGroup group, int number, Member member)
    {
        var facts = member.Outlet.Facts;
        if (group.Verdicts != 0 && (group.Verdicts & 1 << (int)VerdictOf(number)) == 0)
            return false;
        if (group.OutletSide is { } side && facts.Side != side)
            return false;
        if (group.FamilySide is { } familySide && _families[facts.Family].Side != familySide)
            return false;
        return (group.Outlet is null || string.Equals(group.Outlet, facts.Domain, StringComparison.Ordinal) || string.Equals(group.Outlet, member.Article.Outlet, StringComparison.Ordinal))
            && (group.Family is null || string.Equals(group.Family, facts.Family, StringComparison.Ordinal))
            && (group.Country is null || string.Equals(group.Country, facts.Country, StringComparison.Ordinal))
            && (group.Kind is null || group.Kind == facts.Kind)
            && (group.Language is null || string.Equals(group.Language, member.Article.Language, StringComparison.Ordinal))
            && (group.Entity is null || member.Article.Entities.Contains(group.Entity, StringComparer.Ordinal))
            && (group.Place is null || Array.IndexOf(member.Places, group.Place) >= 0)
            && (group.From is not { } from || member.Article.Appeared >= from)
            && (group.To is not { } to || member.Article.Appeared < to);
    }

    // Each place once, however often and in whatever spelling an article names it.
    private string[] PlacesOf(CoveredArticle article)
    {
        List<string>? places = null;
        foreach (var entity in article.Entities)
        {
            if (_places.Find(entity) is { } place && places?.Contains(place.Name) != true)
                (places ??= []).Add(place.Name);
        }
        return places is null ? [] : [.. places];
    }

    private ArticleVerdict VerdictOf(int number)
    {
        var member = _members[number]!;
        if (member.Source is { } source)
            return source.Kind == OutletKind.Agency ? ArticleVerdict.WireReprint : ArticleVerdict.Reprint;
        if (member.IsShownOnly)
            return ArticleVerdict.Reprint;
        var tally = (Tally)_copies.GroupOf(number).Tally!;
        var isFirst = tally.Origin == number;
        if (tally.IsWire)
            return isFirst && member.IsAgency ? ArticleVerdict.WireOriginal : ArticleVerdict.WireReprint;
        return isFirst ? ArticleVerdict.Original : ArticleVerdict.Reprint;
    }

    private SyndicationFinding Find(int number)
    {
        var member = _members[number]!;
        var group = _copies.GroupOf(number);
        var tally = (Tally)group.Tally!;
        var verdict = VerdictOf(number);
        var isCopy = verdict is ArticleVerdict.Reprint or ArticleVerdict.WireReprint;
        if (!isCopy)
            return new SyndicationFinding(verdict, null, null, member.Credit, group.Texts.Count, 0, 0, false);
        // Where its own lines say nothing, the group may know.
        var source = member.Source ?? tally.Agency;
        if (tally.Origin == number)
            return new SyndicationFinding(verdict, null, source, member.Credit, group.Texts.Count, 0, 0, false);
        var (mine, first) = (_copies.SignatureOf(number), _copies.SignatureOf(tally.Origin));
        source ??= _members[tally.Origin]!.Outlet.Facts;
        return new SyndicationFinding(verdict, _members[tally.Origin]!.Article.ArticleId, source, member.Credit, group.Texts.Count,
            ContentSignature.Similarity(mine, first), ContentSignature.SharedSentences(mine, first), mine.FromTitle);
    }

    private void Enter(Member member)
    {
        var article = member.Article;
        (var key, member.Source, member.Credit) = Placed(article);
        ref var outlet = ref CollectionsMarshal.GetValueRefOrAddDefault(_outlets, key, out _);
        outlet ??= new Outlet(key, _directory.Find(key));
        member.Outlet = outlet;
        var facts = outlet.Facts;
        ref var family = ref CollectionsMarshal.GetValueRefOrAddDefault(_families, facts.Family, out _);
        family ??= new Family();
        ref var country = ref CollectionsMarshal.GetValueRefOrAddDefault(_countries, facts.Country, out _);
        ref var kind = ref CollectionsMarshal.GetValueRefOrAddDefault(_kinds, facts.Kind, out _);
        var isNew = family.Outlets.TryAdd(facts.Domain, 0);
        family.Outlets[facts.Domain]++;
        var newOutlets = isNew ? 1 : 0;
        country = new GroupCount(facts.Country, country.Articles + 1, country.Outlets + newOutlets);
        kind = new GroupCount(NameOf(facts.Kind), kind.Articles + 1, kind.Outlets + newOutlets);
        _counts = _counts with
        {
            Articles = _counts.Articles + 1,
            Outlets = isNew ? _counts.Outlets.Plus(facts.Side, 1) : _counts.Outlets,
            Families = _families.Count,
        };
        outlet.Articles++;
        _languages.Add(article.Language, 1);
        CountNames(article.Entities, 1);
        member.Places = PlacesOf(article);
        foreach (var place in member.Places)
            _placeCounts.Add(place, 1);
        if (article.Appeared < FirstPublished)
            FirstPublished = article.Appeared;
        if (article.Appeared > LastPublished)
            LastPublished = article.Appeared;
        var hour = HourOf(article.Appeared);
        _hours[hour] = _hours.GetValueOrDefault(hour) + 1;
        if (hour > _lastHour)
            _lastHour = hour;
        var time = HalfLives(article.Appeared);
        if (time > family.Latest)
        {
            Trend(family.Latest, -1);
            family.Latest = time;
            Trend(time, 1);
        }
    }

    private void Leave(Member member)
    {
        var (article, outlet) = (member.Article, member.Outlet);
        var facts = outlet.Facts;
        var family = _families[facts.Family];
        var gone = --family.Outlets[facts.Domain] == 0;
        if (gone)
            family.Outlets.Remove(facts.Domain);
        if (--outlet.Articles == 0)
            _outlets.Remove(outlet.Key);
        var lostOutlets = gone ? 1 : 0;
        Lessen(_countries, facts.Country, lostOutlets);
        Lessen(_kinds, facts.Kind, lostOutlets);
        if (family.Outlets.Count == 0)
            _families.Remove(facts.Family);
        _counts = _counts with
        {
            Articles = _counts.Articles - 1,
            Outlets = gone ? _counts.Outlets.Plus(facts.Side, -1) : _counts.Outlets,
            Families = _families.Count,
        };
        _languages.Add(article.Language, -1);
        CountNames(article.Entities, -1);
        foreach (var place in member.Places)
            _placeCounts.Add(place, -1);
        var hour = HourOf(article.Appeared);
        if (--_hours[hour] == 0)
            _hours.Remove(hour);
        SurveyTimes();
    }

    // An article counts once for a name that it has twice.
    private void CountNames(IReadOnlyList<string> names, int by)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var before = 0;
            while (before < i && !string.Equals(names[before], names[i], StringComparison.Ordinal))
                before++;
            if (before == i)
                _entities.Add(names[i], by);
        }
    }

    // Bounds and trend of those that are left.
    private void SurveyTimes()
    {
        FirstPublished = DateTimeOffset.MaxValue;
        LastPublished = DateTimeOffset.MinValue;
        _lastHour = long.MinValue;
        foreach (var hour in _hours.Keys)
            _lastHour = Math.Max(_lastHour, hour);
        foreach (var family in _families.Values)
            family.Latest = double.NegativeInfinity;
        foreach (var member in _members)
        {
            if (member is null)
                continue;
            if (member.Article.Appeared < FirstPublished)
                FirstPublished = member.Article.Appeared;
            if (member.Article.Appeared > LastPublished)
                LastPublished = member.Article.Appeared;
            var family = _families[member.Outlet.Facts.Family];
            family.Latest = Math.Max(family.Latest, HalfLives(member.Article.Appeared));
        }
        _trendSum = 0;
        foreach (var family in _families.Values)
            Trend(family.Latest, 1);
    }

    private void Trend(double time, int sign)
    {
        if (double.IsNegativeInfinity(time))
            return;
        if (_trendSum <= 0)
        {
            _trendSum = 0;
            _trendBase = time;
        }
        else if (time - _trendBase > MostExponent)
        {
            _trendSum *= double.Exp2(_trendBase - time);
            _trendBase = time;
        }
        _trendSum += sign * double.Exp2(time - _trendBase);
    }

    // A text joins: what its groups counted for goes, and is counted together with it.
    private void Join(int number, Func<Action<CopyGroup>, CopyGroup> join)
    {
        var together = new Tally();
        var group = join(other =>
        {
            var tally = Uncount(other);
            together.Include(tally, this);
        });
        together.Include(number, this);
        Count(group, together);
    }

    private void Count(CopyGroup group)
    {
        var tally = new Tally();
        foreach (var number in group.Texts)
            tally.Include(number, this);
        Count(group, tally);
    }

    private void Count(CopyGroup group, Tally tally)
    {
        if (tally.IsReordered)
            tally.Order(group.Texts, this);
        group.Tally = tally;
        Apply(tally, 1);
    }

    private Tally Uncount(CopyGroup group)
    {
        var tally = (Tally)group.Tally!;
        group.Tally = null;
        Apply(tally, -1);
        return tally;
    }

    private void Apply(Tally tally, int sign)
    {
        _counts = _counts with
        {
            Originals = _counts.Originals + sign * tally.Originals,
            WireOriginals = _counts.WireOriginals + sign * tally.WireOriginals,
            Reprints = _counts.Reprints + sign * tally.Reprints,
            WireReprints = _counts.WireReprints + sign * tally.WireReprints,
        };
        if (tally.Originals + tally.WireOriginals == 0)
            return;
        var facts = _members[tally.Origin]!.Outlet.Facts;
        var family = _families[facts.Family];
        if (family.Reporters > 0)
            _counts = _counts with { OriginalFamilies = _counts.OriginalFamilies.Plus(family.Side, -1) };
        family.Report(facts, sign);
        if (family.Reporters > 0)
            _counts = _counts with { OriginalFamilies = _counts.OriginalFamilies.Plus(family.Side, 1) };
    }

    private void Recount()
    {
        var articles = new List<CoveredArticle>(_members.Count);
        foreach (var member in _members)
        {
            if (member is not null)
                articles.Add(member.Article);
        }
        _members.Clear();
        _numbers.Clear();
        _outlets.Clear();
        _families.Clear();
        _countries.Clear();
        _kinds.Clear();
        _languages.Clear();
        _entities.Clear();
        _placeCounts.Clear();
        _hours.Clear();
        _copies.Clear();
        _counts = default;
        _trendSum = 0;
        _lastHour = long.MinValue;
        foreach (var article in articles)
            Add(article);
    }

    // An aggregator reports nothing: what it shows is its source's.
    private (string Outlet, OutletFacts? Source, CreditMention? Credit) Placed(CoveredArticle article)
    {
        var host = _directory.Find(article.Outlet);
        var (source, credit) = Credited(article, host);
        return host.Kind == OutletKind.Aggregator && source is { Kind: not OutletKind.Aggregator }
            && credit is not { Form: CreditForm.Contribution }
            ? (source.Domain, source, credit)
            : (article.Outlet, source, credit);
    }

    // The first credit that names a known outlet of another family: of those that say whose text it is, otherwise one of help. That an agency
    // contributed to a report does not make it the agency's text: such reports share little with it, unless they are copies, which the texts tell.
    private (OutletFacts? Source, CreditMention? Credit) Credited(CoveredArticle article, OutletFacts outlet)
    {
        CreditMention? help = null;
        foreach (var credit in article.Credits)
        {
            var source = SourceOf(credit, outlet.Kind == OutletKind.Aggregator);
            if (source is null || string.Equals(source.Family, outlet.Family, StringComparison.Ordinal))
                continue;
            if (credit.Form != CreditForm.Assistance)
                return (source, credit);
            help ??= credit;
        }
        return (null, help);
    }

    // What an aggregator shows is from elsewhere for certain: there a domain need not be catalogued.
    private OutletFacts? SourceOf(CreditMention credit, bool isShown)
    {
        if (credit.Form == CreditForm.CanonicalUrl)
            return isShown ? _directory.Find(credit.Source) : _directory.FindKnown(credit.Source);
        var known = _directory.FindSource(credit.Source);
        if (known is not null || !isShown || credit.Form != CreditForm.FeedCredit || !credit.Source.Contains('.')
            || Uri.CheckHostName(credit.Source) != UriHostNameType.Dns)
            return known;
        var host = credit.Source.ToLowerInvariant();
        return _directory.Find(host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host);
    }

    private static bool IsBefore(Member a, Member b, CoveredArticle first)
    {
        if (a.IsShownOnly != b.IsShownOnly)
            return b.IsShownOnly;
        if (a.IsAgency != b.IsAgency)
            return a.IsAgency;
        return PublicationOrder.IsBefore(a.Article, b.Article, first);
    }

    private static void Lessen<TKey>(Dictionary<TKey, GroupCount> counts, TKey key, int outlets)
        where TKey : notnull
    {
        var count = counts[key];
        count = count with { Articles = count.Articles - 1, Outlets = count.Outlets - outlets };
        if (count.Articles == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }

    private static IEnumerable<GroupCount> Ranked(IEnumerable<GroupCount> counts) =>
        counts.OrderByDescending(static c => c.Articles).ThenBy(static c => c.Key, StringComparer.Ordinal);

    /// <summary>A kind's name as lists and filters show it.</summary>
    public static string NameOf(OutletKind kind) => kind switch
    {
        OutletKind.StateMedia => "state-media",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static long HourOf(DateTimeOffset time) => (time.ToUnixTimeSeconds() - Modulo(time.ToUnixTimeSeconds(), 3600)) / 3600;

    private static long Modulo(long value, long by) => (value % by + by) % by;

    private static double HalfLives(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / TrendingHalfLife.TotalMilliseconds;

    private sealed class Member(CoveredArticle article)
    {
        public readonly CoveredArticle Article = article;
        public Outlet Outlet = null!;
        public OutletFacts? Source;
        public CreditMention? Credit;
        public string[] Places = [];

        public bool IsAgency => Source is null && Outlet.Facts.Kind == OutletKind.Agency;

        /// <summary>Whether it is somebody else's for certain.</summary>
        public bool IsShownOnly => Source is not null || Outlet.Facts.Kind == OutletKind.Aggregator;
    }

    private sealed class Outlet(string key, OutletFacts facts)
    {
        public readonly string Key = key;
        public readonly OutletFacts Facts = facts;
        public int Articles;
    }

    /// <summary>A publisher family: its outlets in the story with their articles, and those of them with an own report.</summary>
    private sealed class Family
    {
        private Dictionary<string, (int Reports, Lean Lean)>? _reporters;
        private int _leanSum;
        private int _rated;

        public Dictionary<string, int> Outlets { get; } = new(1, StringComparer.Ordinal);
        public double Latest { get; set; } = double.NegativeInfinity;
        public int Reporters => _reporters?.Count ?? 0;

        /// <summary>Mean of the leans, from -2 to 2, of the outlets with an own report: left up to -0.5, right from 0.5.</summary>
        public Side Side => _rated == 0 ? Side.Unrated : 2 * _leanSum <= -_rated ? Side.Left : 2 * _leanSum >= _rated ? Side.Right : Side.Center;

        public void Report(OutletFacts outlet, int by)
        {
            _reporters ??= new(1, StringComparer.Ordinal);
            var before = _reporters.GetValueOrDefault(outlet.Domain).Reports;
            var after = before + by;
            if (after == 0)
                _reporters.Remove(outlet.Domain);
            else
                _reporters[outlet.Domain] = (after, outlet.Lean);
            if (outlet.Lean != Lean.Unrated && (before == 0) != (after == 0))
            {
                var sign = after == 0 ? -1 : 1;
                _rated += sign;
                _leanSum += sign * ((int)outlet.Lean - (int)Lean.Center);
            }
        }
    }

    /// <summary>What a group of copies counts for.</summary>
    private sealed class Tally
    {
        private int _texts;
        private int _agency;
        private int _own;
        private int _toAgency;
        private int _toOutlet;
        private int _first = -1;

        /// <summary>Whose text it is; -1 before there is one.</summary>
        public int Origin { get; private set; } = -1;
        /// <summary>Whether an article has come in that was seen before all others, so that the order of all has to be looked at
        /// again.</summary>
        public bool IsReordered { get; private set; }
        /// <summary>The agency whose text it is; of several the one whose domain comes first.</summary>
        public OutletFacts? Agency { get; private set; }
        public bool IsWire => _agency + _toAgency > 0;
        public int WireOriginals => _agency > 0 ? 1 : 0;
        public int Originals => !IsWire && _own > 0 ? 1 : 0;
        public int WireReprints => IsWire ? _texts - _toOutlet - WireOriginals : 0;
        public int Reprints => _texts - WireOriginals - Originals - WireReprints;

        public void Include(int number, CoverageLedger ledger)
        {
            var member = ledger._members[number]!;
            _texts++;
            if (member.Source is { } source)
            {
                if (source.Kind == OutletKind.Agency)
                {
                    _toAgency++;
                    Include(source);
                }
                else
                {
                    _toOutlet++;
                }
            }
            else if (member.IsAgency)
            {
                _agency++;
                Include(member.Outlet.Facts);
            }
            else if (member.IsShownOnly)
            {
                _toOutlet++;
            }
            else
            {
                _own++;
            }
            Take(number, number, ledger);
        }

        public void Include(Tally other, CoverageLedger ledger)
        {
            _texts += other._texts;
            _agency += other._agency;
            _own += other._own;
            _toAgency += other._toAgency;
            _toOutlet += other._toOutlet;
            if (other.Agency is { } agency)
                Include(agency);
            Take(other.Origin, other._first, ledger);
            IsReordered |= other.IsReordered;
        }

        /// <summary>Looks at the order of all articles of the group.</summary>
        public void Order(IEnumerable<int> numbers, CoverageLedger ledger)
        {
            Origin = -1;
            foreach (var number in numbers)
            {
                if (Origin < 0 || IsBefore(ledger._members[number]!, ledger._members[Origin]!, ledger._members[_first]!.Article))
                    Origin = number;
            }
            IsReordered = false;
        }

        private void Include(OutletFacts agency)
        {
            if (Agency is null || string.CompareOrdinal(agency.Domain, Agency.Domain) < 0)
                Agency = agency;
        }

        private void Take(int number, int first, CoverageLedger ledger)
        {
            if (_first < 0 || PublicationOrder.IsSeenBefore(ledger._members[first]!.Article, ledger._members[_first]!.Article))
            {
                IsReordered |= _first >= 0;
                _first = first;
            }
            else if (first != number)
            {
                IsReordered = true; // a group whose own order was told by another first
            }
            if (Origin < 0 || IsBefore(ledger._members[number]!, ledger._members[Origin]!, ledger._members[_first]!.Article))
                Origin = number;
        }
    }
}
