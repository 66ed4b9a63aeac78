namespace StoryClustering.Engine.Text;

internal static class Boilerplate
{
    public static bool Is(ReadOnlySpan<char> sentence, string language) => sentence.Length < 12;
    public static int LeadIn(ReadOnlySpan<char> sentence) => 0;
}
