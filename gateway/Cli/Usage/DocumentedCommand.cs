using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StoryClustering.Cli.Usage;

/// <summary>A command whose own help ends with an explanation; the list of all commands shows only its description.</summary>
internal sealed class DocumentedCommand(string name, string description, string about) : Command(name, description)
{
    /// <summary>Makes --help of all commands below the root print the explanations.</summary>
    public static void PrintIn(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExplanation((HelpAction)help.Action!);
    }

    private sealed class HelpWithExplanation(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand command)
                parseResult.InvocationConfiguration.Output.WriteLine(command.About);
            return code;
        }
    }

    private string About { get; } = about;
}
