namespace StoryClustering.Engine.Frames.Claims;

/// <summary>A line as a model wrote it: not to be believed.</summary>
/// <param name="Line">Label of the line that it stands for.</param>
/// <param name="Text">The words.</param>
/// <param name="Spans">Numbers of the spans that it cites.</param>
public sealed record DraftedClaim(string Line, string Text, IReadOnlyList<int> Spans);

/// <summary>What a model returned: claims in any order, for any section.</summary>
public sealed record DraftedFrames(IReadOnlyList<DraftedClaim> Claims)
{
    /// <summary>More than all lines of a page: what comes after is not read.</summary>
    public const int MostClaims = 64;

    /// <summary>More spans than these cite no claim.</summary>
    public const int MostSpans = 16;
}
