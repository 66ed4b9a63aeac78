using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>One process of the service, started from its build output. Its last output is kept for failure messages; all of it is
/// written to the folder that CLUSTERING_TEST_LOGS names, if it does.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private const int SigContinue = 18;
    private const int SigStop = 19;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<int, Process> s_running = new();

    private readonly Process _process;
    private readonly string _name;
    private readonly Queue<string> _lines = new();
    private readonly List<string> _errors = [];
    private readonly StreamWriter? _log;

    // A test run that is interrupted leaves nothing behind either.
    static ServiceProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in s_running.Values) KillNow(process);
    };

    private ServiceProcess(string name, Process process)
    {
        _name = name;
        _process = process;
        if (Environment.GetEnvironmentVariable("CLUSTERING_TEST_LOGS") is { Length: > 0 } folder)
            _log = new StreamWriter(Path.Combine(folder, $"{DateTime.Now:HHmmss.fff} {name}.log")) { AutoFlush = true };
    }

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts <c>dotnet <paramref name="dll"/></c>.</summary>
    public static ServiceProcess Start(string name, string dll, IEnumerable<string> arguments, string folder,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What the surrounding shell says about addresses is not meant for them.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (variable, value) in environment ?? []) start.Environment[variable] = value;
        var process = new Process { StartInfo = start };
        var service = new ServiceProcess(name, process);
        process.OutputDataReceived += (_, e) => service.Keep(e.Data);
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null) lock (service._lines) service._errors.Add(e.Data);
            service.Keep(e.Data);
        };
        process.Start();
        s_running[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return service;
    }

    /// <summary>What it wrote last.</summary>
    public string LastOutput
    {
        get { lock (_lines) return $"{_name} (process {_process.Id}) wrote last:{Environment.NewLine}{string.Join(Environment.NewLine, _lines)}"; }
    }

    /// <summary>The lines it wrote to standard error; whole once it has ended.</summary>
    public IReadOnlyList<string> Errors
    {
        get { lock (_lines) return [.. _errors]; }
    }

    /// <summary>Waits until its health endpoint answers 200; fails with its last output.</summary>
    public async Task WaitUntilHealthy(Uri health)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var last = "no answer";
        await Eventually.Holds(async () =>
        {
            if (_process.HasExited) Assert.Fail($"{_name} ended with {_process.ExitCode} instead of becoming healthy. {LastOutput}");
            try
            {
                using var answer = await http.GetAsync(health);
                if (answer.IsSuccessStatusCode) return null;
                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = e.Message;
            }
            return $"{_name} is not healthy at {health}: {last}. {LastOutput}";
        }, StartDeadline);
    }

    /// <summary>Waits for its end and returns the exit code; fails with its last output.</summary>
    public async Task<int> WaitForExit(TimeSpan? within = null)
    {
        await _process.WaitForExitAsync().Within(within ?? StopDeadline, () => $"{_name} has not ended. {LastOutput}");
        s_running.TryRemove(_process.Id, out _);
        return _process.ExitCode;
    }

    /// <summary>As Ctrl-C does; returns the exit code.</summary>
    public Task<int> Interrupt() => Signal(SigInt);

    /// <summary>As Kubernetes does; returns the exit code.</summary>
    public Task<int> Terminate() => Signal(SigTerm);

    /// <summary>Stops it in its tracks: it keeps its connections and does nothing, as a virtual machine that is moved.</summary>
    public void Freeze() => Assert.Equal(0, SendSignal(_process.Id, SigStop));

    /// <summary>Lets it go on where it was.</summary>
    public void Thaw() => Assert.Equal(0, SendSignal(_process.Id, SigContinue));

    /// <summary>As a power cut does to it.</summary>
    public void Kill()
    {
        KillNow(_process);
        _process.WaitForExit();
        s_running.TryRemove(_process.Id, out _);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process.Dispose();
        lock (_lines) _log?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> Signal(int signal)
    {
        Assert.False(_process.HasExited, $"{_name} had ended before. {LastOutput}");
        Assert.Equal(0, SendSignal(_process.Id, signal));
        return await WaitForExit();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_lines)
        {
            _log?.WriteLine(line);
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines) _lines.Dequeue();
        }
    }

    private static void KillNow(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, which is what was wanted.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
