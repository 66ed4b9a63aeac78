using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using StoryClustering.Api;
using StoryClustering.Api.V1;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Articles;
using StoryClustering.Gateway.Outlets;
using StoryClustering.Gateway.Outlets.Import;
using Xunit;
using Kind = StoryClustering.Contracts.Outlets.OutletKind;
using Lean = StoryClustering.Contracts.Outlets.OutletLean;
using OutletKind = StoryClustering.Api.V1.OutletKind;
using OutletLean = StoryClustering.Api.V1.OutletLean;
using OutletReliability = StoryClustering.Api.V1.OutletReliability;
using RatingProvenance = StoryClustering.Api.V1.RatingProvenance;

namespace StoryClustering.Tests.Unit.Gateway;

public sealed class OutletServiceTests
{
    private readonly FakeCluster _cluster = new();
    private readonly StoryClustering.Gateway.Outlets.OutletService _service;

    public OutletServiceTests()
    {
        var rules = new OutletRules(PublicSuffixList.BuiltIn());
        _service = new StoryClustering.Gateway.Outlets.OutletService(_cluster, new ClusterFacts(_cluster), rules, new OutletImport(_cluster, rules, new GatewayOptions()));
    }

    private static FakeCallContext Context => new(CancellationToken.None);

    private static Outlet Harbor(params string[] domains) => new()
    {
        Domains = { domains.Length > 0 ? domains : ["harbor.example"] }, Name = "Harbor Ledger", Family = "Harbor Press", Kind = OutletKind.Local, Country = "NO",
        Languages = { "nb", "en" }, Lean = OutletLean.LeanLeft,
        LeanProvenance = new RatingProvenance { RatedBy = "Press Lens", RatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), Scale = "1 to 5", Licence = "CC BY 4.0", Original = "2" },
        Reliability = OutletReliability.High, ReliabilityProvenance = new RatingProvenance { RatedBy = "Press Lens" },
    };

    private Task<UpsertOutletsResponse> Upsert(params Outlet[] outlets) =>
        _service.UpsertOutlets(new UpsertOutletsRequest { Outlets = { outlets }, Actor = "Ada", Reason = "because" }, Context);

    private async Task<string[]> Faults(params Outlet[] outlets)
    {
        var error = (await Assert.ThrowsAsync<ApiException>(() => Upsert(outlets))).Error;
        Assert.Equal((StatusCode.InvalidArgument, 0), (error.Code, _cluster.Catalogue.Count));
        return [.. error.Fields.Select(f => f.Path)];
    }

    private async Task<string> Fault(Action<Outlet> change)
    {
        var outlet = Harbor();
        change(outlet);
        return Assert.Single((await Assert.ThrowsAsync<ApiException>(() => Upsert(outlet))).Error.Fields).Rule;
    }

    [Fact]
    public async Task An_outlet_comes_back_as_it_went_by_any_of_its_hosts()
    {
        Assert.Equal(new UpsertOutletsResponse { Version = 1, Changed = 1 }, await Upsert(Harbor("harbor.example", "harbor.co.uk")));
        var expected = Harbor("harbor.example", "harbor.co.uk");
        expected.Version = 1;
        foreach (var domain in new[] { "harbor.example", "harbor.co.uk", "News.HARBOR.co.uk", "www.harbor.example." })
            Assert.Equal(expected, (await _service.GetOutlet(new GetOutletRequest { Domain = domain }, Context)).Outlet);
        Assert.Equal(new UpsertOutletsResponse { Version = 1, Changed = 0 }, await Upsert(Harbor("harbor.example", "harbor.co.uk")));
    }

    [Fact]
    public async Task An_outlet_that_nobody_knows_is_not_found()
    {
        var error = (await Assert.ThrowsAsync<ApiException>(() => _service.GetOutlet(new GetOutletRequest { Domain = "nobody.example" }, Context))).Error;
        Assert.Equal((StatusCode.NotFound, Reasons.OutletNotFound, "nobody.example"), (error.Code, error.Reason, error.Metadata["domain"]));
        error = (await Assert.ThrowsAsync<ApiException>(() => _service.ListOutletHistory(new ListOutletHistoryRequest { Domain = "nobody.example" }, Context))).Error;
        Assert.Equal(StatusCode.NotFound, error.Code);
        error = (await Assert.ThrowsAsync<ApiException>(() => _service.GetOutlet(new GetOutletRequest { Domain = "https://harbor.example" }, Context))).Error;
        Assert.Equal("domain", Assert.Single(error.Fields).Path);
    }

    [Fact]
    public async Task A_host_below_a_domain_is_refused_and_the_registrable_one_is_named()
    {
        Assert.Contains("\"harbor.co.uk\"", await Fault(o => o.Domains[0] = "news.harbor.co.uk"), StringComparison.Ordinal);
        Assert.Contains("\"harbor.example\"", await Fault(o => o.Domains[0] = "Harbor.example"), StringComparison.Ordinal);
        Assert.Contains("\"xn--bcher-kva.example\"", await Fault(o => o.Domains[0] = "b\u00fccher.example"), StringComparison.Ordinal);
        Assert.Contains("public suffix", await Fault(o => o.Domains[0] = "co.uk"), StringComparison.Ordinal);
        foreach (var wrong in new[] { "https://harbor.example", "harbor", "192.0.2.1", "harbor..example", "a b.example" })
            Assert.Contains("domain name", await Fault(o => o.Domains[0] = wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_domain_may_be_in_a_request_twice()
    {
        Assert.Equal(["outlets[1].domains[1]"], await Faults(Harbor("a.example", "b.example"), Harbor("c.example", "a.example")));
        Assert.Equal(["outlets[0].domains[1]"], await Faults(Harbor("a.example", "a.example")));
    }

    [Fact]
    public async Task Every_fault_of_every_outlet_is_told_at_once()
    {
        var wrong = new Outlet
        {
            Name = "a\0b", Family = new string('x', Limits.NameBytes + 1), Kind = (OutletKind)99, Country = "Norway", Languages = { "english" }, Lean = (OutletLean)99,
            LeanProvenance = new RatingProvenance { Scale = "\u202e", RatedAt = new Timestamp { Nanos = -1 } }, Reliability = (OutletReliability)99,
        };
        Assert.Equal(["outlets[0].country", "outlets[0].domains", "outlets[0].family", "outlets[0].kind", "outlets[0].languages[0]", "outlets[0].lean",
            "outlets[0].lean_provenance.rated_at", "outlets[0].lean_provenance.rated_by", "outlets[0].lean_provenance.scale", "outlets[0].name",
            "outlets[0].reliability", "outlets[0].reliability_provenance.rated_by", "outlets[1].domains"],
            (await Faults(wrong, new Outlet())).Order(StringComparer.Ordinal));
        Assert.Equal(["outlets"], await Faults());
        Assert.Equal(["outlets"], await Faults([.. Enumerable.Range(0, 1001).Select(n => Harbor($"h{n}.example"))]));
        Assert.Equal(["outlets[0].domains"], await Faults(Harbor([.. Enumerable.Range(0, 21).Select(n => $"h{n}.example")])));
        var error = (await Assert.ThrowsAsync<ApiException>(() => _service.UpsertOutlets(
            new UpsertOutletsRequest { Reason = new string('x', 1025), Actor = new string('x', 257) }, Context))).Error;
        Assert.Equal(["reason", "actor", "outlets"], error.Fields.Select(f => f.Path));
    }

    [Fact]
    public async Task A_rating_must_say_who_rated_and_no_rating_needs_nobody()
    {
        Assert.Contains("who rated", await Fault(o => o.LeanProvenance = null), StringComparison.Ordinal);
        Assert.Contains("who rated", await Fault(o => o.LeanProvenance.RatedBy = " "), StringComparison.Ordinal);
        Assert.Contains("no rating", await Fault(o => o.Lean = OutletLean.Unspecified), StringComparison.Ordinal);
        Assert.Contains("who rated", await Fault(o => o.ReliabilityProvenance = null), StringComparison.Ordinal);
        var unrated = Harbor();
        (unrated.Lean, unrated.LeanProvenance) = (OutletLean.Unspecified, null);
        await Upsert(unrated);
        Assert.Equal((Lean.Unrated, null), (_cluster.Catalogue["harbor.example"].Lean, _cluster.Catalogue["harbor.example"].LeanBy));
    }

    [Fact]
    public async Task A_domain_of_another_outlet_stops_the_whole_upsert_and_both_are_named()
    {
        await Upsert(Harbor("a.example", "b.example"));
        var error = (await Assert.ThrowsAsync<ApiException>(() => Upsert(Harbor("c.example"), Harbor("d.example", "b.example")))).Error;
        Assert.Equal((StatusCode.FailedPrecondition, Reasons.OutletDomainTaken), (error.Code, error.Reason));
        Assert.Equal(("b.example", "a.example"), (error.Metadata["domain"], error.Metadata["owner"]));
        Assert.Equal(1, _cluster.Catalogue.Count);
        Assert.Equal(2, (await Upsert(Harbor("a.example"), Harbor("d.example", "b.example"))).Changed);
    }

    [Fact]
    public async Task Outlets_are_listed_page_by_page_by_every_field_of_the_filter()
    {
        _cluster.Catalogue.With(
            new OutletRecord { Domains = ["c.example"], Name = "North Gazette", Country = "NO", Kind = Kind.National, Lean = Lean.Center },
            new OutletRecord { Domains = ["a.example"], Name = "Harbor Ledger", Family = "Harbor Press", Country = "NO", Kind = Kind.Local, Lean = Lean.Left },
            new OutletRecord { Domains = ["b.example", "harbor.example"], Name = "Echo", Lean = Lean.Unrated });

        async Task<string> List(OutletFilter filter)
        {
            var request = new ListOutletsRequest { Filter = filter, PageSize = 1 };
            var seen = new List<string>();
            do
            {
                var page = await _service.ListOutlets(request, Context);
                seen.AddRange(page.Outlets.Select(o => o.Domains[0][..1]));
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return string.Concat(seen);
        }

        Assert.Equal("abc", await List(new OutletFilter()));
        Assert.Equal("ab", await List(new OutletFilter { Text = "HARBOR" }));
        Assert.Equal("c", await List(new OutletFilter { Kind = OutletKind.National }));
        Assert.Equal("b", await List(new OutletFilter { Kind = OutletKind.Unspecified }));
        Assert.Equal("ac", await List(new OutletFilter { Country = "no" }));
        Assert.Equal("b", await List(new OutletFilter { Country = "unknown" }));
        Assert.Equal("a", await List(new OutletFilter { Lean = OutletLean.Left }));
        Assert.Equal("b", await List(new OutletFilter { Lean = OutletLean.Unspecified }));
        Assert.Equal("a", await List(new OutletFilter { Family = "Harbor Press" }));
        Assert.True((await _service.ListOutlets(new ListOutletsRequest(), Context)).Outlets.All(o => o.IsStarter));
        var error = (await Assert.ThrowsAsync<ApiException>(() => _service.ListOutlets(new ListOutletsRequest
        {
            PageSize = 1001, PageToken = "x",
            Filter = new OutletFilter { Text = "a\nb", Family = "\0", Kind = (OutletKind)77, Lean = (OutletLean)77, Country = "Norway" },
        }, Context))).Error;
        Assert.Equal(["filter.country", "filter.family", "filter.kind", "filter.lean", "filter.text", "page_size", "page_token"], error.Fields.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task History_tells_every_change_newest_first_page_by_page()
    {
        for (var n = 1; n <= 3; n++)
        {
            var outlet = Harbor();
            outlet.Name = $"Name {n}";
            await Upsert(outlet, Harbor("other.example"));
        }
        var request = new ListOutletHistoryRequest { Domain = "www.harbor.example", PageSize = 2 };
        var first = await _service.ListOutletHistory(request, Context);
        Assert.Equal(["Name 2>Name 3", "Name 1>Name 2"], first.Changes.Select(c => $"{c.Before?.Name}>{c.After.Name}"));
        Assert.Equal((3L, "Ada", "because"), (first.Changes[0].Version, first.Changes[0].Actor, first.Changes[0].Reason));
        request.PageToken = first.NextPageToken;
        var second = await _service.ListOutletHistory(request, Context);
        Assert.Equal((null, "Name 1", ""), (second.Changes.Single().Before, second.Changes[0].After.Name, second.NextPageToken));
        var other = new ListOutletHistoryRequest { Domain = "other.example", PageToken = request.PageToken };
        Assert.Equal("page_token", Assert.Single((await Assert.ThrowsAsync<ApiException>(() => _service.ListOutletHistory(other, Context))).Error.Fields).Path);
    }

    [Fact]
    public async Task Status_tells_how_far_the_stories_are_counted()
    {
        await Upsert(Harbor());
        Assert.Equal(new GetOutletsStatusResponse { Version = 1, RecountedVersion = 0, Outlets = 1 }, await _service.GetOutletsStatus(new GetOutletsStatusRequest(), Context));
        _cluster.Stories[Ids.Story(1)] = Cards.New(1);
        Assert.True(await _cluster.Story(Ids.Story(1)).Recount(1));
        Assert.False(await _cluster.Story(Ids.Story(1)).Recount(1));
        Assert.Equal((2L, 1L), (_cluster.Stories[Ids.Story(1)].Version, _cluster.Stories[Ids.Story(1)].OutletsVersion));
    }
}
