namespace StoryClustering.Engine.Text;

[Flags]
internal enum SentenceTrait { None = 0, FirstPerson = 1, SecondPerson = 2, Opinion = 4, Question = 8, Attributed = 16, Quoted = 32, Dangling = 64, Hedged = 128, Next = 256, Before = 512, Why = 1024, Unresolved = 2048, Who = 4096 }

internal static class SentenceTraits
{
    public static SentenceTrait Of(ReadOnlySpan<char> sentence, string language) => sentence.EndsWith("?") ? SentenceTrait.Question : 0;
}
