namespace StoryClustering.Engine.Features;

/// <summary>The blocks of a vector. The number is stored in the low three bits of every term id: never renumber.</summary>
public enum TermField
{
    /// <summary>Stemmed words of title and text.</summary>
    Word = 0,

    /// <summary>Adjacent stemmed word pairs.</summary>
    Pair = 1,

    /// <summary>Runs of 2-3 capitalised words.</summary>
    Name = 2,

    /// <summary>Single capitalised words.</summary>
    NameWord = 3,

    /// <summary>Character 4- and 5-grams of the title.</summary>
    TitleGram = 4,

    /// <summary>Stemmed words of the title.</summary>
    TitleWord = 5,

    /// <summary>Names and numbers in a form that languages share; compared between articles of different languages only.</summary>
    Anchor = 6,

    /// <summary>Buckets by which a dense embedding is looked up. Never part of a vector: the embedding itself is compared.</summary>
    Embedding = 7,
}
