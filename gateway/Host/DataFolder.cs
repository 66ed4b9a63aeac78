namespace StoryClustering.Gateway.Host;

/// <summary>The right to use a data folder. Two embedded services on one SQLite file would each keep an index of their own:
/// the file would stay sound, the stories would not.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Makes the folder if need be and takes it until disposed or the process ends, however it ends. Null if another
    /// process has it.</summary>
    public static DataFolder? Take(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new DataFolder(new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
