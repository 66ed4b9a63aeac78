using System.CommandLine;

namespace StoryClustering.Cli.Usage;

/// <summary>Rules for the values of options.</summary>
internal static class OptionRules
{
    /// <summary>Refuses a given value that breaks the rule, for example "--limit: must be above 0".</summary>
    public static void Must<T>(this Option<T> option, Func<T, bool> hold, string rule) => option.Validators.Add(result =>
    {
        if (result.Implicit) return;
        T? value;
        try
        {
            value = result.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            return; // not even of the type, which the parser reports
        }
        if (value is not null && !hold(value)) result.AddError($"{option.Name}: {rule}");
    });
}
