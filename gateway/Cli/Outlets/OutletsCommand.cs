using System.CommandLine;
using StoryClustering.Cli.Connection;
using StoryClustering.Cli.Terminal;

namespace StoryClustering.Cli.Outlets;

/// <summary>storyctl outlets ...</summary>
internal static class OutletsCommand
{
    public static Command Create(AddressOption address, Consoles consoles) => new("outlets", "Shows and changes the catalogue of outlets and their ratings.")
    {
        OutletListCommand.Create(address, consoles),
        OutletGetCommand.Create(address, consoles),
        SetLeanCommand.Create(address, consoles),
        OutletImportCommand.Create(address, consoles),
        OutletHistoryCommand.Create(address, consoles),
    };
}
