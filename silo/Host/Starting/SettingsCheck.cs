using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using StoryClustering.Contracts.Settings;

namespace StoryClustering.Silo.Starting;

/// <summary>Finds all that is wrong with a configuration before anything is started by it: options and keys that nobody reads, and values that
/// cannot be read. One line each. What remains can be bound by <see cref="Readable"/>, so that values out of range are told at the same time.</summary>
/// <param name="known">All settings of the program.</param>
public sealed class SettingsCheck(KnownSettings known)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _unreadable = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Looks through the arguments; to be called before the configuration reads them, which passes over what it does not know.</summary>
    /// <param name="arguments">All but switches.</param>
    /// <param name="switches">Options without a value, which the program takes out itself.</param>
    /// <returns>The arguments that a configuration can read.</returns>
    public string[] Arguments(IReadOnlyList<string> arguments, params ReadOnlySpan<string> switches)
    {
        var readable = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
            {
                // "-x" and "x=1" would be read in other ways, and "/x" is a path to most.
                _errors.Add($"{SettingErrors.Text(Visible(argument))} is not an option; options are like --Section:Key value.");
                continue;
            }
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? argument[2..] : argument[2..equals];
            if (equals < 0)
            {
                if (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                {
                    if (known.Find(key) is { } setting) _errors.Add($"--{key} needs a value: {(setting.Type == typeof(string) ? "a text" : setting.Expected)}.");
                    else if (KnownSettings.IsFramework(key)) _errors.Add($"--{key} needs a value.");
                    else Unknown("--", key, "an option", switches);
                    continue;
                }
                i++;
            }
            if (known.Find(key) is null && !KnownSettings.IsFramework(key)) Unknown("--", key, "an option", switches);
            else readable.Add(equals < 0 ? $"{argument}={arguments[i]}" : argument);
        }
        return [.. readable];
    }

    /// <summary>Looks through files and environment for keys that nobody reads, and through all values for those that cannot be read.</summary>
    public void Configuration(IConfigurationRoot configuration)
    {
        foreach (var provider in configuration.Providers)
        {
            // Arguments were looked at in their own words, and what the program adds itself is its own affair.
            if (provider is CommandLineConfigurationProvider or MemoryConfigurationProvider or ChainedConfigurationProvider) continue;
            // The environment is full of what others have put there: only what begins like ours is meant for us.
            var mine = provider is not EnvironmentVariablesConfigurationProvider;
            foreach (var key in Keys(provider, null))
                if (known.Find(key) is null && !KnownSettings.IsFramework(key) && (mine || known.Sections.Any(s => key.StartsWith(s + ":", StringComparison.OrdinalIgnoreCase))))
                    Unknown("", key, "a setting");
        }
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is null || known.Find(key) is not { } setting || setting.Accepts(value)) continue;
            _errors.Add(Unreadable(key, setting, value));
            _unreadable.Add(setting.IsList ? key : setting.Key);
        }
    }

    /// <summary>Adds errors that were found elsewhere, but for values that could not be read, which the default stands in for.</summary>
    public void Add(IEnumerable<string> errors) => _errors.AddRange(errors.Where(e => !_unreadable.Any(k => e.StartsWith(k + " ", StringComparison.Ordinal))));

    /// <summary>The configuration without what cannot be read: it can be bound, and the rest is judged in the same run.</summary>
    public IConfigurationRoot Readable(IConfiguration configuration) => new ConfigurationBuilder().AddInMemoryCollection(
        configuration.AsEnumerable().Where(p => p.Value is not null && (known.Find(p.Key) is not { } setting || setting.Accepts(p.Value)))).Build();

    /// <summary>Throws if anything was found.</summary>
    public void Throw()
    {
        if (_errors.Count > 0) throw new StartException(ExitCode.Configuration, _errors);
    }

    private static string Unreadable(string key, KnownSetting setting, string value)
    {
        var name = setting.IsList ? key : setting.Key;
        return value.Length == 0 ? $"{name} is empty; it must be {setting.Expected}." : $"{name} is {SettingErrors.Text(value)}; it must be {setting.Expected}.";
    }

    private void Unknown(string prefix, string key, string what, params ReadOnlySpan<string> switches)
    {
        var shown = SettingErrors.Text(key);
        foreach (var flag in switches)
            if (string.Equals(key, flag, StringComparison.OrdinalIgnoreCase)) { _errors.Add($"--{shown} takes no value."); return; }
        _errors.Add(known.Nearest(key) is { } near
            ? $"{prefix}{shown} is not {what}; did you mean {prefix}{near}?"
            : $"{prefix}{shown} is not {what}; the README lists them under Configuration.");
    }

    // What stands behind "=" may be a secret.
    private static string Visible(string argument) => argument.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 ? argument[..equals] : argument;

    private static IEnumerable<string> Keys(IConfigurationProvider provider, string? parent)
    {
        foreach (var child in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var key = parent is null ? child : $"{parent}:{child}";
            if (provider.TryGet(key, out _)) yield return key;
            foreach (var below in Keys(provider, key)) yield return below;
        }
    }
}
