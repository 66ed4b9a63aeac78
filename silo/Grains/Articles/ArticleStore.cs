using Microsoft.Extensions.Logging;
using Orleans.Storage;
using StoryClustering.Contracts;

namespace StoryClustering.Grains.Articles;

/// <summary>
/// The grain state of one article, read when it is first needed. Orleans' own <c>[PersistentState]</c> reads it whenever the grain wakes up, text and all,
/// and the commonest call of all, a repetition, is answered without it.
/// </summary>
internal sealed partial class ArticleStore(IGrainStorage storage, GrainId article, ILogger log)
{
    private const string StateName = "article";

    private GrainState<ArticleState>? _read;

    /// <summary>The state. Only after <see cref="Ensure"/>.</summary>
    public ArticleState State => _read?.State ?? throw new InvalidOperationException("The state of the article has not been read.");

    /// <summary>Reads the state unless it is in memory.</summary>
    public ValueTask Ensure() => _read is null ? new ValueTask(Read()) : ValueTask.CompletedTask;

    /// <summary>Reads the state again, whole: its text is then that of the revision beside it, whoever wrote it.</summary>
    public async Task Read()
    {
        var read = new GrainState<ArticleState>(new ArticleState());
        await Translate(() => storage.ReadStateAsync(StateName, article, read), "The database did not answer.");
        // Nothing is stored of an article that nobody has sent.
        read.State ??= new ArticleState();
        _read = read;
    }

    /// <summary>Writes the state. If that fails, what was stored is not known: it is read again when it is next needed.</summary>
    public Task Write() => Translate(() => storage.WriteStateAsync(StateName, article, _read!), "The database did not take the article.");

    private async Task Translate(Func<Task> call, string failure)
    {
        try
        {
            await call();
        }
        catch (InconsistentStateException)
        {
            throw; // a second activation: Orleans ends this one
        }
        catch (Exception e)
        {
            _read = null;
            LogFailed(log, e, article);
            throw new StorageUnavailableException(failure);
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "The state of {Article} could not be read or written.")]
    private static partial void LogFailed(ILogger log, Exception exception, GrainId article);
}
