using System.CommandLine;

namespace StoryClustering.Cli.Connection;

/// <summary>--address of every command.</summary>
internal sealed class AddressOption : Option<string>
{
    public const string Variable = "STORYCTL_ADDRESS";
    public const string Default = "http://127.0.0.1:8081";

    public AddressOption() : base("--address")
    {
        Description = $"gRPC address of the service. Without it: {Variable}, else {Default}.";
        HelpName = "URL";
        Recursive = true;
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Default;
        Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                result.AddError($"--address: '{text}' is not an http or https URL, for example {Default}");
        });
    }
}
