using StoryClustering.Silo.Starting;

namespace StoryClustering.Gateway.Host;

/// <summary>The right to use a data folder. Two embedded services on one SQLite file would each keep an index of their own:
/// the file would stay sound, the stories would not.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(FileStream held) => _lock = held;

    /// <summary>Makes the folder if need be and takes it until disposed or the process ends, however it ends.</summary>
    /// <exception cref="StartException">Another process has it, or it cannot be written.</exception>
    public static DataFolder Take(string folder)
    {
        var path = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(path);
            return new DataFolder(new FileStream(Path.Combine(path, "in-use"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            throw new StartException(ExitCode.Failure, $"data is {path}, which another process of this service uses; stop it, or name another folder by --data.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException(ExitCode.Failure, $"data is {path}, which cannot be written ({e.Message}); give this user the right to, or name another folder by --data.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    // EWOULDBLOCK of the lock on Linux and macOS, a sharing violation on Windows; the runtime has no exception of its own for either.
    private static bool IsHeldByAnother(IOException e) => e.GetType() == typeof(IOException) && e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
