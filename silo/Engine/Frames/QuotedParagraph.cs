using System.Buffers;
using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Frames;

/// <summary>
/// Tells which sentences of a text are nothing but somebody's words. A quote that goes on in the next paragraph is not closed: all that
/// stands behind its mark is spoken, and so is the beginning of the next paragraph up to the mark that closes it there. Asked in the
/// text's order; each paragraph is read once.
/// </summary>
internal sealed class QuotedParagraph(string text)
{
    private static readonly SearchValues<char> Marks =
        SearchValues.Create("\"\u00AB\u00BB\u2018\u201A\u201C\u201D\u201E\u2039\u203A\u300C\u300D\u300E\u300F");

    // First character of each quote in the paragraph, and the one behind its end.
    private readonly List<(int Start, int End)> _quotes = [];
    private int _end;
    private bool _goesOn;

    /// <summary>Whether a sentence lies within a quote, its marks included.</summary>
    public bool IsSpoken(SentenceCut cut)
    {
        while (cut.Start >= _end)
            Read();
        foreach (var (start, end) in _quotes)
        {
            if (cut.Start >= start && cut.Start < end && (cut.Start > start || cut.Start + cut.Length <= end))
                return true;
        }
        return false;
    }

    private void Read()
    {
        _quotes.Clear();
        var start = _end;
        var length = text.AsSpan(start).IndexOfAny('\n', '\r', '\u2029');
        var paragraph = text.AsSpan(start, length < 0 ? text.Length - start : length);
        _end = length < 0 ? int.MaxValue : start + length + 1;
        if (paragraph.IsWhiteSpace())
            return;
        var carried = _goesOn;
        _goesOn = false;
        for (var i = 0; i < paragraph.Length; i++)
        {
            var next = paragraph[i..].IndexOfAny(Marks);
            if (next < 0)
                return;
            i += next;
            if (!QuoteMarks.Opens(paragraph, i))
            {
                // Closes what the paragraph before has opened.
                if (carried && QuoteMarks.IsCloser(paragraph[i]) && paragraph[i] is not '\u2018')
                    _quotes.Add((start - 1, start + i + 1));
                carried = false;
                continue;
            }
            carried = false;
            var close = QuoteMarks.EndOf(paragraph, i, paragraph.Length);
            if (close > 0)
            {
                _quotes.Add((start + i, start + close + 1));
                i = close;
                continue;
            }
            // An apostrophe opens nothing, unless a paragraph begins with it.
            if (paragraph[i] is '\u2018' or '\u201A' && !paragraph[..i].IsWhiteSpace())
                continue;
            _quotes.Add((start + i, start + paragraph.Length));
            _goesOn = true;
            return;
        }
    }
}
