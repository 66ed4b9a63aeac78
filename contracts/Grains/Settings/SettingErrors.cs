using System.Globalization;

namespace StoryClustering.Contracts.Settings;

/// <summary>Gathers what is wrong with the values of one section of the configuration. Each error is one line that names the setting by its
/// full key, the value and the rule: "Storage:MaxPoolSize is 0; it must be 1 to 1000."</summary>
/// <param name="section">Key of the section, for example "Clustering:Frames"; empty for the top.</param>
public sealed class SettingErrors(string section)
{
    private readonly List<string> _all = [];

    /// <summary>All of them, in the order in which they were found.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>An error unless the value lies between the two, which are both allowed. NaN never does.</summary>
    public void Range<T>(string name, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) Wrong(name, value, $"must be {Text(least)} to {Text(most)}");
    }

    /// <summary>An error about a value that may be shown.</summary>
    /// <param name="name">The setting within the section.</param>
    /// <param name="value">What was given; control characters and all beyond 200 characters are left out.</param>
    /// <param name="rule">Goes on after "it ", without a full stop.</param>
    public void Wrong(string name, object? value, string rule) =>
        _all.Add(Text(value) is { Length: > 0 } text ? $"{Key(name)} is {text}; it {rule}." : $"{Key(name)} is empty; it {rule}.");

    /// <summary>An error about a value that must not be shown, or that is not there.</summary>
    /// <param name="name">The setting within the section.</param>
    /// <param name="rule">Goes on after the key, without a full stop.</param>
    public void Secret(string name, string rule) => _all.Add($"{Key(name)} {rule}.");

    /// <summary>Errors of a section within this one, whose keys are whole.</summary>
    public void Add(IEnumerable<string> errors) => _all.AddRange(errors);

    /// <summary>A value as a person would write it into the configuration, on one line.</summary>
    public static string Text(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        text = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length <= 200 ? text : text[..200] + "...";
    }

    private string Key(string name) => section.Length == 0 ? name : $"{section}:{name}";
}
