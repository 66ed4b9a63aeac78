using StoryClustering.Evaluation;
using StoryClustering.Evaluation.Commands;

// Each command is a function of its arguments that returns an exit code; add yours to the table.
var commands = new Dictionary<string, (string Usage, Func<string[], Task<int>> Run)>(StringComparer.Ordinal)
{
    ["cluster"] = ("cluster IN.jsonl[.gz]... --out OUT.jsonl [--Option=value...]    the engine, one pass; several files by time", ClusterCommand.Run),
    ["score"] = ("score OUT.jsonl --gold IN.jsonl[.gz]... [--key story] [--json]   B-cubed and pairwise", ScoreCommand.Run),
    ["report"] = ("report [--data DIR] [--cross-validate | --orders N]              all sets, beside two baselines", ReportCommand.Run),
    ["through"] = ("through HOST:PORT IN.jsonl[.gz]... [--in-flight 64] [--settle SECONDS] [--out OUT.jsonl]  the same through a running service", ThroughCommand.Run),
    ["syndication"] = ("syndication [FILE...] [--data DIR] [--json] [--errors N]     whose text is it? by text, by credit, by both", SyndicationCommand.Run),
    ["frames"] = ("frames [--data DIR] [--triples FILE] [--split val] [--show N] [--story FILE LABEL] [Option=value...]  facts and agreement against neutral summaries, citations, leans", FramesCommand.Run),
    ["coverage"] = ("coverage [--stories FILE] [--counts FILE]                    outlets of each side, beside those that a site showed", CoverageCommand.Run),
};

if (args.Length == 0 || !commands.TryGetValue(args[0], out var command))
{
    Console.Error.WriteLine("Usage: one of");
    foreach (var (usage, _) in commands.Values)
        Console.Error.WriteLine("  " + usage);
    return 2;
}
try
{
    return await command.Run(args[1..]);
}
catch (Exception problem) when (problem is EvaluationException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
