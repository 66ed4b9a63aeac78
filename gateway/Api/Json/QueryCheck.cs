using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;

namespace StoryClustering.Gateway.Api.Json;

/// <summary>Holds the parameters of a query string against the request that they are to fill, and names all that do not fit.</summary>
internal static class QueryCheck
{
    /// <summary>Notes every fault.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="message">The request.</param>
    /// <param name="inPath">Fields that the path gives, by name in the .proto file.</param>
    /// <param name="inBody">The field that is the body, "*" for all, null for none.</param>
    /// <param name="violations">Takes the faults.</param>
    public static void Check(IQueryCollection query, MessageDescriptor message, IReadOnlySet<string> inPath, string? inBody,
        Violations violations)
    {
        if (query.Count == 0) return;
        HashSet<string> seen = new(StringComparer.Ordinal);
        Dictionary<OneofDescriptor, string>? chosen = null;
        foreach (var (name, values) in query)
        {
            var shown = Violations.Quote(name);
            if (Resolve(message, name, out var unknown) is not { } fields)
            {
                violations.Add(shown, unknown!);
                continue;
            }
            var (first, field) = (fields[0], fields[^1]);
            var path = string.Join('.', fields.Select(static f => f.Name));
            if (inPath.Contains(first.Name)) violations.Add(path, "Is given by the path.");
            else if (inBody == "*" || inBody == first.Name) violations.Add(path, "Belongs into the body.");
            else if (!seen.Add(path) || (values.Count > 1 && !field.IsRepeated)) violations.Add(path, "Given twice.");
            else if (field.IsMap
                || (field.IsRepeated && field.FieldType == FieldType.Message && !FieldValues.IsOneValue(field.MessageType)))
                violations.Add(path, "Cannot be given in a query string.");
            else
            {
                if (field.RealContainingOneof is { } oneof && !(chosen ??= []).TryAdd(oneof, path))
                    violations.Add(path, $"Only one of {string.Join(", ", oneof.Fields.Select(static f => f.Name))}.");
                foreach (var value in values)
                    if (FieldValues.Fault(field, value ?? "") is { } rule) violations.Add(path, rule, value ?? "");
            }
        }
    }

    private static List<FieldDescriptor>? Resolve(MessageDescriptor message, string path, out string? unknown)
    {
        unknown = null;
        var found = new List<FieldDescriptor>();
        var (at, rest) = (message, path);
        while (true)
        {
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            var name = dot < 0 ? rest : rest[..dot];
            if (RequestFields.Of(at).Find(name) is not { } field)
            {
                unknown = found.Count == 0 ? RequestFields.Of(message).Unknown(path)
                    : RequestFields.Of(at).Unknown(rest, string.Join('.', found.Select(static f => f.JsonName)) + ".");
                return null;
            }
            found.Add(field);
            if (dot < 0) return found;
            if (field.IsRepeated || field.FieldType != FieldType.Message || FieldValues.IsOneValue(field.MessageType))
            {
                unknown = $"Unknown field; {field.JsonName} has no fields of its own.";
                return null;
            }
            (at, rest) = (field.MessageType, rest[(dot + 1)..]);
        }
    }
}
