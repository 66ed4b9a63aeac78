using System.CommandLine;
using StoryClustering.Api.V1;
using StoryClustering.Cli.Usage;

namespace StoryClustering.Cli.Outlets;

/// <summary>Options that tell where a rating comes from, and who changes the catalogue.</summary>
internal sealed class RatingOptions
{
    public Option<string?> RatedBy { get; } = new("--rated-by") { HelpName = "NAME", Description = "Who rated. Required where there is a rating." };
    public Option<string?> RatedAt { get; } = new("--rated-at") { HelpName = "DATE", Description = "When it was rated or taken over." };
    public Option<string?> Licence { get; } = new("--licence") { HelpName = "TEXT", Description = "Licence of the rating." };
    public Option<string?> Scale { get; } = new("--scale") { HelpName = "TEXT", Description = "The rater's scale, in words." };
    public Option<string> Actor { get; } = new("--actor") { DefaultValueFactory = _ => Environment.UserName, HelpName = "NAME", Description = "Who changes the catalogue. Without it: your user name." };
    public Option<string?> Reason { get; } = new("--reason") { HelpName = "TEXT", Description = "Why." };

    public RatingOptions() => RatedAt.Must(static text => OutletWords.Time(text!) is not null, "must be a date, for example 2031-03-04");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { RatedBy, RatedAt, Licence, Scale, Actor, Reason }) command.Add(option);
    }

    /// <summary>Where the rating comes from; null if nothing was told.</summary>
    public RatingProvenance? Read(ParseResult parsed)
    {
        var provenance = new RatingProvenance
        {
            RatedBy = parsed.GetValue(RatedBy) ?? "",
            RatedAt = parsed.GetValue(RatedAt) is { } at ? OutletWords.Time(at) : null,
            Licence = parsed.GetValue(Licence) ?? "",
            Scale = parsed.GetValue(Scale) ?? "",
        };
        return provenance.CalculateSize() == 0 ? null : provenance;
    }
}
