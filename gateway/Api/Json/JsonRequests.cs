using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using StoryClustering.Api;
using StoryClustering.Api.V1;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>Stands in front of every method that is called as JSON, by the method's descriptor and its route: a field or parameter
/// that there is not, or a value that its field cannot hold, is refused by name. (Transcoding alone ignores the first, and for the
/// second names no field.) Errors, its own and the method's, carry the name of their code.</summary>
internal sealed partial class JsonRequests
{
    private readonly MethodDescriptor _method;
    private readonly string _name;
    private readonly MessageDescriptor? _body;
    private readonly string? _bodyField;
    private readonly string _prefix = "";
    private readonly string _reason;
    private readonly string[] _inPath;
    private readonly HashSet<string> _path;
    private readonly RequestDelegate _next;

    private JsonRequests(GrpcJsonTranscodingMetadata route, RequestDelegate next)
    {
        (_method, _next) = (route.MethodDescriptor, next);
        _name = $"/{_method.Service.FullName}/{_method.Name}";
        var rule = route.HttpRule;
        var pattern = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => rule.Get,
            HttpRule.PatternOneofCase.Put => rule.Put,
            HttpRule.PatternOneofCase.Post => rule.Post,
            HttpRule.PatternOneofCase.Delete => rule.Delete,
            HttpRule.PatternOneofCase.Patch => rule.Patch,
            _ => rule.Custom?.Path ?? "",
        };
        _inPath = [.. Variables().Matches(pattern).Select(static m => m.Groups[1].Value)];
        _path = _inPath.ToHashSet(StringComparer.Ordinal);
        if (rule.Body.Length > 0)
        {
            _bodyField = rule.Body;
            if (rule.Body == "*") _body = _method.InputType;
            else if (_method.InputType.FindFieldByName(rule.Body) is { FieldType: FieldType.Message, IsRepeated: false } field)
                (_body, _prefix) = (field.MessageType, field.Name + ".");
        }
        _reason = _body == Article.Descriptor ? Reasons.InvalidArticle : Reasons.InvalidRequest;
    }

    /// <summary>Puts the check in front of an endpoint, if it is one of JSON.</summary>
    public static void Guard(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is { } next && endpoint.Metadata.OfType<GrpcJsonTranscodingMetadata>().FirstOrDefault() is { } route)
            endpoint.RequestDelegate = new JsonRequests(route, next).Handle;
    }

    private async Task Handle(HttpContext context)
    {
        var violations = new Violations(_reason);
        QueryCheck.Check(context.Request.Query, _method.InputType, _path, _bodyField, violations);
        if (_bodyField is null)
        {
            // It would be ignored.
            if (context.Request.ContentLength > 0) violations.Add("", "This method takes no body.");
        }
        else if (_body is not null && await Read(context.Request, violations) is { } json)
        {
            var given = _inPath.ToDictionary(static n => n, n => context.Request.RouteValues[n]?.ToString() ?? "",
                StringComparer.Ordinal);
            var checkedJson = BodyCheck.Check(json, _body, _prefix, given, violations);
            context.Request.Body = new MemoryStream(checkedJson.ToArray(), writable: false);
            context.Request.ContentLength = checkedJson.Length;
        }
        if (!violations.None)
        {
            var failures = context.RequestServices.GetRequiredService<Failures>();
            await JsonErrors.Write(context.Response, failures.Explain(violations.ToError().ToException(), _name));
            return;
        }
        var body = context.Response.Body;
        var answer = new AnswerStream(context.Response, body);
        context.Response.Body = answer;
        try { await _next(context); }
        finally { context.Response.Body = body; }
        await answer.Finish(context.RequestAborted);
    }

    // The body as UTF-8; null if there is none that could be read.
    private async Task<byte[]?> Read(HttpRequest request, Violations violations)
    {
        var at = _prefix.TrimEnd('.');
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !(type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        {
            violations.Add(at, "Send JSON, with the header content-type: application/json.", request.ContentType ?? "");
            return null;
        }
        Encoding? encoding = null;
        try
        {
            if (type.Charset.HasValue) encoding = Encoding.GetEncoding(type.Charset.Value.Trim('"'));
        }
        catch (ArgumentException)
        {
            violations.Add(at, "The charset of the content-type is not known.", type.Charset.Value ?? "");
            return null;
        }
        try
        {
            using var bytes = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, 64 * 1024));
            await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
            if (encoding is null || encoding.CodePage == Encoding.UTF8.CodePage) return bytes.ToArray();
            request.ContentType = "application/json; charset=utf-8";
            return Encoding.Convert(encoding, Encoding.UTF8, bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (BadHttpRequestException e)
        {
            violations.Add(at, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The body is larger than {Limits.MessageBytes} bytes." : "The body could not be read to its end.");
            return null;
        }
    }

    [GeneratedRegex(@"\{([A-Za-z0-9_.]+)")]
    private static partial Regex Variables();
}
