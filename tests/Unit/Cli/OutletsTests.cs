using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryClustering.Cli;
using StoryClustering.Cli.Terminal;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Gateway.Api;
using StoryClustering.Tests.Unit.Cli.Fakes;
using StoryClustering.Tests.Unit.Gateway;
using Xunit;

namespace StoryClustering.Tests.Unit.Cli;

/// <summary>storyctl outlets, against the gateway with a catalogue in memory.</summary>
public sealed class OutletsTests : IAsyncLifetime
{
    private readonly FakeCluster _cluster = new();
    private readonly ImportDirectory _directory = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private WebApplication _app = null!;
    private string _address = "";

    private FakeOutlets Catalogue => _cluster.Catalogue;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.ConfigureStoryKestrel(IPAddress.Loopback, 0, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IStoryCluster>(_cluster);
        builder.Services.AddStoryGateway();
        builder.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapStoryGateway();
        await _app.StartAsync();
        _address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Last();
        Catalogue.With(
            new OutletRecord { Domains = ["harbor.example"], Name = "Harbor Ledger", Family = "Harbor Press", Kind = OutletKind.Local, Country = "NO", Languages = ["nb"] },
            new OutletRecord { Domains = ["gazette.example", "gazette.co.uk"], Name = "The Gazette", Kind = OutletKind.StateMedia, Lean = OutletLean.LeanRight, LeanBy = new RatingProvenance("Starter", null, "", "", "") });
    }

    public async ValueTask DisposeAsync()
    {
        _directory.Dispose();
        _out.Dispose();
        _error.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<(int Code, string Text)> Run(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        var code = await StoryctlCommand.RunAsync(["outlets", .. args, "--address", _address], Consoles.Over(_out, _error, outIsTerminal: false, errorIsTerminal: false), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return (code, _out.ToString());
    }

    [Fact]
    public async Task Outlets_are_listed_by_what_they_are()
    {
        var (code, text) = await Run("list");
        Assert.Equal((0, true, true), (code, text.Contains("Harbor Ledger", StringComparison.Ordinal), text.Contains("state-media", StringComparison.Ordinal)));
        foreach (var filter in new string[][] { ["--kind", "state-media"], ["--lean", "lean-right"], ["--text", "gaz"], ["--country", "unknown"] })
        {
            (code, text) = await Run(["list", "--json", .. filter]);
            Assert.Equal(0, code);
            Assert.Contains("gazette.co.uk", Assert.Single(text.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
        Assert.Contains("harbor.example", (await Run("list", "--lean", "unrated", "--family", "Harbor Press")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lean_is_set_with_who_rated_it_shown_and_kept_in_the_history()
    {
        var (code, text) = await Run("set-lean", "www.harbor.example", "lean-left", "--rated-by", "Press Lens", "--rated-at", "2031-03-04", "--licence", "CC BY 4.0", "--original", "2 of 5",
            "--actor", "Ada", "--reason", "asked for");
        Assert.Equal(0, code);
        Assert.Contains("lean-left, by Press Lens; 2031-03-04 00:00; licence CC BY 4.0", text, StringComparison.Ordinal);
        Assert.Equal((OutletLean.LeanLeft, "2 of 5", "Harbor Press"), (Catalogue["harbor.example"].Lean, Catalogue["harbor.example"].LeanBy!.Original, Catalogue["harbor.example"].Family));
        Assert.Contains("lean        lean-left, by Press Lens", (await Run("get", "harbor.example")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("set-lean", "harbor.example", "unrated")).Code);
        Assert.Null(Catalogue["harbor.example"].LeanBy);
        (code, text) = await Run("history", "harbor.example");
        Assert.Equal(0, code);
        Assert.Contains("lean unrated -> lean-left, lean rated by none -> Press Lens", text, StringComparison.Ordinal);
        Assert.Contains("asked for", text, StringComparison.Ordinal);
        Assert.Contains("Never changed.", (await Run("history", "gazette.example")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_are_previewed_and_imported()
    {
        var file = _directory.Write("labels.csv", ["name,rating", "Gazette,left-center", "Harbor Ledger (News),mixed", "Nobody,right", "Gazette - Opinion,purple"]);
        string[] args = ["import", file, "--name", "name", "--lean", "rating", "--labels", "left-center=lean-left, mixed=,right=right", "--rated-by", "Press Lens", "--scale", "rater labels"];
        var (code, text) = await Run([.. args, "--preview"]);
        Assert.Equal(ExitCodes.Failed, code); // a row was refused
        Assert.Contains("Preview: nothing was changed.", text, StringComparison.Ordinal);
        Assert.Matches(@"matched by name +2\b", text);
        Assert.Matches(@"gazette\.example +The Gazette +lean-right +lean-left", text);
        Assert.Contains("purple", text, StringComparison.Ordinal);
        Assert.Empty(Catalogue.Batches);
        (code, text) = await Run(args);
        Assert.Equal((ExitCodes.Failed, OutletLean.LeanLeft), (code, Catalogue["gazette.example"].Lean));
        Assert.Contains("Version 1 of the catalogue.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "--step", "2", "center 5, steps at 2, 4, 6, 8")]
    [InlineData("median", "--step", "1", "center 1 = median of 3 rows, steps at -0.5, 0.5, 1.5, 2.5")]
    [InlineData("mean", "--step-deviations", "1", "center 2 = mean of 3 rows")]
    [InlineData("-1", "--cuts", "-3,-1,1,3", "center -1, steps at -4, -2, 0, 2")]
    public async Task Numbers_are_imported_around_a_center(string center, string width, string value, string scale)
    {
        var file = _directory.Write("scores.csv", ["domain,score", "harbor.example,0", "gazette.example,1", "new.example,5"]);
        var (code, text) = await Run("import", file, "--domain", "domain", "--lean", "score", "--center", center, width, value, "--rated-by", "Press Lens", "--create-unknown");
        Assert.Equal((0, 3), (code, Catalogue.Count));
        Assert.Contains(scale, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--labels: ", "--labels", "left")]
    [InlineData("--labels: ", "--labels", "left=purple")]
    [InlineData("--center: ", "--center", "middle")]
    [InlineData("--center: ", "--center", "median")]
    [InlineData("--center: ", "--center", "0", "--step", "1", "--cuts", "-2,-1,1,2")]
    [InlineData("--cuts: ", "--center", "0", "--cuts", "1,2,3")]
    [InlineData("--step", "--step", "1")]
    [InlineData("--labels: ", "--labels", "a=left", "--center", "0", "--step", "1")]
    [InlineData("--rated-at: ", "--rated-at", "yesterday")]
    public async Task A_wrong_scale_is_wrong_usage(string option, params string[] args)
    {
        var file = _directory.Write("scores.csv", ["domain,score"]);
        var (code, text) = await Run(["import", file, "--domain", "domain", "--lean", "score", .. args]);
        Assert.Equal((ExitCodes.Usage, ""), (code, text));
        Assert.StartsWith(option, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_words_are_wrong_usage_and_refusals_are_one_line()
    {
        Assert.Equal(ExitCodes.Usage, (await Run("set-lean", "harbor.example", "purple", "--rated-by", "x")).Code);
        Assert.Equal(ExitCodes.Usage, (await Run("set-lean", "harbor.example", "left")).Code);
        Assert.Contains("who rated", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await Run("import", "/no/such/file.csv", "--domain", "d")).Code);
        Assert.Equal(ExitCodes.Failed, (await Run("get", "nobody.example")).Code);
        Assert.Contains("OUTLET_NOT_FOUND", Assert.Single(_error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
        var file = _directory.Write("bad.csv", ["domain,score", "\"open,1"]);
        Assert.Equal(ExitCodes.Failed, (await Run("import", file, "--domain", "domain")).Code);
        Assert.Contains("Line 2: a quote is opened and never closed.", _error.ToString(), StringComparison.Ordinal);
    }
}
