using System.Globalization;
using StoryClustering.Engine;

namespace StoryClustering.Evaluation.Commands;

/// <summary>Arguments of a command: values by name ("--out FILE"), switches, engine options ("--JoinThreshold=0.1"), the rest.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <exception cref="EvaluationException">A name is unknown, or its value is missing.</exception>
    public Arguments(IReadOnlyList<string> args, string[] named, string[] switches, bool engineOptions = false)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                Rest.Add(args[i]);
            }
            else if (switches.Contains(args[i]))
            {
                Switches.Add(args[i]);
            }
            else if (engineOptions && args[i].Split('=') is [var option, var value])
            {
                Options = Set(Options, option[2..], value);
            }
            else if (!named.Contains(args[i]))
            {
                throw new EvaluationException($"There is no argument {args[i]}.");
            }
            else
            {
                // "--gold A B": as many as follow.
                var name = args[i];
                var values = _values[name] = [];
                while (i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
                    values.Add(args[++i]);
                if (values.Count == 0)
                    throw new EvaluationException($"{name} needs a value.");
            }
        }
    }

    public List<string> Rest { get; } = [];

    public HashSet<string> Switches { get; } = new(StringComparer.Ordinal);

    public EngineOptions Options { get; private set; } = new();

    public string? One(string name) => _values.TryGetValue(name, out var values) ? values[^1] : null;

    public IReadOnlyList<string> All(string name) => _values.TryGetValue(name, out var values) ? values : [];

    /// <summary>The options with one value changed, by name: "JoinThreshold", "Weights.Words"; times in days.</summary>
    public static EngineOptions Set(EngineOptions options, string name, string value)
    {
        var copy = options with { Weights = options.Weights with { }, Caps = options.Caps with { } };
        object target = copy;
        var member = name;
        if (name.Split('.') is [var group, var inner])
            (target, member) = (group == "Weights" ? copy.Weights : copy.Caps, inner);
        var property = target.GetType().GetProperty(member) ?? throw new EvaluationException($"The engine has no option {name}.");
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number))
            throw new EvaluationException($"{value} is no number for {name}.");
        property.SetValue(target, property.PropertyType == typeof(TimeSpan)
            ? TimeSpan.FromDays(number)
            : Convert.ChangeType(number, property.PropertyType, CultureInfo.InvariantCulture));
        return copy.Errors() is [var error, ..] ? throw new EvaluationException(error) : copy;
    }
}
