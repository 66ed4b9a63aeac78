using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>What a program that ran to its end left.</summary>
internal sealed record ToolRun(string Command, int ExitCode, string Output, string Errors)
{
    /// <summary>Its output, after checking that it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:{Environment.NewLine}{Errors}{Environment.NewLine}{Output}");
        return Output;
    }
}

/// <summary>Runs programs that are not ours.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end; null if there is no such program.</summary>
    public static async Task<ToolRun?> TryRun(string file, IEnumerable<string> arguments, string? input = null, string? folder = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null, TimeSpan? within = null)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            try
            {
                if (input is not null) await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading; why is in what it wrote.
            }
            await Task.WhenAll(output, errors, process.WaitForExitAsync()).Within(within ?? Patience, () => $"{file} {string.Join(' ', start.ArgumentList)} has not ended");
            return new ToolRun($"{file} {string.Join(' ', start.ArgumentList)}", process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a program to its end; skips the test if there is no such program.</summary>
    public static async Task<ToolRun> Run(string file, IEnumerable<string> arguments, string? input = null, string? folder = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null, TimeSpan? within = null)
    {
        var run = await TryRun(file, arguments, input, folder, environment, within);
        Assert.SkipWhen(run is null, $"{file} is not installed.");
        return run;
    }
}
