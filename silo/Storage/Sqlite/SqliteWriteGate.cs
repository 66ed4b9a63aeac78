using System.Collections.Concurrent;

namespace StoryClustering.Storage.Sqlite;

/// <summary>The one writer of a SQLite file. SQLite lets one transaction write at a time, and one that finds the file busy
/// sleeps and tries again, 150 ms at worst; in line before this gate nobody sleeps. Work runs in the order in which it
/// came, one after the other, on a thread of the gate's own, so that neither grains nor the thread pool wait for the disk.
/// One per file and process.</summary>
public sealed class SqliteWriteGate : IDisposable
{
    private readonly BlockingCollection<Action> _queue = [];
    private readonly Thread _thread;

    /// <summary>Starts the gate's thread.</summary>
    public SqliteWriteGate()
    {
        _thread = new Thread(Work) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> when its turn comes. Cancellation takes it out of the line, but does not stop it
    /// once it runs. Throws <see cref="ObjectDisposedException"/> once the gate is closed.</summary>
    public Task<T> Run<T>(Func<T> work, CancellationToken cancellation = default)
    {
        // Continuations run elsewhere: the gate's thread must not be kept by a caller.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            if (cancellation.IsCancellationRequested)
            {
                done.SetCanceled(cancellation);
                return;
            }
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Runs asynchronous work when its turn comes; the next waits until its task has ended.</summary>
    public Task Run(Func<Task> work, CancellationToken cancellation = default) => Run(() =>
    {
        work().GetAwaiter().GetResult();
        return true;
    }, cancellation);

    /// <summary>Takes no more work, finishes what is in line.</summary>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        if (Thread.CurrentThread != _thread) _thread.Join();
        _queue.Dispose();
    }

    private void Enqueue(Action work)
    {
        try
        {
            _queue.Add(work, CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            // Between the end of taking work and the end of the gate.
            throw new ObjectDisposedException(nameof(SqliteWriteGate), e);
        }
    }

    private void Work()
    {
        foreach (var work in _queue.GetConsumingEnumerable()) work();
    }
}
