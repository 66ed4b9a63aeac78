using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StoryClustering.Tests.Unit.House;

/// <summary>The walls of the house (ARCHITECTURE.md) and the truth of its papers.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = FindRoot();

    /// <summary>Project, and the projects that it may refer to.</summary>
    private static readonly Dictionary<string, string[]> Walls = new()
    {
        ["contracts/Api"] = [],
        ["contracts/Grains"] = [],
        ["silo/Engine"] = [],
        ["silo/Storage"] = ["contracts/Grains"],
        ["silo/Grains"] = ["contracts/Grains", "silo/Engine", "silo/Storage"],
        ["silo/Host"] = ["silo/Grains", "silo/Storage"],
        ["gateway"] = ["contracts/Api", "contracts/Grains"],
        ["gateway/Host"] = ["gateway", "silo/Host"],
        ["gateway/Cli"] = ["contracts/Api"],
    };

    [Fact]
    public void Projects_refer_only_to_those_below_them()
    {
        var wrong = new List<string>();
        foreach (var (folder, allowed) in Walls)
        {
            var project = Assert.Single(Directory.GetFiles(Path.Combine(Root, folder), "*.csproj"));
            foreach (var reference in XDocument.Load(project).Descendants("ProjectReference"))
            {
                var target = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Root, folder, reference.Attribute("Include")!.Value.Replace('\\', '/'))))!;
                var name = Path.GetRelativePath(Root, target).Replace('\\', '/');
                if (!allowed.Contains(name)) wrong.Add($"{folder} -> {name}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_engine_knows_neither_the_cluster_nor_the_network_nor_the_clock()
    {
        var wrong = from file in Sources("silo/Engine")
                    from line in File.ReadLines(file)
                    where ForbiddenInEngine().IsMatch(line)
                    select $"{Path.GetRelativePath(Root, file)}: {line.Trim()}";
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public void Nobody_asks_the_wall_clock_for_himself(string floor)
    {
        var wrong = from file in Sources(floor)
                    from line in File.ReadLines(file)
                    where WallClock().IsMatch(line)
                    select $"{Path.GetRelativePath(Root, file)}: {line.Trim()}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_time_of_day_is_read_in_three_places_and_no_other_ban_is_lifted()
    {
        string[] floors = ["contracts", "silo", "gateway"];
        var lifted = floors.SelectMany(Sources).Where(f => File.ReadAllText(f).Contains("RS0030", StringComparison.Ordinal)).Select(f => Path.GetRelativePath(Root, f));
        Assert.Equal(["gateway/Api/Clocks.cs", "gateway/Cli/Terminal/WallClock.cs", "silo/Grains/Microseconds.cs"], lifted.Order(StringComparer.Ordinal));
        var settings = Directory.EnumerateFiles(Root, ".editorconfig").Concat(Directory.EnumerateFiles(Root, "*.props"))
            .Concat(floors.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.csproj", SearchOption.AllDirectories)));
        Assert.All(settings, f => Assert.DoesNotContain("RS0030", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("BannedSymbols.txt")]
    [InlineData("silo/Engine/BannedSymbols.txt")]
    public void Whoever_meets_a_ban_is_told_why(string list)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, list));
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^[MPTN]:[\w.`#(),]+;[A-Z].{15,}\.$", line));
    }

    [Fact]
    public void Names_say_something()
    {
        var wrong = Sources(".").Select(f => Path.GetRelativePath(Root, f)).Where(f => EmptyName().IsMatch(f));
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Links_of_the_papers_lead_somewhere(string paper)
    {
        var text = File.ReadAllText(Path.Combine(Root, paper));
        var links = Link().Matches(text).Select(m => m.Groups[1].Value).Where(l => !l.Contains("://", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Root, link.Split('#')[0])), $"{paper} links to {link}, which is not there."));
    }

    [Fact]
    public void Grain_state_names_are_unique_because_rows_are_keyed_by_them()
    {
        var names = Sources("silo/Grains").SelectMany(f => StateName().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();
        Assert.Equal(["article", "partition"], names.Order());
        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    [Fact]
    public void Log_event_ids_are_unique()
    {
        var ids = Sources("silo").Concat(Sources("gateway")).SelectMany(f => EventId().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();
        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("node_modules", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Clustering.sln"))) return folder.FullName;
        throw new InvalidOperationException("Clustering.sln is not above the tests.");
    }

    [GeneratedRegex(@"using (Orleans|Microsoft\.AspNetCore|Npgsql|Microsoft\.Data|System\.Net)|DateTime(Offset)?\.(UtcNow|Now)|TimeProvider\.System|\bFile\.|Environment\.TickCount|Random\.Shared|new Random\(\)")]
    private static partial Regex ForbiddenInEngine();

    [GeneratedRegex(@"DateTime(Offset)?\.(UtcNow|Now)\b|Thread\.Sleep")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"(^|/)(Utils?|Helpers?|Common|Misc|Managers?)(/|\.cs$)")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\]\(([^)#][^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:\[PersistentState\(|StateName = )""([a-z-]+)""")]
    private static partial Regex StateName();

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId = )?(\d+),")]
    private static partial Regex EventId();
}
