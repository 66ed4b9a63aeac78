using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using StoryClustering.Gateway.Outlets;
using StoryClustering.Gateway.Outlets.Import;
using Xunit;
using Kind = StoryClustering.Contracts.Outlets.OutletKind;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using OutletLean = StoryClustering.Api.V1.OutletLean;
using OutletReliability = StoryClustering.Api.V1.OutletReliability;
using Provenance = StoryClustering.Contracts.Outlets.RatingProvenance;
using RatingProvenance = StoryClustering.Api.V1.RatingProvenance;
using Reliability = StoryClustering.Contracts.Outlets.OutletReliability;

namespace StoryClustering.Tests.Unit.Gateway;

/// <summary>Ratings from files: invented ones, in the shapes that raters publish.</summary>
public sealed class OutletImportTests
{
    private readonly FakeCluster _cluster = new();
    private readonly OutletImport _import;

    public OutletImportTests() => _import = new OutletImport(_cluster, new OutletRules(PublicSuffixList.BuiltIn()), new GatewayOptions());

    private FakeOutlets Catalogue => _cluster.Catalogue;

    private static OutletRecord Known(string domain, string name = "", string country = "", Lean lean = Lean.Unrated) => new()
    {
        Domains = domain.Split(' '), Name = name, Country = country, Lean = lean, LeanBy = lean == Lean.Unrated ? null : new Provenance("Starter", null, "", "", ""),
    };

    private static ImportOutletsRequest Request(string csv) => new()
    {
        Csv = ByteString.CopyFromUtf8(csv), Columns = new ImportColumns { Domain = "domain" }, Actor = "Ada", Reason = "new ratings",
    };

    // domain and score, center 0, steps of 1.
    private static ImportOutletsRequest Scores(string csv) => With(Request(csv), r =>
    {
        r.Columns.Lean = "score";
        r.Numbers = new NumberScale { CenterAt = 0, Step = 1 };
        r.Provenance = new RatingProvenance { RatedBy = "Press Lens" };
    });

    // name and label, five steps and one for unrated.
    private static ImportOutletsRequest Labels(string csv) => With(Request(csv), r =>
    {
        r.Columns = new ImportColumns { Name = "name", Lean = "rating" };
        r.Labels = new LabelScale
        {
            Leans =
            {
                ["Left"] = OutletLean.Left, ["left-center"] = OutletLean.LeanLeft, ["center"] = OutletLean.Center, ["right-center"] = OutletLean.LeanRight,
                ["right"] = OutletLean.Right, ["pending"] = OutletLean.Unspecified,
            },
        };
        r.Provenance = new RatingProvenance
        {
            RatedBy = "Press Lens", RatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), Licence = "CC BY 4.0", Scale = "rater labels",
        };
    });

    private static ImportOutletsRequest With(ImportOutletsRequest request, Action<ImportOutletsRequest> change)
    {
        change(request);
        return request;
    }

    private async Task<ImportOutletsResponse> Run(ImportOutletsRequest request)
    {
        var report = await _import.Run(request, CancellationToken.None);
        Assert.Equal(report.RowsRead, report.RowsRefused + report.Duplicates + report.MatchedByDomain + report.MatchedByName + report.Created + report.Unmatched + report.Ambiguous);
        Assert.Equal(report.MatchedByDomain + report.MatchedByName + report.Created, report.Changed + report.Unchanged);
        if (report.Lean is { } lean)
            Assert.Equal(report.RowsRead - report.RowsRefused, lean.Left + lean.LeanLeft + lean.CenterRows + lean.LeanRight + lean.Right + lean.Unrated + report.EmptyRatings);
        return report;
    }

    private async Task<FieldFault[]> Refused(ImportOutletsRequest request)
    {
        var before = Catalogue.Count;
        var error = (await Assert.ThrowsAsync<ApiException>(() => _import.Run(request, CancellationToken.None))).Error;
        Assert.Equal((StatusCode.InvalidArgument, before), (error.Code, Catalogue.Count));
        Assert.Empty(Catalogue.Batches);
        return [.. error.Fields];
    }

    private async Task<string> RefusedFile(byte[] csv, Action<ImportOutletsRequest>? change = null)
    {
        var request = Request("");
        request.Csv = ByteString.CopyFrom(csv);
        change?.Invoke(request);
        var fault = Assert.Single(await Refused(request));
        Assert.Equal("csv", fault.Path);
        return fault.Rule;
    }

    private Task<string> RefusedFile(string csv, Action<ImportOutletsRequest>? change = null) => RefusedFile(Encoding.UTF8.GetBytes(csv), change);

    [Fact]
    public async Task Rows_find_their_outlets_by_domain_host_or_URL()
    {
        Catalogue.With(Known("harbor.example"), Known("gazette.co.uk gazette.example"), Known("xn--bcher-kva.example"), Known("echo.example"));
        var report = await Run(Scores("domain,score\nHARBOR.example,-2\nhttps://www.gazette.co.uk:443/news?x=1,2\nb\u00fccher.example,0\nnews.echo.example/,1\nnobody.example,1\n"));
        Assert.Equal((5, 4, 0, 1, 4), (report.RowsRead, report.MatchedByDomain, report.Created, report.Unmatched, report.Changed));
        Assert.Equal([Lean.Left, Lean.Right, Lean.Center, Lean.LeanRight], new[] { "harbor.example", "gazette.co.uk", "xn--bcher-kva.example", "echo.example" }.Select(d => Catalogue[d].Lean));
        Assert.Equal((6, "nobody.example"), (report.UnmatchedRows.Single().Line, report.UnmatchedRows[0].Domain));
        Assert.Equal(1, report.Version);
    }

    [Fact]
    public async Task Unknown_domains_become_outlets_only_if_asked_and_if_there_is_anything_to_say()
    {
        var request = With(Scores("domain,score,title\nnew.example,-0.6,\nempty.example,,\nnamed.example,,Named\n"), r =>
        {
            r.Columns.Name = "title";
            r.Matching = new ImportMatching { CreateUnknown = true };
        });
        var report = await Run(request);
        Assert.Equal((2, 1, 2), (report.Created, report.Unmatched, report.EmptyRatings));
        Assert.Equal((Lean.LeanLeft, "Press Lens"), (Catalogue["new.example"].Lean, Catalogue["new.example"].LeanBy!.Source));
        Assert.Equal(("Named", Lean.Unrated, null), (Catalogue["named.example"].Name, Catalogue["named.example"].Lean, Catalogue["named.example"].LeanBy));
        Assert.True(report.Changes.All(c => c.Created));
        Assert.Equal("new.example", report.Changes[0].Domain);
    }

    [Fact]
    public async Task Columns_of_URLs_count_where_there_is_no_domain_and_platforms_tell_none()
    {
        Catalogue.With(Known("harbor.example", "Harbor Ledger"), Known("gazette.example", "Gazette"), Known("echo.example", "Echo"));
        var request = With(Scores("domain,name,site,social,score\n,Gazette,https://www.harbor.example/,NA,2\n,Gazette,,https://x.com/gazette,-2\nNA,x,https://facebook.com/e,http://echo.example,1\n"), r =>
        {
            r.Columns.Urls.Add(["site", "social"]);
            r.Columns.Name = "name";
        });
        var report = await Run(request);
        Assert.Equal((2, 1), (report.MatchedByDomain, report.MatchedByName));
        Assert.Equal((Lean.Right, Lean.Left, Lean.LeanRight), (Catalogue["harbor.example"].Lean, Catalogue["gazette.example"].Lean, Catalogue["echo.example"].Lean));
    }

    [Theory]
    [InlineData("Harbor Ledger", "The Harbor Ledger")]
    [InlineData("the harbor ledger", "Harbor Ledger")]
    [InlineData("HARBOR-LEDGER", "Harbor Ledger")]
    [InlineData("Caf\u00e9 Journal", "Cafe Journal")]
    [InlineData("Harbor & Hill", "Harbor and Hill")]
    [InlineData("H.L. News & Report", "HL News and Report")]
    [InlineData("HarborLedger.com", "Harbor Ledger")]
    [InlineData("TheHarbor.org", "The Harbor")]
    [InlineData("HarborNews.co.uk", "Harbor News")]
    [InlineData("Harbor (News)", "Harbor")]
    [InlineData("Harbor (Online News)", "Harbor")]
    [InlineData("The Harbor - News", "Harbor")]
    [InlineData("Harbor News", "Harbor")]
    [InlineData("Harbor", "Harbor News")]
    [InlineData("Harbor Online", "Harbor")]
    [InlineData("O'Brien's Post", "OBriens Post")]
    [InlineData("Harbor Opinion", "Harbor Opinion")]
    [InlineData("Harbor.example", "Anything")]
    public async Task A_name_is_found_in_the_ways_that_people_write_it(string row, string outlet)
    {
        Catalogue.With(Known("harbor.example", outlet), Known("other.example", "Hill Street Echo"));
        var report = await Run(Labels($"name,rating\n\"{row}\",right\n"));
        Assert.Equal((1, 0, 0), (report.MatchedByName, report.Unmatched, report.Ambiguous));
        Assert.Equal((Lean.Right, outlet), (Catalogue["harbor.example"].Lean, Catalogue["harbor.example"].Name));
    }

    [Theory]
    [InlineData("Harbor Opinion")]
    [InlineData("Harbor - Editorial")]
    [InlineData("Harbor (Op-Ed)")]
    [InlineData("Harbor (cartoonist)")]
    [InlineData("Harbor Ledger")]
    [InlineData("News")]
    [InlineData("The News")]
    [InlineData("Harbour")]
    [InlineData("Harb")]
    [InlineData("!!!")]
    public async Task A_name_that_may_be_anothers_finds_nothing(string row)
    {
        Catalogue.With(Known("harbor.example", "Harbor"), Known("hill.example", "Hill Street"));
        var report = await Run(Labels($"name,rating\n{row},right\n"));
        Assert.Equal((0, 1, Lean.Unrated), (report.MatchedByName, report.Unmatched, Catalogue["harbor.example"].Lean));
        Assert.Equal(row, report.UnmatchedRows.Single().Name);
    }

    [Fact]
    public async Task A_name_of_several_outlets_matches_none_and_all_are_named()
    {
        Catalogue.With(Known("times.example", "The Times", "GB"), Known("times.co.uk", "Times", "NO"), Known("north.example", "North News"), Known("north.co.uk", "North"));
        var csv = "name,rating\nThe Times,left\nNorth,right\nNorth News,left\n";
        var report = await Run(Labels(csv));
        Assert.Equal((1, 2), (report.Ambiguous, report.MatchedByName));
        Assert.Equal(["times.co.uk", "times.example"], report.AmbiguousRows.Single().Candidates);
        Assert.Equal((Lean.Right, Lean.Left), (Catalogue["north.co.uk"].Lean, Catalogue["north.example"].Lean));
        report = await Run(With(Labels(csv), r => r.Matching = new ImportMatching { NameCountries = { "gb" } }));
        Assert.Equal((0, 1, 2), (report.Ambiguous, report.MatchedByName, report.Unmatched));
        Assert.Equal((Lean.Left, Lean.Unrated), (Catalogue["times.example"].Lean, Catalogue["times.co.uk"].Lean));
    }

    [Fact]
    public async Task A_row_with_a_domain_goes_by_that_alone()
    {
        Catalogue.With(Known("times.example", "The Times"));
        var report = await Run(With(Labels("domain,name,rating\ntimes.co.uk,The Times,left\n"), r => r.Columns.Domain = "domain"));
        Assert.Equal((0, 1), (report.MatchedByName, report.Unmatched));
    }

    [Fact]
    public async Task Labels_are_compared_without_case_and_unrated_takes_a_rating_off()
    {
        Catalogue.With(Known("a.example", "A Post", lean: Lean.Right), Known("b.example", "B Post", lean: Lean.Right), Known("c.example", "C Post", lean: Lean.Right), Known("d.example", "D Post"));
        var report = await Run(Labels("name,rating\nA Post, LEFT-Center \nB Post,pending\nC Post,\nD Post,purple\n"));
        Assert.Equal((Lean.LeanLeft, Lean.Unrated, Lean.Right), (Catalogue["a.example"].Lean, Catalogue["b.example"].Lean, Catalogue["c.example"].Lean));
        Assert.Null(Catalogue["b.example"].LeanBy);
        Assert.Equal("Starter", Catalogue["c.example"].LeanBy!.Source);
        Assert.Equal((1, 1, 1, 1), (report.Lean.LeanLeft, report.Lean.Unrated, report.EmptyRatings, report.RowsRefused));
        Assert.Equal((5, "rating"), (report.Refusals.Single().Line, report.Refusals[0].Column));
        Assert.Equal(new Provenance("Press Lens", DateTimeOffset.UnixEpoch,
            "LEFT-Center on rater labels; pending = unrated, left = left, left-center = lean left, center = center, right-center = lean right, right = right", "CC BY 4.0", "LEFT-Center"),
            Catalogue["a.example"].LeanBy);
        Assert.Equal(("a.example", OutletLean.Right, OutletLean.LeanLeft), (report.Changes[0].Domain, report.Changes[0].LeanBefore, report.Changes[0].LeanAfter));
    }

    private static readonly string Nine = "domain,score\n" + string.Concat(new[] { "1", "2", "3", "4", "5", "6", "7", "8", "18" }.Select((n, i) => $"s{i + 1}.example,{n}\n"));

    private async Task<(string Leans, LeanReport Report)> Steps(Action<NumberScale> scale, string? csv = null)
    {
        var report = await Run(With(Scores(csv ?? Nine), r =>
        {
            r.Numbers = new NumberScale();
            scale(r.Numbers);
            r.Matching = new ImportMatching { CreateUnknown = true };
        }));
        return (string.Concat(Enumerable.Range(1, Catalogue.Count).Select(n => (int)Catalogue[$"s{n}.example"].Lean)), report.Lean);
    }

    [Fact]
    public async Task Numbers_fall_into_steps_around_a_center_that_is_told()
    {
        var (leans, report) = await Steps(s => (s.CenterAt, s.Step) = (5, 2));
        Assert.Equal("122333445", leans); // cut points at 2, 4, 6, 8: who stands on one is nearer to the center
        Assert.Equal([2d, 4, 6, 8], report.CutPoints);
        Assert.Equal((1, 2, 3, 2, 1), (report.Left, report.LeanLeft, report.CenterRows, report.LeanRight, report.Right));
        Assert.Equal("score; center 5, steps at 2, 4, 6, 8", report.Scale);
        Assert.Equal("18 on score; center 5, steps at 2, 4, 6, 8", Catalogue["s9.example"].LeanBy!.Scale);
        Assert.Equal((9, 5d, 6d), (report.Numbers, report.Median, report.Mean));
    }

    [Fact]
    public async Task The_center_can_be_the_median_or_the_mean_of_the_file()
    {
        var (leans, report) = await Steps(s => (s.CenterOf, s.Step) = (CenterOf.Median, 2));
        Assert.Equal(("122333445", 5d), (leans, report.Center));
        Assert.Equal("score; center 5 = median of 9 rows, steps at 2, 4, 6, 8", report.Scale);
        (leans, report) = await Steps(s => (s.CenterOf, s.Step) = (CenterOf.Mean, 2));
        Assert.Equal(("112233345", 6d), (leans, report.Center));
        Assert.Equal("score; center 6 = mean of 9 rows, steps at 3, 5, 7, 9", report.Scale);
    }

    [Fact]
    public async Task The_median_of_an_even_number_lies_between_the_two_in_the_middle()
    {
        var (_, report) = await Steps(s => (s.CenterOf, s.Step) = (CenterOf.Median, 1), "domain,score\ns1.example,1\ns2.example,2\ns3.example,5\ns4.example,9\n");
        Assert.Equal(3.5, report.Center);
    }

    [Fact]
    public async Task The_width_of_a_step_can_be_a_share_of_the_deviation()
    {
        var (leans, report) = await Steps(s => (s.CenterAt, s.StepDeviations) = (0, 0.5), "domain,score\ns1.example,-4\ns2.example,-1.5\ns3.example,1\ns4.example,3\ns5.example,4\n");
        Assert.Equal(2.9326, report.Deviation, 0.0001); // the population's
        Assert.Equal([-2.2, -0.73, 0.73, 2.2], report.CutPoints.Select(c => Math.Round(c, 2)));
        Assert.Equal("12455", leans);
    }

    [Fact]
    public async Task Cut_points_can_be_told_as_distances_from_the_center()
    {
        var (leans, report) = await Steps(s => (s.CenterAt, s.CutPoints) = (4, new CutPoints { Distances = { -2.5, -1, 0, 10 } }));
        Assert.Equal("123344445", leans);
        Assert.Equal([1.5, 3, 4, 14], report.CutPoints);
    }

    [Fact]
    public async Task The_sign_can_be_turned()
    {
        var (leans, report) = await Steps(s => (s.CenterAt, s.Step, s.RightIsNegative) = (5, 2, true));
        Assert.Equal("544333221", leans);
        Assert.Equal([8d, 6, 4, 2], report.CutPoints);
        Assert.EndsWith("higher is further left", report.Scale, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fractions_that_cannot_be_written_in_binary_stand_on_their_cut_points()
    {
        var (leans, _) = await Steps(s => (s.CenterAt, s.CutPoints) = (0.1, new CutPoints { Distances = { -0.6, -0.3, 0.2, 0.6 } }),
            "domain,score\ns1.example,-0.5\ns2.example,-0.2\ns3.example,0.3\ns4.example,0.7\n");
        Assert.Equal("2334", leans);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("NA")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    [InlineData("null")]
    [InlineData("-")]
    public async Task An_empty_rating_says_nothing(string cell)
    {
        Catalogue.With(Known("a.example", lean: Lean.Right));
        var report = await Run(Scores($"domain,score\na.example,{cell}\n"));
        Assert.Equal((1, 0, 1, 0), (report.EmptyRatings, report.Changed, report.Unchanged, report.RowsRefused));
        Assert.Equal(0, report.Lean.Numbers);
    }

    [Theory]
    [InlineData("a.example,left")]
    [InlineData("a.example,1e300")]
    [InlineData("a.example,Infinity")]
    [InlineData("a.example,\"1,5\"")]
    [InlineData("www.,1")]
    [InlineData("co.uk,1")]
    [InlineData("192.0.2.1,1")]
    [InlineData("ftp://a.example,1")]
    [InlineData("user@a.example,1")]
    [InlineData("a.example")]
    [InlineData("a.example,1,2")]
    [InlineData(",1")]
    public async Task A_row_that_breaks_a_rule_is_refused_alone(string row)
    {
        Catalogue.With(Known("a.example"), Known("b.example"));
        var report = await Run(Scores($"domain,score\n{row}\nb.example,2\n"));
        Assert.Equal((1, 1, Lean.Unrated, Lean.Right), (report.RowsRefused, report.Changed, Catalogue["a.example"].Lean, Catalogue["b.example"].Lean));
        Assert.Equal(2, report.Refusals.Single().Line);
        Assert.NotEmpty(report.Refusals[0].Reason);
    }

    [Fact]
    public async Task Of_rows_of_one_outlet_the_first_counts_and_the_others_are_told()
    {
        Catalogue.With(Known("a.example a.co.uk", "A Post"));
        var report = await Run(Scores("domain,score\nbad domain,9\na.example,-2\nnews.a.example,2\na.co.uk,2\n"));
        Assert.Equal((1, 2, 1, Lean.Left), (report.MatchedByDomain, report.Duplicates, report.RowsRefused, Catalogue["a.example"].Lean));
        Assert.Equal([(4, "a.example"), (5, "a.example")], report.DuplicateRows.Select(r => (r.Line, r.Candidates.Single())));
    }

    [Fact]
    public async Task A_row_of_the_outlet_itself_counts_before_one_of_a_part_of_it_and_a_rating_before_none()
    {
        Catalogue.With(Known("a.example", "A Post"), Known("b.example b.co.uk"), Known("c.example"), Known("d.example", "Dale"));
        var report = await Run(With(Scores("domain,name,score\nblogs.a.example,,2\na.example/opinion,,2\nhttps://www.A.example/,,-2\nb.co.uk,,\nb.example,,1\nx.c.example,,2\nc.example,,\n"
            + ",Dale News,2\n,The Dale,-2\n"), r => r.Columns.Name = "name"));
        Assert.Equal((Lean.Left, Lean.LeanRight, Lean.Unrated, Lean.Left), (Catalogue["a.example"].Lean, Catalogue["b.example"].Lean, Catalogue["c.example"].Lean, Catalogue["d.example"].Lean));
        Assert.Equal([2, 3, 5, 7, 9], report.DuplicateRows.Select(r => r.Line));
    }

    [Fact]
    public async Task Only_what_is_mapped_changes_an_outlet()
    {
        Catalogue.With(Known("a.example a.co.uk", "A Post", "NO", Lean.Right) with { Family = "Harbor Press", Kind = Kind.Local, Languages = ["nb"], Reliability = Reliability.High });
        var before = Catalogue["a.example"];
        const string csv = "domain,name,family,kind,country,language,score,trust\na.example,Other,Hill Group,state-media,se,sv;en,-2,low\n";
        await Run(Scores(csv));
        Assert.Equal(before with { Lean = Lean.Left, LeanBy = Catalogue["a.example"].LeanBy, Version = 1 }, Catalogue["a.example"]);
        await Run(With(Request(csv), r => r.Columns = new ImportColumns { Domain = "domain", Name = "name", Family = "family", Kind = "kind", Country = "country", Language = "language" }));
        var after = Catalogue["a.example"];
        Assert.Equal(("A Post", "Hill Group", Kind.StateMedia, "SE", Lean.Left), (after.Name, after.Family, after.Kind, after.Country, after.Lean));
        Assert.Equal(["sv", "en"], after.Languages);
        Assert.Equal(Reliability.High, after.Reliability);
        await Run(With(Request(csv), r =>
        {
            (r.Columns.Reliability, r.Provenance) = ("trust", new RatingProvenance { RatedBy = "Trust Desk" });
        }));
        Assert.Equal((Reliability.Low, new Provenance("Trust Desk", null, "low on trust", "", "low")), (Catalogue["a.example"].Reliability, Catalogue["a.example"].ReliabilityBy));
    }

    [Fact]
    public async Task Reliability_has_labels_of_its_own()
    {
        Catalogue.With(Known("a.example"), Known("b.example"), Known("c.example") with { Reliability = Reliability.Low });
        var report = await Run(With(Request("domain,trust\na.example,GREEN\nb.example,blue\nc.example,grey\n"), r =>
        {
            (r.Columns.Reliability, r.Provenance) = ("trust", new RatingProvenance { RatedBy = "Trust Desk" });
            r.ReliabilityLabels.Add("green", OutletReliability.High);
            r.ReliabilityLabels.Add("grey", OutletReliability.Unspecified);
        }));
        Assert.Equal((Reliability.High, Reliability.Unrated, 1), (Catalogue["a.example"].Reliability, Catalogue["c.example"].Reliability, report.RowsRefused));
        Assert.Null(report.Lean);
    }

    [Fact]
    public async Task A_preview_tells_the_same_and_changes_nothing()
    {
        Catalogue.With(Known("a.example", lean: Lean.Right), Known("b.example"));
        var request = With(Scores("domain,score\na.example,-2\nb.example,\nc.example,0\n"), r => (r.Preview, r.Matching) = (true, new ImportMatching { CreateUnknown = true }));
        var preview = await Run(request);
        Assert.Equal((2, Lean.Right, 0), (Catalogue.Count, Catalogue["a.example"].Lean, Catalogue.Batches.Count));
        request.Preview = false;
        var done = await Run(request);
        Assert.Equal((3, Lean.Left), (Catalogue.Count, Catalogue["a.example"].Lean));
        Assert.Equal((true, false, 0L, 1L), (preview.Preview, done.Preview, preview.Version, done.Version));
        (preview.Preview, preview.Version) = (done.Preview, done.Version);
        Assert.Equal(preview, done);
        var again = await Run(request);
        Assert.Equal((0, 3, 0, 1L), (again.Changed, again.Unchanged, again.Created, again.Version));
        Assert.Equal([2], Catalogue.Batches);
        Assert.Equal(("Ada", "new ratings"), (await Catalogue.History("a.example", 0, 1)).Select(c => (c.Actor, c.Reason)).Single());
    }

    [Fact]
    public async Task Changes_go_in_batches_and_a_stop_between_two_says_how_many_were_applied()
    {
        var request = With(Scores("domain,score\n" + string.Concat(Enumerable.Range(0, 2500).Select(n => $"s{n}.example,{n % 3 - 1}\n"))), r => r.Matching = new ImportMatching { CreateUnknown = true });
        Catalogue.BeforeUpsert = _ =>
        {
            if (Catalogue.Batches.Count == 2) throw new StorageUnavailableException("db-1 is away");
        };
        var error = (await Assert.ThrowsAsync<ApiException>(() => _import.Run(request, CancellationToken.None))).Error;
        Assert.Equal((StatusCode.Unavailable, Reasons.StorageUnavailable, "2000", "2500"), (error.Code, error.Reason, error.Metadata["applied"], error.Metadata["changes"]));
        Assert.Contains("Sending the file again is safe", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("db-1", error.Message, StringComparison.Ordinal);
        Catalogue.BeforeUpsert = _ => { };
        var report = await Run(request);
        Assert.Equal((500, 2000, 2500), (report.Changed, report.Unchanged, Catalogue.Count));
        Assert.Equal([1000, 1000, 500], Catalogue.Batches);
        Assert.Equal(100, report.Changes.Count);
    }

    [Fact]
    public async Task A_domain_that_another_took_meanwhile_stops_the_import_and_is_named()
    {
        Catalogue.BeforeUpsert = _ =>
        {
            if (Catalogue.Count == 0) Catalogue.With(Known("other.example new.example"));
        };
        var request = With(Scores("domain,score\nnew.example,1\n"), r => r.Matching = new ImportMatching { CreateUnknown = true });
        var error = (await Assert.ThrowsAsync<ApiException>(() => _import.Run(request, CancellationToken.None))).Error;
        Assert.Equal((Reasons.OutletDomainTaken, "new.example", "other.example", "0"), (error.Reason, error.Metadata["domain"], error.Metadata["owner"], error.Metadata["applied"]));
    }

    [Fact]
    public async Task Lists_of_a_report_end_at_a_hundred_and_its_counts_do_not()
    {
        var report = await Run(Scores("domain,score\n" + string.Concat(Enumerable.Range(0, 150).Select(n => $"s{n}.example,1\ns{n}.example,x\n"))));
        Assert.Equal((150, 150, 100, 100), (report.Unmatched, report.RowsRefused, report.UnmatchedRows.Count, report.Refusals.Count));
    }

    [Fact]
    public async Task Quoted_cells_byte_order_marks_line_ends_and_blank_lines_are_read()
    {
        Catalogue.With(Known("a.example"), Known("b.example"), Known("c.example"));
        var report = await Run(Scores("\ufeffnote,\"domain\", score \r\n\"two\r\nlines, \"\"quoted\"\"\",a.example,1\r\n\r\n,b.example,-1\r\n,c.example,x"));
        Assert.Equal((3, 2, 1), (report.RowsRead, report.Changed, report.RowsRefused));
        Assert.Equal(6, report.Refusals[0].Line);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused_with_their_line()
    {
        Assert.StartsWith("Line 3:", await RefusedFile([.. "domain\na.example\n"u8, 0xe9, .. "t\u00e9.example\n"u8]), StringComparison.Ordinal);
        Assert.StartsWith("Line 1:", await RefusedFile(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("domain\u00e9\n")).ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_no_sound_CSV_are_refused_with_their_line()
    {
        Assert.Equal("Required.", await RefusedFile(""));
        Assert.StartsWith("Line 1:", await RefusedFile("\n\n"), StringComparison.Ordinal);
        Assert.StartsWith("Line 1:", await RefusedFile(" , ,\nx,y,z\n"), StringComparison.Ordinal);
        Assert.Equal("Line 3: a quote is opened and never closed.", await RefusedFile("domain\na.example\n\"b.example\nc.example\n"));
        Assert.Equal("Line 2: text after a closing quote.", await RefusedFile("domain\n\"a\"b.example\n"));
        Assert.Equal("Line 2: a quote within a cell that is not quoted.", await RefusedFile("domain\na\"b.example\nc.example\n"));
        Assert.Equal("Line 2, column 1: a NUL character.", await RefusedFile("domain\na\0.example\n"));
        Assert.StartsWith("Line 2, column 2:", await RefusedFile("domain,note\na.example," + new string('x', 1024 * 1024) + "\n"), StringComparison.Ordinal);
        Assert.StartsWith("Line 2, column 2:", await RefusedFile("domain,note\na.example,\"" + new string('x', 1024 * 1024) + "\"\n"), StringComparison.Ordinal);
        Assert.Equal("Line 1: 100000 columns, at most 1000.", await RefusedFile(new string(',', 99_999) + "\n"));
        Assert.Equal("Line 2: 4000000 columns, at most 1000.", await RefusedFile("domain\n" + new string(',', 3_999_999)));
        Assert.StartsWith("At most 4194304 bytes.", await RefusedFile(new byte[Limits.ImportBytes + 1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_thousand_rows_are_read_and_one_more_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, Limits.ImportRows).Select(n => $"s{n}.example,1\n"));
        Assert.Equal(Limits.ImportRows, (await Run(With(Scores("domain,score\n" + rows), r => r.Preview = true))).RowsRead);
        Assert.Equal("Line 50002: more than 50000 rows.", await RefusedFile("domain,score\n" + rows + "one.example,1\n"));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"\"http://evil.example\"\")")]
    [InlineData("@SUM(1)")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3+cmd|' /C calc'!A0")]
    public async Task A_formula_in_a_mapped_column_refuses_the_file_and_names_line_and_column(string cell)
    {
        Assert.StartsWith("Line 3, column \"title\": looks like a formula.", await RefusedFile($"domain,title\na.example,A\nb.example,\"{cell}\"\n", r => r.Columns.Name = "title"), StringComparison.Ordinal);
        Assert.Equal(2, (await Run(Request($"domain,title\na.example,A\nb.example,\"{cell}\"\n"))).RowsRead); // not mapped: not read
    }

    [Fact]
    public async Task Names_that_only_begin_like_a_formula_pass_and_texts_that_hide_something_do_not()
    {
        var report = await Run(With(Request("domain,title\na.example,+972 Magazine\nb.example,-30-\nc.example,\u202egnp\n"), r =>
        {
            r.Columns.Name = "title";
            r.Matching = new ImportMatching { CreateUnknown = true };
        }));
        Assert.Equal((2, 1, "+972 Magazine"), (report.Created, report.RowsRefused, Catalogue["a.example"].Name));
        Assert.Equal((4, "title"), (report.Refusals[0].Line, report.Refusals[0].Column));
    }

    [Fact]
    public async Task A_column_that_is_not_there_or_there_twice_is_named()
    {
        var faults = await Refused(With(Scores("domain,domain,title\na.example,b,c\n"), r => (r.Columns.Name, r.Columns.Country) = ("name", "land")));
        Assert.Equal(["columns.country", "columns.domain", "columns.lean", "columns.name"], faults.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Contains("\"title\"", faults.Single(f => f.Path == "columns.name").Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_request_is_told_at_once()
    {
        var faults = await Refused(new ImportOutletsRequest
        {
            Reason = new string('x', 1025), Actor = "a\0b", Columns = new ImportColumns { Lean = "score" },
            Numbers = new NumberScale { Step = -1 }, Provenance = new RatingProvenance { Original = "x" },
            Matching = new ImportMatching { NameCountries = { "Norway", "" } }, ReliabilityLabels = { ["low"] = OutletReliability.Low },
        });
        Assert.Equal(["actor", "columns", "csv", "matching.name_countries[0]", "matching.name_countries[1]", "numbers.center_at", "numbers.step", "provenance.original",
            "provenance.rated_by", "reason", "reliability_labels"], faults.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, Action<ImportOutletsRequest>> BadScales => new()
    {
        { "labels", r => r.ClearLeanScale() },
        { "numbers", r => (r.Columns.Lean, r.Provenance) = ("", null) },
        { "labels.leans", r => r.Labels = new LabelScale() },
        { "labels.leans", r => r.Labels = new LabelScale { Leans = { ["left"] = (OutletLean)9 } } },
        { "labels.leans", r => r.Labels = new LabelScale { Leans = { [" "] = OutletLean.Left } } },
        { "labels.leans", r => r.Labels = new LabelScale { Leans = { ["left"] = OutletLean.Left, ["LEFT"] = OutletLean.Right } } },
        { "numbers.center_at", r => r.Numbers = new NumberScale { Step = 1 } },
        { "numbers.center_at", r => r.Numbers = new NumberScale { CenterAt = double.NaN, Step = 1 } },
        { "numbers.center_of", r => r.Numbers = new NumberScale { CenterOf = CenterOf.Unspecified, Step = 1 } },
        { "numbers.center_of", r => r.Numbers = new NumberScale { CenterOf = (CenterOf)9, Step = 1 } },
        { "numbers.step", r => r.Numbers = new NumberScale { CenterAt = 1 } },
        { "numbers.step", r => r.Numbers = new NumberScale { CenterAt = 1, Step = 0 } },
        { "numbers.step", r => r.Numbers = new NumberScale { CenterAt = 1, Step = double.PositiveInfinity } },
        { "numbers.step_deviations", r => r.Numbers = new NumberScale { CenterAt = 1, StepDeviations = -1 } },
        { "numbers.step_deviations", r => r.Numbers = new NumberScale { CenterAt = 1, StepDeviations = 1 } }, // all the same
        { "numbers.cut_points.distances", r => r.Numbers = new NumberScale { CenterAt = 1, CutPoints = new CutPoints { Distances = { -1, 0, 1 } } } },
        { "numbers.cut_points.distances", r => r.Numbers = new NumberScale { CenterAt = 1, CutPoints = new CutPoints { Distances = { -1, 0, 0, 1 } } } },
        { "numbers.cut_points.distances", r => r.Numbers = new NumberScale { CenterAt = 1, CutPoints = new CutPoints { Distances = { 1, 2, 3, 4 } } } },
    };

    [Theory]
    [MemberData(nameof(BadScales))]
    public async Task A_scale_that_cannot_be_is_refused_by_its_field(string field, Action<ImportOutletsRequest> change)
    {
        var faults = await Refused(With(Scores("domain,score\na.example,1\nb.example,1\n"), change));
        Assert.Equal(field, Assert.Single(faults).Path);
    }

    [Fact]
    public async Task A_center_needs_numbers()
    {
        var faults = await Refused(With(Scores("domain,score\na.example,\n"), r => r.Numbers = new NumberScale { CenterOf = CenterOf.Median, Step = 1 }));
        Assert.Equal("numbers.center_of", Assert.Single(faults).Path);
    }

    [Fact]
    public async Task A_scale_in_words_keeps_its_limit()
    {
        Catalogue.With(Known("a.example", "A Post"));
        await Run(With(Labels("name,rating\nA Post,left\n"), r =>
        {
            for (var n = 0; n < 90; n++) r.Labels.Leans.Add($"\u00e9tiquette {n}", OutletLean.Left);
        }));
        var scale = Catalogue["a.example"].LeanBy!.Scale;
        Assert.InRange(Encoding.UTF8.GetByteCount(scale), Limits.ScaleBytes - 10, Limits.ScaleBytes);
        Assert.EndsWith("...", scale, StringComparison.Ordinal);
    }
}
