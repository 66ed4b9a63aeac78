using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

internal readonly record struct Quotation(int Start, int Length, int SpeakerStart, int SpeakerLength, int SentenceStart, int SentenceLength);

internal static class Quotations
{
    public static void Find(string text, string language, IReadOnlyList<SentenceCut> sentences, List<Quotation> into, int most)
    {
    }
}
