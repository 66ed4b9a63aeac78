using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>The fields of a message by the names that JSON may use for them: <c>publishedAt</c> and, as in the .proto file,
/// <c>published_at</c>.</summary>
internal sealed class RequestFields
{
    // Beyond this a path is no name that anybody meant, and comparing it with every name costs too much.
    private const int LongestName = 64;
    private const int Listed = 20;
    private const int Depth = 3;
    private static readonly ConcurrentDictionary<MessageDescriptor, RequestFields> Known = new();

    private readonly Dictionary<string, FieldDescriptor> _fields = new(StringComparer.Ordinal);
    private readonly IList<FieldDescriptor> _declared;
    private readonly Lazy<(string Path, string End)[]> _paths;

    private RequestFields(MessageDescriptor message)
    {
        _declared = message.Fields.InDeclarationOrder();
        foreach (var field in _declared) _fields[field.Name] = field;
        // A JSON name takes precedence over another field's name in the .proto file.
        foreach (var field in _declared) _fields[field.JsonName] = field;
        _paths = new(() => [.. Paths(message, "", Depth)]);
    }

    /// <summary>The fields of a type of message.</summary>
    public static RequestFields Of(MessageDescriptor message) => Known.GetOrAdd(message, static m => new RequestFields(m));

    /// <summary>The field of a name, in exactly this spelling; null if there is none.</summary>
    public FieldDescriptor? Find(string name) => _fields.GetValueOrDefault(name);

    /// <summary>What to say of a name that is no field: the one that was probably meant, also of a message within this one
    /// ("minArticles" for "filter.minArticles"), otherwise all that there are.</summary>
    /// <param name="name">The name.</param>
    /// <param name="prefix">Path of this message with a dot at its end, where names are written with their paths.</param>
    public string Unknown(string name, string prefix = "")
    {
        if (Nearest(name) is { } near) return $"Unknown field; did you mean {prefix}{near}?";
        if (_declared.Count == 0) return "Unknown field; there are none here.";
        var all = string.Join(", ", _declared.Take(Listed).Select(static f => f.JsonName));
        return $"Unknown field; known are {all}{(_declared.Count > Listed ? ", ..." : "")}.";
    }

    private string? Nearest(string name)
    {
        if (name.Length is 0 or > LongestName) return null;
        var snake = name.Contains('_', StringComparison.Ordinal);
        var bare = Bare(name);
        var (best, distance) = ((string?)null, Bound(bare) + 1);
        foreach (var (path, end) in _paths.Value)
        {
            var nested = path.Length > end.Length ? 1 : 0;
            var d = Math.Min(Far(bare, Bare(path)), Far(bare, Bare(end)) + nested);
            if (d < distance) (best, distance) = (path, d);
        }
        return best is null || !snake ? best : string.Join('.', best.Split('.').Select(InSnakeCase));
    }

    // One that begins with the other is near, however much follows: "lang", "published", "urls".
    private static int Far(string name, string known)
    {
        var distance = NameDistance.Between(name, known);
        return Math.Min(name.Length, known.Length) >= 3
            && (known.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(known, StringComparison.OrdinalIgnoreCase))
            ? Math.Min(distance, 2) : distance;
    }

    private static int Bound(string name) => name.Length <= 3 ? 1 : Math.Max(2, name.Length / 4);

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static string InSnakeCase(string name) =>
        string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));

    private static IEnumerable<(string Path, string End)> Paths(MessageDescriptor message, string prefix, int depth)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            yield return (prefix + field.JsonName, field.JsonName);
            if (depth <= 1 || field.IsRepeated || field.FieldType != FieldType.Message || FieldValues.IsOneValue(field.MessageType))
                continue;
            foreach (var inner in Paths(field.MessageType, prefix + field.JsonName + ".", depth - 1)) yield return inner;
        }
    }
}
