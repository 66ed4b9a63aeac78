using System.Buffers;
using System.Security.Cryptography;

namespace StoryClustering.Cli.Import;

/// <summary>What tells one input from another between two runs: its name, size and the hash of its first 64 KiB.</summary>
internal sealed record FileIdentity(string Name, long Size, string Hash);

/// <summary>A file to import, and how far it has been read.</summary>
internal sealed class InputFile
{
    private const int HashedBytes = 64 * 1024;
    private long _bytesRead;
    private long _linesRead;

    private InputFile(string path, FileIdentity identity)
    {
        Path = path;
        Identity = identity;
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }
    public FileIdentity Identity { get; }

    /// <summary>Bytes of the file (compressed, if it is) that have been read.</summary>
    public long BytesRead { get => Volatile.Read(ref _bytesRead); set => Volatile.Write(ref _bytesRead, value); }

    /// <summary>Lines that have been read.</summary>
    public long LinesRead { get => Volatile.Read(ref _linesRead); set => Volatile.Write(ref _linesRead, value); }

    /// <summary>True once the end has been reached; LinesRead is then the number of its lines.</summary>
    public bool ReadToEnd { get; set; }

    /// <summary>Looks at the file. Throws IOException or UnauthorizedAccessException if it cannot be read.</summary>
    public static InputFile Open(string path)
    {
        using var stream = File.OpenRead(path);
        var block = ArrayPool<byte>.Shared.Rent(HashedBytes);
        try
        {
            var length = stream.ReadAtLeast(block.AsSpan(0, HashedBytes), HashedBytes, throwOnEndOfStream: false);
            var hash = Convert.ToHexStringLower(SHA256.HashData(block.AsSpan(0, length)));
            return new InputFile(path, new FileIdentity(System.IO.Path.GetFileName(path), stream.Length, hash));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
