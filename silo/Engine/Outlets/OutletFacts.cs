namespace StoryClustering.Engine.Outlets;

/// <summary>What an outlet is.</summary>
public enum OutletKind : byte
{
    /// <summary>Not known.</summary>
    Unknown = 0,
    /// <summary>News agency: others print its texts.</summary>
    Agency = 1,
    /// <summary>Newspaper, magazine or site for a whole country or the world.</summary>
    National = 2,
    /// <summary>For a region or a city.</summary>
    Local = 3,
    /// <summary>National or international television or radio.</summary>
    Broadcaster = 4,
    /// <summary>Blog.</summary>
    Blog = 5,
    /// <summary>Shows what others report.</summary>
    Aggregator = 6,
    /// <summary>Government or international organisation.</summary>
    Government = 7,
    /// <summary>Controlled by a government.</summary>
    StateMedia = 8,
}

/// <summary>Lean of an outlet in five steps.</summary>
public enum Lean : byte
{
    /// <summary>Nobody has said.</summary>
    Unrated = 0,
    /// <summary>Left.</summary>
    Left = 1,
    /// <summary>Leans left.</summary>
    LeanLeft = 2,
    /// <summary>Center.</summary>
    Center = 3,
    /// <summary>Leans right.</summary>
    LeanRight = 4,
    /// <summary>Right.</summary>
    Right = 5,
}

/// <summary>Lean in three steps, as coverage counts it.</summary>
public enum Side : byte
{
    /// <summary>Unrated.</summary>
    Unrated = 0,
    /// <summary>Left or leaning left.</summary>
    Left = 1,
    /// <summary>Center.</summary>
    Center = 2,
    /// <summary>Right or leaning right.</summary>
    Right = 3,
}

/// <summary>What coverage counts by.</summary>
/// <param name="Domain">Main domain.</param>
/// <param name="Family">Publisher family: the owner's name, or the domain of an outlet that stands alone. Compared as it is.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or empty.</param>
/// <param name="Lean">Lean.</param>
public sealed record OutletFacts(string Domain, string Family, OutletKind Kind, string Country, Lean Lean)
{
    /// <summary>An outlet that nobody knows anything of: its own family, unrated.</summary>
    public static OutletFacts Unknown(string domain) => new(domain, domain, OutletKind.Unknown, "", Lean.Unrated);

    /// <summary>The lean in three steps.</summary>
    public Side Side => SideOf(Lean);

    /// <summary>A lean in three steps.</summary>
    public static Side SideOf(Lean lean) => lean switch
    {
        Lean.Left or Lean.LeanLeft => Side.Left,
        Lean.Center => Side.Center,
        Lean.LeanRight or Lean.Right => Side.Right,
        _ => Side.Unrated,
    };
}

/// <summary>Where outlets are looked up. What it answers does not change while <see cref="Version"/> stays.</summary>
public interface IOutletDirectory
{
    /// <summary>Rises with every change.</summary>
    long Version { get; }

    /// <summary>The outlet of a domain or of a host below it; <see cref="OutletFacts.Unknown"/> if it is in no catalogue.</summary>
    OutletFacts Find(string domain);

    /// <summary>The outlet of a domain or of a host below it, or null if it is in no catalogue.</summary>
    OutletFacts? FindKnown(string domain);

    /// <summary>The outlet that a credit line names ("AP", "The Associated Press", "reuters.com"), or null.</summary>
    OutletFacts? FindSource(string name);
}
