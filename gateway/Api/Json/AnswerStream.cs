using Microsoft.AspNetCore.Http;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>Body of an answer of the JSON API. What is written goes on at once, unless the answer is an error: that is kept, to be
/// completed and sent by <see cref="Finish"/>.</summary>
internal sealed class AnswerStream(HttpResponse response, Stream body) : Stream
{
    private MemoryStream? _error;

    /// <inheritdoc/>
    public override bool CanRead => false;
    /// <inheritdoc/>
    public override bool CanSeek => false;
    /// <inheritdoc/>
    public override bool CanWrite => true;
    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Sends the error that was kept, if there is one.</summary>
    public async Task Finish(CancellationToken cancellation)
    {
        if (_error is null) return;
        await body.WriteAsync(JsonErrors.Named(_error.ToArray()), cancellation);
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        (Kept() ?? body).WriteAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        (Kept() ?? body).WriteAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => (Kept() ?? body).Write(buffer, offset, count);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        Kept() is null ? body.FlushAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
        if (Kept() is null) body.Flush();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private MemoryStream? Kept() =>
        response.StatusCode < StatusCodes.Status400BadRequest || response.HasStarted ? null : _error ??= new MemoryStream();
}
