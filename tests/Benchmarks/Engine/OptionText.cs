using StoryClustering.Engine;

namespace StoryClustering.Benchmarks.Engine;

/// <summary>Options by name, for trying values from the command line.</summary>
internal static class OptionText
{
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public static EngineOptions With(EngineOptions options, string name, double value)
    {
        var copy = options with { Weights = options.Weights with { }, Caps = options.Caps with { } };
        object target = copy;
        var member = name;
        if (name.Split('.') is [var group, var inner])
        {
            target = group == "Weights" ? copy.Weights : copy.Caps;
            member = inner;
        }
        var property = target.GetType().GetProperty(member) ?? throw new ArgumentException($"There is no option {name}.");
        property.SetValue(target, property.PropertyType == typeof(TimeSpan)
            ? TimeSpan.FromDays(value)
            : Convert.ChangeType(value, property.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        return copy;
    }
}
