using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging;
using SmartReader;
using StoryClustering.Api;
using StoryClustering.Gateway.Api;

namespace StoryClustering.Gateway.Locating;

/// <summary>The article of a page.</summary>
/// <param name="Title">Headline.</param>
/// <param name="Text">Body: paragraphs, an empty line between.</param>
/// <param name="Language">As the page states it, two letters; null if it does not.</param>
/// <param name="Published">As the page states it, or null.</param>
public sealed record PageArticle(string Title, string Text, string? Language, DateTimeOffset? Published);

/// <summary>Finds the article in a page's HTML (SmartReader, after Mozilla's Readability). Nothing is loaded: neither scripts nor images.
/// Hostile HTML is bounded four ways: the number of tags before it is parsed (a parser looks through all open elements at each tag, so that
/// deep nesting costs the square), number and depth of elements before anything recurses over them, a stack that holds that depth, and a
/// time limit. A page that exceeds the time keeps its thread until it is through, and counts among those read at a time until then.</summary>
public sealed partial class PageReader(GatewayOptions options, TimeProvider time, ILogger<PageReader> logger)
{
    private const int StackBytes = 16 * 1024 * 1024;
    private const int LeastChars = 200;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private int _reading;

    /// <summary>Reads a page. Throws <see cref="ApiException"/>: NOT_AN_ARTICLE, or TOO_MANY_FETCHES if all threads are taken.</summary>
    public async Task<PageArticle> Read(FetchedHtml page, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _reading) > options.Fetch.MostAtATime)
        {
            Interlocked.Decrement(ref _reading);
            throw LocateService.TooMany();
        }
        var found = new TaskCompletionSource<PageArticle?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var limit = new CancellationTokenSource(Limit, time);
        var token = limit.Token;
        new Thread(() =>
        {
            PageArticle? article = null;
            Exception? failure = null;
            try { article = Extract(page, token); }
            catch (Exception e) { failure = e; }
            Interlocked.Decrement(ref _reading);
            if (failure is null) found.SetResult(article);
            else found.SetException(failure);
        }, StackBytes) { IsBackground = true, Name = "page reader" }.Start();
        PageArticle? article = null;
        try { article = await found.Task.WaitAsync(Limit, time, cancellation); }
        // Whatever trips over a hostile page, it is the page's fault.
        catch (Exception e) when (!cancellation.IsCancellationRequested) { LogUnreadable(logger, e.GetType().Name, e); }
        return article ?? throw PageFetcher.NotAnArticle("No article was found on the page.");
    }

    private PageArticle? Extract(FetchedHtml page, CancellationToken cancellation)
    {
        if (Tags(page.Html) > 3 * options.Fetch.MostElements) return null;
        // Without a browsing context that could load anything.
        using var document = new HtmlParser(new HtmlParserOptions
        {
            IsScripting = false,
            // Formatting that is never closed is made anew in each paragraph: few tags can be many elements.
            OnCreated = (_, _) => cancellation.ThrowIfCancellationRequested(),
        }).ParseDocument(page.Html);
        if (!IsBounded(document, options.Fetch.MostElements, options.Fetch.MostDepth)) return null;
        cancellation.ThrowIfCancellationRequested();
        using var reader = new Reader(page.Address.AbsoluteUri, document) { MaxElemsToParse = options.Fetch.MostElements };
        var article = reader.GetArticleAsync(cancellation).GetAwaiter().GetResult();
        if (article is not { Completed: true }) return null;
        var text = Clean(article.TextContent ?? "", Limits.TextBytes, breaks: true);
        var title = Clean(article.Title ?? "", Limits.TitleBytes, breaks: false);
        if (text.Length < LeastChars) return null;
        var language = article.Language is { Length: >= 2 } tag && char.IsAsciiLetter(tag[0]) && char.IsAsciiLetter(tag[1])
            && (tag.Length == 2 || tag[2] is '-' or '_') ? tag[..2].ToLowerInvariant() : null;
        var now = time.TimeOfDay();
        DateTimeOffset? published = article.PublicationDate is { Year: >= Limits.EarliestYear } date
            ? new DateTimeOffset(date.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(date, DateTimeKind.Utc) : date).ToUniversalTime() : null;
        return new PageArticle(title, text, language, published > now + Limits.FutureTolerance ? null : published);
    }

    // What may begin a tag, at its start or end.
    private static int Tags(string html)
    {
        var tags = 0;
        for (var i = 0; (i = html.IndexOf('<', i)) >= 0 && ++i < html.Length;)
            if (char.IsAsciiLetter(html[i]) || html[i] == '/') tags++;
        return tags;
    }

    /// <summary>Whether a document has no more elements than allowed, and none deeper. Walks without recursion.</summary>
    internal static bool IsBounded(IHtmlDocument document, int mostElements, int mostDepth)
    {
        var (elements, depth) = (0, 0);
        INode? node = document;
        while (node is not null)
        {
            if (node is IElement && ++elements > mostElements) return false;
            if (node.FirstChild is { } child)
            {
                if (++depth > mostDepth) return false;
                node = child;
                continue;
            }
            while (node is not null && node.NextSibling is null)
            {
                node = node.Parent;
                depth--;
            }
            node = node?.NextSibling;
        }
        return true;
    }

    /// <summary>Text as an ingested article's would have to be: without control characters and broken surrogates, blank lines folded, at
    /// most so many bytes of UTF-8.</summary>
    internal static string Clean(string text, int mostBytes, bool breaks)
    {
        var clean = new StringBuilder(Math.Min(text.Length, mostBytes));
        var (bytes, lines, spaces) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or 0x2028 or 0x2029)
            {
                if (rune.Value != '\r') lines++;
                continue;
            }
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                spaces++;
                continue;
            }
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format && rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069)) continue;
            var gap = clean.Length == 0 ? "" : lines > 0 && breaks ? lines > 1 ? "\n\n" : "\n" : lines + spaces > 0 ? " " : "";
            bytes += gap.Length + rune.Utf8SequenceLength;
            if (bytes > mostBytes) break;
            clean.Append(gap).Append(rune.ToString());
            (lines, spaces) = (0, 0);
        }
        return clean.ToString();
    }

    [LoggerMessage(207, LogLevel.Information, "A fetched page could not be read ({Error})")]
    private static partial void LogUnreadable(ILogger logger, string error, Exception exception);
}
