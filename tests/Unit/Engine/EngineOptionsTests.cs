using StoryClustering.Engine;
using Xunit;

namespace StoryClustering.Tests.Unit.Engine;

public class EngineOptionsTests
{
    [Fact]
    public void The_defaults_can_be_used() => Assert.Empty(new EngineOptions().Errors());

    [Fact]
    public void Every_wrong_value_is_named_at_once()
    {
        var errors = new EngineOptions
        {
            JoinThreshold = float.NaN,
            TopMembers = 3,
            TopMembersOfSample = 4,
            QueryTerms = 0,
            StreamWeight = 1.5f,
            ReconsiderAfter = 1_001,
            MoveFactor = 0.9f,
            CompareAgainAfter = -1,
            FeatureWords = 1_000_000,
            EmbeddingFloor = 1,
            Weights = new FieldWeights { Words = -1, Embedding = float.NaN },
            Caps = new FieldCaps { Words = 5_000 },
        }.Errors();
        Assert.Contains(errors, error => error.StartsWith("JoinThreshold", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("TopMembersOfSample", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("QueryTerms", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("StreamWeight", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("ReconsiderAfter", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("MoveFactor", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("CompareAgainAfter", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("FeatureWords", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("EmbeddingFloor", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("Weights:Words is -1", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("Weights:Embedding", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("Caps:Words is 5000", StringComparison.Ordinal));
    }
}
