using System.Globalization;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using StoryClustering.Gateway.Api.Wire;

namespace StoryClustering.Gateway.Api;

/// <summary>Collects every field of a request that is wrong, so that the sender hears of all at once. Begins with the strings
/// that were not UTF-8 on the wire (see <see cref="CheckedMarshaller"/>); further rules are not tried on those.</summary>
public sealed class Violations
{
    // The list travels in a response header; clients refuse headers above 8 KB.
    private const int Listed = 20;
    private const int ShownChars = 40;

    private readonly List<FieldFault> _faults = [];
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private readonly string _reason;
    private int _more;

    /// <summary>For a request just received.</summary>
    public Violations(IMessage request, string reason = Reasons.InvalidRequest)
    {
        _reason = reason;
        foreach (var fault in WireFaults.Of(request)) Add(fault.Path, fault.Rule);
    }

    /// <summary>For a request that is no message yet.</summary>
    public Violations(string reason) => _reason = reason;

    /// <summary>True if nothing is wrong so far.</summary>
    public bool None => _faults.Count == 0;

    /// <summary>True if a fault of this field is known.</summary>
    public bool Has(string path) => _paths.Contains(path);

    /// <summary>Notes a fault.</summary>
    public void Add(string path, string rule)
    {
        _paths.Add(path);
        if (_faults.Count < Listed) _faults.Add(new FieldFault(path, rule));
        else _more++;
    }

    /// <summary>Notes a fault and quotes the value, cut short and in printable ASCII.</summary>
    public void Add(string path, string rule, string value) => Add(path, $"{rule} Got \"{Quote(value)}\".");

    /// <summary>Ends the call if anything is wrong.</summary>
    public void ThrowIfAny()
    {
        if (!None) throw ToError().ToException();
    }

    /// <summary>The error with all that was noted.</summary>
    public ApiError ToError()
    {
        var message = new StringBuilder("Invalid ");
        for (var i = 0; i < Math.Min(3, _faults.Count); i++)
        {
            if (i > 0) message.Append("; ");
            message.Append(_faults[i].Path.Length == 0 ? "message" : _faults[i].Path).Append(": ").Append(_faults[i].Rule);
        }
        if (_faults.Count + _more > 3) message.Append(CultureInfo.InvariantCulture, $" And {_faults.Count + _more - 3} more.");
        var metadata = new Dictionary<string, string>
        {
            ["violations"] = (_faults.Count + _more).ToString(CultureInfo.InvariantCulture),
        };
        return new ApiError
        {
            Code = StatusCode.InvalidArgument,
            Reason = _reason,
            Message = message.ToString(),
            Fields = _faults,
            Metadata = metadata,
        };
    }

    /// <summary>A value that may be hostile, fit for a log line or an error: at most 40 characters, ASCII, no controls.</summary>
    public static string Quote(string value)
    {
        var shown = new StringBuilder();
        foreach (var c in value)
        {
            if (shown.Length >= ShownChars) return shown.Append("...").ToString();
            if (c is >= ' ' and <= '~' and not '"' and not '\\') shown.Append(c);
            else shown.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        return shown.ToString();
    }
}
