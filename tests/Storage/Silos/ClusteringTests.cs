using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;
using Orleans.Runtime;
using StoryClustering.Tests.Storage.Databases;
using Xunit;

namespace StoryClustering.Tests.Storage.Silos;

/// <summary>Membership through Orleans' own table and this project's schema and queries. PostgreSQL only: with SQLite there is
/// one process.</summary>
public sealed class ClusteringTests(PostgresDatabase database) : DatabaseTests(database), IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Two_silos_find_each_other_and_one_that_leaves_is_seen_to()
    {
        await using var first = await SiloHost.Start(Database, "pair", clustered: true);
        var management = first.Grains.GetGrain<IManagementGrain>(0);
        await using (await SiloHost.Start(Database, "pair", clustered: true))
        {
            Assert.Equal(2, (await management.GetHosts(onlyActive: true)).Count);
            var gateways = await Database.Scalar<long>("SELECT count(*) FROM OrleansMembershipTable WHERE DeploymentId = 'pair' AND Status = 3 AND ProxyPort > 0");
            Assert.Equal(2, gateways);
        }
        Assert.Single(await management.GetHosts(onlyActive: true));
        Assert.Equal(2, await Database.Scalar<long>("SELECT count(*) FROM OrleansMembershipTable WHERE DeploymentId = 'pair'"));
    }

    [Fact]
    public async Task Membership_changes_only_from_the_version_that_was_read()
    {
        await using var silo = await SiloHost.Start(Database, "alone", clustered: true);
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        var before = await table.ReadAllAsync();
        var next = before.Version.Next();
        var entry = Entry(40_001);
        Assert.True(await table.InsertRowAsync(entry, next));
        Assert.False(await table.InsertRowAsync(Entry(40_002), next)); // the version has moved on
        Assert.False(await table.InsertRowAsync(entry, next.Next())); // the silo is there already

        var row = await table.ReadRowAsync(entry.SiloAddress);
        var (read, etag) = Assert.Single(row.Members);
        Assert.Equal((entry.SiloName, entry.HostName, entry.Status, entry.ProxyPort, entry.StartTime, entry.IAmAliveTime),
            (read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(before.Version.Version + 1, row.Version.Version);

        read.Status = SiloStatus.Dead;
        read.AddSuspector(entry.SiloAddress, entry.StartTime);
        Assert.False(await table.UpdateRowAsync(read, etag, before.Version.Next()));
        Assert.True(await table.UpdateRowAsync(read, etag, row.Version.Next()));
        Assert.False(await table.UpdateRowAsync(Entry(40_003), etag, row.Version.Next().Next())); // no such silo
        row = await table.ReadRowAsync(entry.SiloAddress);
        Assert.Equal(SiloStatus.Dead, row.Members[0].Item1.Status);
        Assert.Equal(entry.SiloAddress, Assert.Single(row.Members[0].Item1.SuspectTimes!).Item1);
        Assert.Equal(before.Version.Version + 2, row.Version.Version);

        read.IAmAliveTime = entry.IAmAliveTime.AddMinutes(1);
        await table.UpdateIAmAliveAsync(read);
        Assert.Equal(read.IAmAliveTime, (await table.ReadRowAsync(entry.SiloAddress)).Members[0].Item1.IAmAliveTime);
        Assert.Empty((await table.ReadRowAsync(Entry(40_004).SiloAddress)).Members);

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(entry.StartTime.AddMinutes(-1)));
        Assert.Single((await table.ReadRowAsync(entry.SiloAddress)).Members);
        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(entry.StartTime.AddDays(1)));
        Assert.Empty((await table.ReadRowAsync(entry.SiloAddress)).Members);
        Assert.Single((await table.ReadAllAsync()).Members);
    }

    [Fact]
    public async Task Of_silos_that_join_at_once_each_gets_its_version()
    {
        await using var silo = await SiloHost.Start(Database, "crowd", clustered: true);
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        var before = (await table.ReadAllAsync()).Version.Version;
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(41_000, 12).Select(port => Task.Run(async () =>
        {
            while (!await table.InsertRowAsync(Entry(port), (await table.ReadAllAsync()).Version.Next())) Interlocked.Increment(ref refused);
        })));
        var after = await table.ReadAllAsync();
        Assert.Equal(13, after.Members.Count);
        Assert.Equal(before + 12, after.Version.Version);
    }

    [Fact]
    public async Task A_deleted_cluster_is_gone()
    {
        await using var silo = await SiloHost.Start(Database, "doomed", clustered: true);
        var table = silo.Services.GetRequiredService<IMembershipTable>();
        await table.DeleteMembershipTableEntriesAsync("doomed");
        Assert.Equal(0, await Database.Scalar<long>("SELECT count(*) FROM OrleansMembershipTable WHERE DeploymentId = 'doomed'"));
        Assert.Equal(0, await Database.Scalar<long>("SELECT count(*) FROM OrleansMembershipVersionTable WHERE DeploymentId = 'doomed'"));
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        Assert.Empty((await table.ReadAllAsync()).Members);
    }

    private static MembershipEntry Entry(int port) => new()
    {
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 7),
        SiloName = "silo-" + port,
        HostName = "host.example",
        Status = SiloStatus.Active,
        ProxyPort = port + 1,
        StartTime = new DateTime(2025, 3, 4, 5, 6, 7, 891, DateTimeKind.Utc),
        IAmAliveTime = new DateTime(2025, 3, 4, 5, 7, 7, 123, DateTimeKind.Utc),
    };
}
