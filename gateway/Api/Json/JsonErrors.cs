using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Http;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>Errors of the JSON API: google.rpc.Status, and beside its <c>code</c>, which is a number, <c>status</c> with the code's name
/// ("INVALID_ARGUMENT"), as Google's own APIs have it.</summary>
internal static class JsonErrors
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true)
        .WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));
    private static readonly EnumDescriptor Codes = CodeReflection.Descriptor.EnumTypes[0];
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an INVALID_ARGUMENT.</summary>
    public static async Task Write(HttpResponse response, ApiError error)
    {
        response.StatusCode = StatusCodes.Status400BadRequest;
        response.ContentType = "application/json; charset=utf-8";
        var status = Encoding.UTF8.GetBytes(Formatter.Format(error.ToStatus()));
        await response.Body.WriteAsync(Named(status), response.HttpContext.RequestAborted);
    }

    /// <summary>The JSON of a status with the code's name in it; what is no such JSON comes back as it is.</summary>
    public static byte[] Named(byte[] status)
    {
        try
        {
            using var document = JsonDocument.Parse(status);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("code", out var code)
                || !code.TryGetInt32(out var number) || Codes.FindValueByNumber(number) is not { } name) return status;
            using var buffer = new MemoryStream(status.Length + 32);
            using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            {
                writer.WriteStartObject();
                foreach (var property in document.RootElement.EnumerateObject())
                {
                    property.WriteTo(writer);
                    if (property.NameEquals("code"u8)) writer.WriteString("status"u8, name.Name);
                }
                writer.WriteEndObject();
            }
            return buffer.ToArray();
        }
        catch (JsonException) { return status; }
    }
}
