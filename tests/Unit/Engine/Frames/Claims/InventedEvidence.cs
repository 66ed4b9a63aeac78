using StoryClustering.Engine.Coverage;
using StoryClustering.Engine.Frames;
using StoryClustering.Engine.Outlets;

namespace StoryClustering.Tests.Unit.Engine.Frames.Claims;

/// <summary>Frames of invented stories.</summary>
internal static class InventedEvidence
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static Citation Cite(string id, string text, Side side = Side.Unrated, string? origin = null, int revision = 1, int start = 0) =>
        new(id, revision, $"{id}.example", $"https://{id}.example/a", side, origin ?? id, Noon, SpanField.Text, start, text.Length, text, 1);

    public static CitedText Line(params Citation[] citations) => new(citations[0].Text, citations);

    public static Fact Fact(string id, params Citation[] citations) => new()
    {
        FactId = id,
        Line = Line(citations),
        Origins = new SideCounts(1, 0, 1, 0),
        Articles = citations.Length,
        First = Noon,
        Latest = Noon,
    };

    public static StoryFrames FramesOf(params Fact[] facts) => new() { Facts = facts, About = About };

    public static AboutFrames About => new()
    {
        Method = "extractive", MethodVersion = 1, Computed = Noon, Articles = 4, Copies = 0, Origins = new SideCounts(2, 0, 2, 0), Sentences = 20, Confidence = 0.5,
    };
}
