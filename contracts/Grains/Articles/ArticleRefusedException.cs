namespace StoryClustering.Contracts.Articles;

/// <summary>An article that can be in no story, however often it is sent. The message names what is wrong with it.</summary>
[GenerateSerializer, Alias("ArticleRefusedException")]
public sealed class ArticleRefusedException : Exception
{
    /// <summary>For serialisers.</summary>
    public ArticleRefusedException() { }

    /// <summary>With what is wrong, in words for the sender.</summary>
    public ArticleRefusedException(string message) : base(message) { }
}
