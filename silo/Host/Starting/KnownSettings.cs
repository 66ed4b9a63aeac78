using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Silo.Starting;

/// <summary>One setting: a value that a program reads from its configuration.</summary>
/// <param name="Key">Its full key, "Storage:MaxPoolSize".</param>
/// <param name="Type">What its value becomes.</param>
/// <param name="IsList">Whether values are at the key plus ":0", ":1" and so on.</param>
public sealed record KnownSetting(string Key, Type Type, bool IsList)
{
    /// <summary>Whether a value can become the type, as the configuration's binder would have it.</summary>
    public bool Accepts(string? value)
    {
        var type = Nullable.GetUnderlyingType(Type) ?? Type;
        if (type == typeof(string)) return true;
        if (string.IsNullOrEmpty(value)) return type != Type;
        try
        {
            var result = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
            return result is not null && (!type.IsEnum || Enum.IsDefined(type, result));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>What a value must be, for people.</summary>
    public string Expected
    {
        get
        {
            var type = Nullable.GetUnderlyingType(Type) ?? Type;
            if (type == typeof(bool)) return "true or false";
            if (type == typeof(TimeSpan)) return "a time like 00:00:05 (hours:minutes:seconds)";
            if (type == typeof(int) || type == typeof(long)) return "a whole number";
            return type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(static n => n.ToLowerInvariant())) : "a number";
        }
    }
}

/// <summary>All settings of a program, read off its options classes: a setting is known because somebody reads it.</summary>
public sealed class KnownSettings
{
    // Sections and keys of .NET, ASP.NET Core, OpenTelemetry and Orleans, which judge them themselves.
    private static readonly string[] FrameworkSections = ["Logging", "Kestrel", "Orleans", "hostBuilder", "HostFilteringOptions", "ConnectionStrings", "profiles"];
    private static readonly string[] FrameworkKeys =
    [
        "AllowedHosts", "urls", "http_ports", "https_ports", "https_port", "environment", "contentRoot", "webroot", "applicationName", "startupAssembly",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup", "preferHostingUrls", "captureStartupErrors", "detailedErrors",
        "shutdownTimeoutSeconds", "suppressStatusMessages", "staticWebAssets", "forwardedHeaders_enabled",
    ];
    private static readonly string[] FrameworkPrefixes = ["OTEL_", "DOTNET_", "ASPNETCORE_"];

    private readonly Dictionary<string, KnownSetting> _settings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Collects the settings of options classes.</summary>
    /// <param name="options">Section, empty for the top, and the class that is bound to it.</param>
    public KnownSettings(params ReadOnlySpan<(string Section, Type Options)> options)
    {
        foreach (var (section, type) in options) Collect(section, type);
        Sections = [.. _settings.Keys.Where(static k => k.Contains(':', StringComparison.Ordinal)).Select(static k => k[..k.IndexOf(':', StringComparison.Ordinal)])
            .Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<KnownSetting> All => _settings.Values;

    /// <summary>First parts of their keys, for those that have several.</summary>
    public IReadOnlyList<string> Sections { get; }

    /// <summary>The setting of a key, in any case; null if there is none. A list's entries belong to the list.</summary>
    public KnownSetting? Find(string key)
    {
        if (_settings.TryGetValue(key, out var setting)) return setting.IsList ? null : setting;
        var colon = key.LastIndexOf(':');
        return colon > 0 && int.TryParse(key.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && _settings.TryGetValue(key[..colon], out var list) && list.IsList ? list : null;
    }

    /// <summary>Whether a key is none of ours to judge.</summary>
    public static bool IsFramework(string key)
    {
        var first = key.Split(':', 2)[0];
        return (key.Length > first.Length ? FrameworkSections : FrameworkKeys).Contains(first, StringComparer.OrdinalIgnoreCase)
            || FrameworkPrefixes.Any(p => key.StartsWith(p, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The setting that was probably meant by a key that is none; null if nothing is near.</summary>
    public string? Nearest(string key)
    {
        if (_settings.TryGetValue(key, out var list) && list.IsList) return $"{list.Key}:0";
        var (best, distance) = ((string?)null, int.MaxValue);
        foreach (var known in _settings.Keys)
        {
            // "--MaxPoolSize" for "--Storage:MaxPoolSize": the end alone counts, a little less than the whole.
            var end = known[(known.LastIndexOf(':') + 1)..];
            var d = Math.Min(NameDistance.Between(key, known),
                end.Length == known.Length ? int.MaxValue : NameDistance.Between(key[(key.LastIndexOf(':') + 1)..], end) + 1);
            if (d < distance) (best, distance) = (known, d);
        }
        return distance <= Math.Max(2, key.Length / 4) ? best : null;
    }

    private void Collect(string section, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is not { IsPublic: true }) continue;
            var key = section.Length == 0 ? char.ToLowerInvariant(property.Name[0]) + property.Name[1..] : $"{section}:{property.Name}";
            var value = property.PropertyType;
            var plain = Nullable.GetUnderlyingType(value) ?? value;
            if (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(TimeSpan)) _settings.Add(key, new KnownSetting(key, value, IsList: false));
            else if (value.GetInterfaces().Append(value).FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list)
                _settings.Add(key, new KnownSetting(key, list.GetGenericArguments()[0], IsList: true));
            else Collect(key, value);
        }
    }
}
