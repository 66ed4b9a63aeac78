using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using StoryClustering.Contracts;
using StoryClustering.Contracts.Frames;
using StoryClustering.Contracts.Stories;
using StoryClustering.Engine.Frames;
using StoryClustering.Grains.Outlets;
using StoryClustering.Storage.Catalog;

namespace StoryClustering.Grains.Frames;

/// <summary>
/// The frames of a story. An update's way:
/// <code>
///   Update  (1) is there anything new?  (2) read the articles that are  (3) work the frames out  (4) compare them with those stored
///           (5) store them as a new version with what changed, or note that they hold  (6) tell the story, which tells everybody
///           (7) if there is a model: have lines written, meanwhile; then (4) to (6) once more
/// </code>
/// A crash before (5) leaves nothing; between (5) and (6) frames that the card does not know of: the next update goes on at (6). Sentences
/// are in memory only, for as long as the story is busy, and are read again from the articles. Answers may be asked for while an update
/// is under way; whatever uses the sentences takes turns.
/// </summary>
[PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 2)]
public sealed partial class FramesGrain : Grain, IFramesGrain, IDisposable
{
    private const int MostTries = 3;
    private const int MostSecondsKept = 1_200;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WritingTakesAtMost = TimeSpan.FromMinutes(5);

    private readonly ICatalogStore _store;
    private readonly OutletCatalog _outlets;
    private readonly IFrameWriter _writer;
    private readonly EarlierStories _earlierStories;
    private readonly FrameSchedule _schedule;
    private readonly FramesMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<FramesGrain> _log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _leaving = new();

    private FrameReader? _reader;
    private IReadOnlyList<EarlierStory>? _earlier;
    private FramesRecord? _stored;
    private bool _isStoredRead;
    private FramesRecord? _unstored;
    private StoryFrames? _extractive;
    private StoryFrames? _kept;
    private string? _asked;
    private Task? _writing;

    public FramesGrain(ICatalogStore store, OutletCatalog outlets, EarlierStories earlierStories, IFrameWriter writer, IOptions<ClusteringOptions> options, FramesMetrics metrics, TimeProvider time,
        ILogger<FramesGrain> log)
    {
        (_store, _outlets, _earlierStories, _writer, _schedule, _metrics, _time, _log) = (store, outlets, earlierStories, writer, options.Value.Frames, metrics, time, log);
    }

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync();
        if (_writing is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        _leaving.Dispose();
    }

    /// <inheritdoc/>
    public Task<TimeSpan?> Update() => InTurn<TimeSpan?>(async () =>
    {
        if (!_schedule.Enabled) return null;
        var start = _time.GetTimestamp();
        var outcome = FramesOutcome.Refused;
        for (var attempt = 0; attempt < MostTries && outcome == FramesOutcome.Refused; attempt++) outcome = await UpdateOnce();
        _metrics.Updated(outcome, _time.GetElapsedTime(start));
        return outcome == FramesOutcome.Refused ? TryAgainAfter : null;
    });

    /// <inheritdoc/>
    public Task<FramesRecord?> Get(CancellationToken cancellation) => Ask(async () =>
    {
        if (await Find() is not { } row) return null;
        // Switched off, nobody sees to those stored: they may show what has left since.
        if (await Stored() is { } stored && (_schedule.Enabled || IsCovered(stored, row.Card))) return stored;
        if (_unstored is { } known && known.StoryVersion == row.Card.Version) return known;
        return await InTurn(async () =>
        {
            if (_unstored is { } made && made.StoryVersion >= row.Card.Version) return made; // by who was before us
            if (!await Reader.Read(row)) return null;
            return _unstored = (await Build(row.Card)).ToRecord(Id, 0, row.Card.Version);
        }, cancellation);
    });

    /// <inheritdoc/>
    public Task<FramesHistory?> History(long beforeVersion, int limit, CancellationToken cancellation) => Ask(async () =>
    {
        if (await Find() is null) return null;
        var versions = (await _store.ListFramesHistory(Id, beforeVersion == 0 ? long.MaxValue : beforeVersion, limit + 1, cancellation)).ToArray();
        return versions.Length > limit ? new FramesHistory(versions[..limit], true) : new FramesHistory(versions, false);
    });

    /// <inheritdoc/>
    public Task<LocationRecord?> Locate(LocateQuery article, CancellationToken cancellation) => InTurn<LocationRecord?>(async () =>
    {
        if (await Find() is not { } row || (Reader.StoryVersion != row.Card.Version && !await Reader.Read(row))) return null;
        var appeared = article.Published ?? _time.GetStorableNow();
        var asked = new FrameArticle(article.ArticleId, article.Title, article.Text, article.Language ?? "und", article.Outlet, article.Url, appeared, Revision: 1);
        return Reader.Ledger.Locate(asked, Reader.Standings).ToRecord((await Stored())?.Version ?? 0);
    }, cancellation);

    private FrameReader Reader => _reader ??= new FrameReader(Id, _schedule, _store, _outlets, GrainFactory);

    private async Task<StoryFrames> Build(StoryCard card)
    {
        var frames = Reader.Ledger.Build(Reader.Standings, _time.GetStorableNow(), _earlier);
        if (_earlier is not null || frames.About.Origins.Total < 2 || frames.Context.Any(static c => c.Slot == Engine.Frames.ContextSlot.Before)) return frames;
        // Looked for once: what was over when this story began does not change.
        _earlier = await _earlierStories.Find(card, frames);
        return _earlier.Count == 0 ? frames : Reader.Ledger.Build(Reader.Standings, frames.About.Computed, _earlier);
    }

    private async Task<FramesOutcome> UpdateOnce()
    {
        if (await Find() is not { } row)
        {
            Forget();
            return FramesOutcome.Gone;
        }
        var stored = await Stored();
        if (stored is null && row.Card.Articles < 2) return FramesOutcome.Abstained;
        if (stored is not null && IsCovered(stored, row.Card)) // (1)
        {
            await Tell(stored, row.Card);
            return FramesOutcome.Current;
        }
        if (!await Reader.Read(row)) return FramesOutcome.Gone; // (2)
        // What takes long to read again stays longer: a second for each article.
        DelayDeactivation(TimeSpan.FromSeconds(Math.Min(Reader.Ledger.Articles, MostSecondsKept)));
        var extractive = await Build(row.Card); // (3)
        if (stored is null && extractive.About.Origins.Total < 2) return FramesOutcome.Abstained;
        var frames = stored is not null && _writer.IsEnabled ? _writer.Keep(extractive, stored.ToFrames()) : extractive;
        var outcome = await Keep(frames, stored, row.Card.Version); // (4) (5)
        if (outcome == FramesOutcome.Refused) return outcome;
        (_extractive, _kept) = (extractive, frames);
        await Tell(_stored!, row.Card); // (6)
        StartWriting(); // (7)
        return outcome;
    }

    /// <summary>Whether nothing has happened to the story since these frames were worked out but that it was told of them.</summary>
    private static bool IsCovered(FramesRecord stored, StoryCard card) =>
        stored.StoryVersion >= card.Version
        || (card.Version == stored.StoryVersion + 1 && (card.FramesVersion, card.FramesStoryVersion) == (stored.Version, stored.StoryVersion));

    private async Task<FramesOutcome> Keep(StoryFrames frames, FramesRecord? stored, long storyVersion)
    {
        var record = frames.ToRecord(Id, (stored?.Version ?? 0) + 1, storyVersion);
        var changes = FrameComparison.Compare(stored, record, Reader.IsCurrent); // (4)
        if (stored is not null && changes.Length == 0)
        {
            var about = stored.About with { Articles = record.About.Articles, Computed = record.About.Computed };
            if (await _store.TouchFrames(new FramesTouch(Id, stored.Version, storyVersion, about.Articles, about.Computed), CancellationToken.None)) // (5)
            {
                _stored = stored with { StoryVersion = storyVersion, About = about };
                return FramesOutcome.Unchanged;
            }
        }
        else if (await _store.SaveFrames(new FramesCommit(record, stored?.Version ?? 0, changes, _schedule.HistoryKept), CancellationToken.None) == CommitOutcome.Committed) // (5)
        {
            _stored = record;
            _unstored = null;
            _metrics.Changed(changes);
            return FramesOutcome.Saved;
        }
        _isStoredRead = false; // another activation was here, or the story has just ended
        return FramesOutcome.Refused;
    }

    /// <summary>Tells the story of frames that its card does not have, or shows another headline than. A story that refuses has moved on, and
    /// its change brings the next update.</summary>
    private async Task Tell(FramesRecord stored, StoryCard card)
    {
        var headline = stored.Headline;
        var article = headline is { Citations.Length: > 0 } ? headline.Citations[0].ArticleId : "";
        if (card.FramesVersion == stored.Version && (article.Length == 0 || (card.Headline, card.HeadlineArticleId) == (headline!.Text, article))) return;
        await GrainFactory.GetGrain<IStoryGrain>(Id).SetFrames(new FramesNote(stored.Version, stored.StoryVersion, article.Length == 0 ? "" : headline!.Text, article));
    }

    /// <summary>Has the model write, unless it has been asked about this evidence already. Nobody waits for it.</summary>
    private void StartWriting()
    {
        if (_writing is { IsCompleted: false } || !IsWorthWriting()) return;
        // An activation that a model is busy for is not idle.
        DelayDeactivation(WritingTakesAtMost);
        _writing = Write();
    }

    private bool IsWorthWriting()
    {
        if (!_writer.IsEnabled || _extractive is not { Facts.Count: > 0 } frames || _stored is not { } stored) return false;
        var evidence = EvidenceOf(frames);
        if (_asked is null && stored.About.Model.Length > 0 && stored.Facts.All(static f => f.Line.ByModel)) _asked = evidence; // by an earlier activation
        return evidence != _asked;
    }

    private async Task Write()
    {
        try
        {
            var cancellation = _leaving.Token;
            do
            {
                var asked = _extractive!;
                var kept = _kept!; // lines that hold are not asked for again
                _asked = EvidenceOf(asked);
                if (await Task.Run(() => _writer.Write(Id, kept, cancellation), cancellation) is { } written) await InTurn(() => Take(written, asked));
                else if (EvidenceOf(_extractive!) == _asked) _asked = null; // may be asked with the next update
            }
            while (_asked is not null && IsWorthWriting()); // the evidence has changed meanwhile
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The next activation asks again.
        }
        catch (Exception e) when (e is StorageUnavailableException || GrainCalls.MayPass(e))
        {
            LogNotKept(e, Id);
        }
        catch (Exception e)
        {
            LogWritingFailed(e, Id);
        }
    }

    /// <summary>Takes over what was written; if there are other frames now, what of it holds for them.</summary>
    private async Task<bool> Take(StoryFrames written, StoryFrames asked)
    {
        if (_stored is not { } stored || _extractive is not { } extractive || await Find() is not { } row) return false;
        var frames = ReferenceEquals(extractive, asked) ? written : _writer.Keep(extractive, written);
        var covered = IsCovered(stored, row.Card) ? row.Card.Version : stored.StoryVersion;
        if (await Keep(frames, stored, covered) != FramesOutcome.Saved) return false;
        _kept = frames;
        await Tell(_stored!, row.Card);
        return true;
    }

    /// <summary>What a model's lines rest on: the facts and the spans of each.</summary>
    private static string EvidenceOf(StoryFrames frames) => string.Join('\n', frames.Facts.Select(static f =>
        $"{f.FactId} {string.Join(' ', f.Line.Citations.Select(static c => $"{c.ArticleId}/{c.Revision}/{c.Start}+{c.Length}"))}"));

    /// <summary>The row of an active story.</summary>
    private async Task<StoryRow?> Find() => await _store.FindStory(Id, CancellationToken.None) is { Card.State: StoryState.Active } row ? row : null;

    private async Task<FramesRecord?> Stored()
    {
        if (!_isStoredRead)
        {
            var read = await _store.FindFrames(Id, CancellationToken.None);
            if (!_isStoredRead) (_stored, _isStoredRead) = (read, true); // otherwise somebody else has read, or even written, meanwhile
        }
        return _stored;
    }

    private void Forget()
    {
        (_reader, _earlier, _stored, _extractive, _kept, _unstored, _isStoredRead) = (null, null, null, null, null, null, false);
    }

    private async Task<T> InTurn<T>(Func<Task<T>> work, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Ask(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (CatalogUnavailableException)
        {
            throw new StorageUnavailableException("The database did not answer.");
        }
    }

    [LoggerMessage(3311, LogLevel.Information, "What the model wrote for story {StoryId} was not kept.")]
    private partial void LogNotKept(Exception exception, string storyId);

    [LoggerMessage(3312, LogLevel.Error, "The model's lines for story {StoryId} failed.")]
    private partial void LogWritingFailed(Exception exception, string storyId);
}
