using Xunit;

namespace StoryClustering.Tests.Storage.Databases;

/// <summary>Tests that run against a database, or are skipped with the reason if there is none.</summary>
public abstract class DatabaseTests : IAsyncLifetime
{
    protected DatabaseTests(TestDatabase database) => Database = database;

    protected TestDatabase Database { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync()
    {
        if (Database.Missing is not null) Assert.Skip(Database.Missing);
        return ValueTask.CompletedTask;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
