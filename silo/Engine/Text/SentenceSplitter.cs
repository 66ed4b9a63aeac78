namespace StoryClustering.Engine.Text;

internal readonly record struct SentenceCut(int Start, int Length);

internal static class SentenceSplitter
{
    public static void Split(string text, string language, List<SentenceCut> into, int most)
    {
        var start = 0;
        for (var i = 0; i <= text.Length && into.Count < most; i++)
        {
            var end = i == text.Length || text[i] == '\n' || (text[i] is '.' or '!' or '?' or '…') && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || text[i + 1] is '"' or '”') && !(i > 2 && text[i] == '.' && (text[i - 2] is ' ' or '.' && char.IsUpper(text[i - 1])) || (i > 3 && text.AsSpan(Math.Max(0, i - 4), 4).Trim() is "Sen" or "Rep" or "Gov" or "Mr" or "Dr" or "Mrs" or "Ms" or "St" or "Jan" or "Feb" or "Inc"));
            if (!end) continue;
            var last = Math.Min(i + 1, text.Length);
            if (last < text.Length && text[last] is '"' or '”') last++;
            var (s, e) = (start, last);
            while (s < e && char.IsWhiteSpace(text[s])) s++;
            while (e > s && char.IsWhiteSpace(text[e - 1])) e--;
            if (e > s) into.Add(new SentenceCut(s, e - s));
            start = last; i = Math.Max(i, last - 1);
        }
    }
}
