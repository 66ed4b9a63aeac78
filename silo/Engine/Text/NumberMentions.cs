namespace StoryClustering.Engine.Text;

internal enum NumberKind { Count, Percent, Money, Date, Time, Ordinal, Score, Other }

internal readonly record struct NumberMention(int Start, int Length, double Value, int QualifierStart, int UnitStart, int UnitLength, NumberKind Kind);

internal static class NumberMentions
{
    public static void Find(string sentence, string language, List<NumberMention> into)
    {
    }
}
