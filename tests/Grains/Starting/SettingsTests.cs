using Microsoft.Extensions.Configuration;
using StoryClustering.Gateway.Api;
using StoryClustering.Gateway.Host;
using StoryClustering.Grains;
using StoryClustering.Silo;
using StoryClustering.Silo.Starting;

namespace StoryClustering.Tests.Grains.Starting;

/// <summary>Every setting of the silo and the gateway, found by reflection: one that is added without a rule fails here.</summary>
public sealed class SettingsTests
{
    private static readonly KnownSettings All = new([("", typeof(GatewayHostOptions)), ("Gateway", typeof(GatewayOptions)), ("Health", typeof(HealthOptions)), .. SiloSettings.Classes]);

    private static readonly Dictionary<string, string?> Sound = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Storage:Provider"] = "Postgres",
        ["Storage:ConnectionString"] = "Host=127.0.0.1;Database=stories;Username=stories;Password=geheim",
    };

    public static TheoryData<string, string> Extremes
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var setting in All.All)
            {
                var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
                string[] values = type == typeof(TimeSpan) ? ["-00:00:01", "10000000.00:00:00"]
                    : type == typeof(int) ? ["-1", "2147483647"]
                    : type == typeof(long) ? ["-1", "9223372036854775807"]
                    : type == typeof(float) || type == typeof(double) ? ["-0.5", "1E+30", "NaN", "Infinity"] : [];
                foreach (var value in values) rows.Add(setting.IsList ? $"{setting.Key}:0" : setting.Key, value);
            }
            return rows;
        }
    }

    [Fact]
    public void The_defaults_can_be_used_and_there_are_many_settings()
    {
        Assert.Empty(Errors([]));
        Assert.True(All.All.Count > 120, $"{All.All.Count} settings were found.");
    }

    [Theory]
    [MemberData(nameof(Extremes))]
    public void A_number_or_time_far_out_is_refused_by_key_value_and_rule(string key, string value)
    {
        var told = Errors(new() { [key] = value }).Where(e => e.StartsWith($"{key} is ", StringComparison.Ordinal)).ToList();
        var line = Assert.Single(told);
        Assert.Matches(@"^[A-Za-z0-9:]+ is [^;]+; it must be .+\.$", line);
    }

    [Theory]
    [InlineData("Storage:MaxPoolSize=0", "Storage:MaxPoolSize is 0; it must be 1 to 1000.")]
    [InlineData("Storage:CommandTimeout=00:00:00.5", "Storage:CommandTimeout is 00:00:00.5000000; it must be 00:00:01 to 00:10:00.")]
    [InlineData("Storage:Provider=9", "Storage:Provider is 9; it must be sqlite or postgres.")]
    [InlineData("Storage:MaxPoolSize=many", "Storage:MaxPoolSize is many; it must be a whole number.")]
    [InlineData("Storage:MaxPoolSize=99999999999", "Storage:MaxPoolSize is 99999999999; it must be a whole number.")]
    [InlineData("Clustering:Engine:JoinThreshold=high", "Clustering:Engine:JoinThreshold is high; it must be a number.")]
    [InlineData("Clustering:Engine:Weights:Words=-1", "Clustering:Engine:Weights:Words is -1; it must be 0 to 1000.")]
    [InlineData("Clustering:Engine:Caps:Words=1000", "Clustering:Engine:Caps:Words and all others are 1174 together; they must be at most 1024.")]
    [InlineData("Clustering:Engine:EmbeddingFloor=0.96", "Clustering:Engine:EmbeddingFloor is 0.96; it must be 0 to 0.95.")]
    [InlineData("Clustering:Engine:TopMembersOfSample=8", "Clustering:Engine:TopMembersOfSample is 8; it must be 1 to TopMembers, 7.")]
    [InlineData("Clustering:Frames:Engine:Support=2", "Clustering:Frames:Engine:Support is 2; it must be 0 to 1.")]
    [InlineData("Clustering:Frames:MaxDelay=00:00:01", "Clustering:Frames:MaxDelay is 00:00:01; it must be 00:00:03 to 01:00:00.")]
    [InlineData("Clustering:Frames:Enabled=maybe", "Clustering:Frames:Enabled is maybe; it must be true or false.")]
    [InlineData("Clustering:Frames:Model:Provider=oracle", "Clustering:Frames:Model:Provider is oracle; it must be openai or ollama.")]
    [InlineData("Clustering:Embedding:Endpoint=ftp://models.example;Clustering:Embedding:Model=m",
        "Clustering:Embedding:Endpoint is ftp://models.example; it must be an absolute http or https URL.")]
    [InlineData("Clustering:SweepMargin=00:00:05", "Clustering:SweepMargin is 00:00:05; it must be above Storage:CommandTimeout, 00:00:05, or stories that are being stored are overlooked.")]
    [InlineData("Gateway:ResubscribeInterval=00:00:30", "Gateway:ResubscribeInterval is 00:00:30; it must be 00:00:00.0100000 to 00:00:15.")]
    [InlineData("Gateway:Fetch:Ports:1=70000;Gateway:Fetch:Ports:0=80", "Gateway:Fetch:Ports:1 is 70000; it must be 1 to 65535.")]
    [InlineData("Cluster:GatewayPort=11111", "Cluster:GatewayPort is 11111; it must not be the port of Cluster:SiloPort, too.")]
    [InlineData("Cluster:ClusterId= ", "Cluster:ClusterId is empty; it must be the name that all processes of the cluster share.")]
    [InlineData("Cluster:AdvertisedAddress=10.1.2.3;Cluster:Insecure=true;Health:Url=http://0.0.0.0:8090", null)]
    [InlineData("mode=cluster;http=0;grpc=0", null)]
    [InlineData("mode=none", "mode is none; it must be embedded or cluster.")]
    [InlineData("Clustering:Embedding:Dimensions=", null)]
    public void What_is_wrong_is_one_line(string settings, string? line)
    {
        var values = settings.Split(';').Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1]);
        Assert.Equal(line is null ? [] : [line], Errors(values));
    }

    [Theory]
    [InlineData("")]
    [InlineData("geheim")]
    [InlineData("Host=a;Database=b;geheim")]
    [InlineData("Host=a;Database=b;Password=x;geheim=1")]
    [InlineData("Host=a;Database=b;Port=geheim")]
    [InlineData("Database=b;Password=geheim")]
    [InlineData("Host=a;Password=geheim")]
    [InlineData("Data Source=data/clustering.db")]
    public void A_connection_string_that_cannot_be_used_is_named_and_never_shown(string connectionString)
    {
        var line = Assert.Single(Errors(new() { ["Storage:ConnectionString"] = connectionString }));
        Assert.StartsWith("Storage:ConnectionString ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Theory]
    [InlineData("htp", "http")]
    [InlineData("Storage:MaxPoolsize2", "Storage:MaxPoolSize")]
    [InlineData("Storage:PoolSizeMax", null)]
    [InlineData("CommandTimeout", "Storage:CommandTimeout")]
    [InlineData("Storage:ConectionString", "Storage:ConnectionString")]
    [InlineData("Clustring:Partitions", "Clustering:Partitions")]
    [InlineData("Clustering:Frames:Enabeld", "Clustering:Frames:Enabled")]
    [InlineData("Gateway:Fetch:Ports", "Gateway:Fetch:Ports:0")]
    [InlineData("Storage:OrleansInvariant", null)]
    [InlineData("xyz", null)]
    public void An_unknown_key_is_answered_with_the_nearest_known_one(string key, string? nearest)
    {
        Assert.Null(All.Find(key));
        Assert.Equal(nearest, All.Nearest(key));
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections")]
    [InlineData("Orleans:ClusterId")]
    [InlineData("urls")]
    [InlineData("environment")]
    [InlineData("contentRoot")]
    [InlineData("AllowedHosts")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("DOTNET_gcServer")]
    [InlineData("ASPNETCORE_URLS")]
    public void Settings_of_the_framework_are_not_ours_to_judge(string key)
    {
        Assert.True(KnownSettings.IsFramework(key));
        var check = new SettingsCheck(All);
        Assert.Equal([$"--{key}=1"], check.Arguments([$"--{key}", "1"]));
        Assert.Empty(check.Errors);
    }

    [Fact]
    public void Of_the_environment_only_what_begins_like_ours_is_judged()
    {
        var variables = new Dictionary<string, string> { ["Storage__Max"] = "1", ["OTHER__Max"] = "1", ["STORAGE"] = "disk", ["HTP"] = "1", ["clustering__partitions"] = "8" };
        foreach (var (name, value) in variables) Environment.SetEnvironmentVariable($"SETTINGSTEST_{name}", value);
        var check = new SettingsCheck(All);
        check.Configuration(new ConfigurationBuilder().AddEnvironmentVariables("SETTINGSTEST_").Build());
        Assert.StartsWith("Storage:Max is not a setting", Assert.Single(check.Errors), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_host_that_adds_a_silo_is_told_all_at_once()
    {
        var options = new ClusteringOptions { Partitions = 0 };
        options.Frames.Workers = 0;
        Assert.Equal(["Clustering:Partitions is 0; it must be 1 to 1024.", "Clustering:Frames:Workers is 0; it must be 1 to 32."],
            new ClusteringOptionsValidator().Validate(null, options).Failures);
    }

    private static List<string> Errors(Dictionary<string, string?> change)
    {
        var values = new Dictionary<string, string?>(Sound, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in change) values[key] = value;
        var check = new SettingsCheck(All);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        check.Configuration(configuration);
        var readable = check.Readable(configuration);
        check.Add((readable.Get<GatewayHostOptions>() ?? new()).Errors());
        check.Add((readable.GetSection("Gateway").Get<GatewayOptions>() ?? new()).Errors());
        check.Add((readable.GetSection("Health").Get<HealthOptions>() ?? new()).Errors(readable.GetSection("Cluster").Get<SiloHostOptions>()?.Insecure == true));
        check.Add(SiloSettings.Errors(readable));
        return [.. check.Errors];
    }
}
