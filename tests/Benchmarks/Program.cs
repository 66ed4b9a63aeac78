using StoryClustering.Benchmarks.Engine;
using StoryClustering.Benchmarks.Load;
using StoryClustering.Benchmarks.Restart;
using StoryClustering.Benchmarks.Watches;

// Each command is a function of its arguments that returns an exit code; add yours to the table.
var commands = new Dictionary<string, (string Usage, Func<string[], int> Run)>(StringComparer.Ordinal)
{
    ["engine"] = ("engine [FILE.jsonl.gz...]        throughput, allocation and growth of cost; synthetic without files", EngineSpeed.Run),
    ["frames"] = ("frames                           what frames of a large story cost", FramesSpeed.Run),
    ["coverage"] = ("coverage                         what an article costs the ledger of a small and of a large story", CoverageSpeed.Run),
    ["watches"] = ("watches [WATCHERS [STORIES]]     what watches with details hold in a gateway's memory", WatchMemory.Run),
    ["load"] = ("load [--address URL] ...         growth of cost in a running service", LoadCommand.Run),
    ["repeat"] = ("repeat [--address URL] ...       what articles cost that are sent again, soon and late", RepeatCommand.Run),
    ["restart"] = ("restart [--stories N] ...        how soon the service works again on a full database", RestartCommand.Run),
    ["derive-background"] = ("derive-background IN.jsonl.gz OUT  document frequencies of English, numbers only", BackgroundDerivation.Run),
};

if (args.Length > 0 && commands.TryGetValue(args[0], out var command))
    return command.Run(args[1..]);

Console.Error.WriteLine("Usage: one of");
foreach (var (_, (usage, _)) in commands.OrderBy(entry => entry.Key, StringComparer.Ordinal))
    Console.Error.WriteLine("  " + usage);
return 2;
