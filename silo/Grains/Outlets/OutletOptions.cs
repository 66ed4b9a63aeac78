namespace StoryClustering.Grains.Outlets;

/// <summary>What an operator can set about the catalogue of outlets.</summary>
public sealed class OutletOptions
{
    /// <value>Whether the starter catalogue is there: names, kinds, families, countries. Default true. What an operator has said of an outlet
    /// always counts before it.</value>
    public bool Starter { get; set; } = true;

    /// <value>Whether the leans of the starter catalogue count. Default false: they are this project's own editorial starting point, and an
    /// operator should know whose opinion is shown.</value>
    public bool StarterLeans { get; set; }
}
