using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace StoryClustering.Tests.EndToEnd.Refusals;

/// <summary>Sends bytes that no generated client would send, as gRPC over HTTP/2.</summary>
internal static class RawGrpc
{
    /// <summary>Calls a unary method with these bytes as message; the code and, if there are any, the details.</summary>
    public static async Task<(StatusCode Code, Google.Rpc.Status? Details)> Call(string address, string method, byte[] message)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Frame(message)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.ReadAsByteArrayAsync();
        string? Value(string name) =>
            response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.First() : null;
        var details = Value("grpc-status-details-bin");
        return ((StatusCode)int.Parse(Value("grpc-status") ?? throw new InvalidDataException("No grpc-status."), System.Globalization.CultureInfo.InvariantCulture),
            details is null ? null : Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '='))));
    }

    /// <summary>The same as a browser sends it: gRPC-Web over HTTP/1.1. The message, and the trailers as text.</summary>
    public static async Task<(byte[] Message, string Trailers)> CallWeb(string address, string method, byte[] message)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/{method}")
        {
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent(Frame(message)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc-web+proto") } },
        };
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync();
        var (answer, trailers) = (Array.Empty<byte>(), "");
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
            var part = body.AsSpan(at + 5, length);
            if ((body[at] & 0x80) == 0) answer = part.ToArray();
            else trailers = System.Text.Encoding.ASCII.GetString(part);
            at += 5 + length;
        }
        return (answer, trailers);
    }

    private static byte[] Frame(byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>A field of a message: number and bytes.</summary>
    public static byte[] Field(int number, byte[] value)
    {
        var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(value));
        }
        return bytes.ToArray();
    }
}
