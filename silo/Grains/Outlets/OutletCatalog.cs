using System.Buffers.Binary;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryClustering.Contracts.Outlets;
using StoryClustering.Engine.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Outlets;

/// <summary>
/// This silo's copy of the catalogue of outlets: the starter catalogue, and over it what operators have changed. Read again every second by
/// <see cref="OutletWatch"/>, and at once by whoever needs a later version.
/// <para>A version that somebody names is in the database, because it was written there before anybody heard of it: reading again finds it. Unless the
/// database was put back to an earlier state. Then the version is given up after about two seconds, stories are counted by what the catalogue is
/// now, and the number is noted as lost, so that no later change gets it.</para>
/// </summary>
public sealed partial class OutletCatalog
{
    /// <summary>Setting that holds the highest version that was lost: later changes get higher ones.</summary>
    private const string LostSetting = "outlets-lost";

    /// <summary>Pauses between looks for a version that is not there, together the longest wait for it.</summary>
    internal static readonly TimeSpan[] Pauses = [.. new[] { 100, 300, 600, 1000 }.Select(static ms => TimeSpan.FromMilliseconds(ms))];

    private readonly ICatalogStore _store;
    private readonly OutletOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<OutletCatalog> _log;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OutletRecord> _records = new(StringComparer.Ordinal); // touched by the one read that is under way
    private OutletSnapshot? _current;
    private Task<OutletSnapshot>? _reading;
    private long _lost;

    public OutletCatalog(ICatalogStore store, IOptions<ClusteringOptions> options, TimeProvider time, ILogger<OutletCatalog> log)
    {
        (_store, _options, _time, _log) = (store, options.Value.Outlets, time, log);
        StartOver();
    }

    /// <summary>The catalogue as read last, at <paramref name="version"/> or later; reads it if need be. An earlier one only if that version is
    /// lost: it is in the database no more.</summary>
    public ValueTask<OutletSnapshot> AtLeast(long version, CancellationToken cancellation = default)
    {
        var current = Volatile.Read(ref _current);
        return current is not null && current.Version >= version ? new(current) : new(ReadUntil(version, cancellation));
    }

    /// <summary>Reads what has changed.</summary>
    public Task<OutletSnapshot> Refresh(CancellationToken cancellation = default)
    {
        Task<OutletSnapshot> refreshed;
        lock (_lock)
        {
            // One that is under way may have read before the change that the caller knows of: see ReadUntil.
            refreshed = _reading is { IsCompleted: false } reading ? reading : _reading = Read();
        }
        return refreshed.WaitAsync(cancellation); // others may wait for it, too
    }

    /// <summary>The highest version that was ever lost, or 0.</summary>
    public async Task<long> Lost(CancellationToken cancellation)
    {
        var stored = BinaryPrimitives.ReadInt64LittleEndian(await _store.GetOrAddSetting(LostSetting, new byte[sizeof(long)], cancellation));
        return Math.Max(stored, Interlocked.Read(ref _lost));
    }

    /// <summary>Notes that a version, and those below it that are not in the database, are lost.</summary>
    public async Task Lose(long version, CancellationToken cancellation)
    {
        if (version <= Interlocked.Read(ref _lost)) return;
        if (await Lost(cancellation) < version)
        {
            var bytes = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, version);
            await _store.PutSetting(LostSetting, bytes, cancellation);
        }
        lock (_lock)
        {
            if (version <= _lost) return;
            _lost = version;
        }
        LogLost(version, Volatile.Read(ref _current)?.Version ?? 0);
    }

    private async Task<OutletSnapshot> ReadUntil(long version, CancellationToken cancellation)
    {
        var read = await Refresh(cancellation);
        if (read.Version >= version) return read;
        for (var pauses = 0; ; pauses++)
        {
            // The one before may have been under way already; this one began after the caller knew of the version.
            read = await Refresh(cancellation);
            if (read.Version >= version || version <= Interlocked.Read(ref _lost)) return read;
            if (pauses == Pauses.Length)
            {
                await Lose(version, cancellation);
                return read;
            }
            await Task.Delay(Pauses[pauses], _time, cancellation);
        }
    }

    private async Task<OutletSnapshot> Read()
    {
        var known = Volatile.Read(ref _current);
        var table = await _store.LoadOutlets(known?.Version ?? 0, CancellationToken.None);
        if (known is not null && table.Version < known.Version)
        {
            LogPutBack(known.Version, table.Version);
            table = await _store.LoadOutlets(0, CancellationToken.None);
            StartOver();
        }
        else if (known is not null && table.Outlets.Count == 0) return known;
        foreach (var outlet in table.Outlets) _records[outlet.Domain] = outlet;
        var next = new OutletSnapshot(table.Version, _records.Values);
        Volatile.Write(ref _current, next);
        return next;
    }

    private void StartOver()
    {
        _records.Clear();
        if (!_options.Starter) return;
        foreach (var outlet in StarterOutlets.All)
        {
            var record = Starter(outlet, _options.StarterLeans);
            _records[record.Domain] = record;
        }
    }

    private static OutletRecord Starter(CatalogOutlet outlet, bool withLean) => new()
    {
        Domains = [.. outlet.Domains],
        Name = outlet.Name,
        Family = outlet.Family,
        Kind = (Contracts.Outlets.OutletKind)outlet.Kind,
        Country = outlet.Country,
        Languages = [.. outlet.Languages],
        Lean = withLean ? (OutletLean)outlet.Lean : OutletLean.Unrated,
        LeanBy = withLean && outlet.Lean != Lean.Unrated ? new RatingProvenance("this project", null, "five steps; the project's own editorial starting point", "", "") : null,
        IsStarter = true,
    };

    [LoggerMessage(6004, LogLevel.Warning, "Version {Lost} of the catalogue of outlets, which stories name, is not in the database: it was put back to an earlier state. "
        + "They are counted by version {Version}.")]
    private partial void LogLost(long lost, long version);

    [LoggerMessage(6005, LogLevel.Warning, "The catalogue of outlets was at version {Before} and is at {Version}: the database was put back to an earlier state.")]
    private partial void LogPutBack(long before, long version);
}

/// <summary>The catalogue at one version. Immutable.</summary>
public sealed class OutletSnapshot
{
    private readonly FrozenDictionary<string, OutletRecord> _byDomain;

    internal OutletSnapshot(long version, IReadOnlyCollection<OutletRecord> records)
    {
        Version = version;
        Records = [.. records.OrderBy(static r => r.Domain, StringComparer.Ordinal)];
        var byDomain = new Dictionary<string, OutletRecord>(StringComparer.Ordinal);
        foreach (var record in Records)
            foreach (var domain in record.Domains) byDomain.TryAdd(domain, record);
        _byDomain = byDomain.ToFrozenDictionary(StringComparer.Ordinal);
        Directory = new OutletDirectory(version, Records.Select(ToEngine));
    }

    /// <summary>An outlet as the engine knows it.</summary>
    internal static CatalogOutlet ToEngine(OutletRecord r) =>
        new(r.Domains, r.Name, r.Family, (Engine.Outlets.OutletKind)r.Kind, r.Country, r.Languages, (Lean)r.Lean);

    /// <summary>Version; 0 if nobody has changed anything.</summary>
    public long Version { get; }
    /// <summary>All outlets by main domain.</summary>
    public OutletRecord[] Records { get; }
    /// <summary>For counting.</summary>
    public OutletDirectory Directory { get; }

    /// <summary>The outlet that has exactly this domain, or null.</summary>
    public OutletRecord? Owner(string domain) => _byDomain.GetValueOrDefault(domain);

    /// <summary>The outlet of a domain or of a host below one, or null.</summary>
    public OutletRecord? Find(string host)
    {
        for (var at = 0; at >= 0; at = host.IndexOf('.', at) is var dot and >= 0 ? dot + 1 : -1)
            if (_byDomain.TryGetValue(host[at..], out var record)) return record;
        return null;
    }
}
