using StoryClustering.Engine.Text;

namespace StoryClustering.Engine.Reading;

/// <summary>
/// An article as readers read it. Title and text are as long as they were sent, and every place in them is the same: what is markup, not
/// seen, or
/// not the article's own is blank. What was sent is kept beside it; this is what is compared, counted and shown.
/// </summary>
internal readonly record struct ArticleReading
{
    private const int MostTitle = 2048;

    private readonly SiteName _site;

    private ArticleReading(string title, HeadlineParts compared, SiteName site, string text, ArticleForm form)
    {
        (Title, Compared, _site, Text, Form) = (title, compared, site, text, form);
    }

    /// <summary>The title, entities and tags read.</summary>
    public string Title { get; }

    /// <summary>The part of the title that is compared.</summary>
    public HeadlineParts Compared { get; }

    /// <summary>The part of the title that is shown.</summary>
    public HeadlineParts Headline => HeadlineParts.Of(Title, _site, compared: false);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What kind of piece it is.</summary>
    public ArticleForm Form { get; }

    /// <summary>The title to be compared.</summary>
    public string ComparedTitle => Compared.Start == 0 && Compared.End == Title.Length ? Title : Title[Compared.Start..Compared.End];

    /// <summary>The headline to be shown.</summary>
    public string ShownTitle => Headline is var shown ? Markup.Shown(Title.AsSpan(shown.Start..shown.End)) : "";

    /// <summary>Whether it is one of several versions that an agency sends of a report.</summary>
    public bool IsVersion
    {
        get
        {
            foreach (var label in Compared.Labels)
            {
                if (HeadlineParts.IsVersionMark(label))
                    return true;
            }
            return false;
        }
    }

    /// <summary>Reads an article.</summary>
    /// <param name="title">As sent.</param>
    /// <param name="text">As sent.</param>
    /// <param name="outlet">Domain of the outlet, or empty.</param>
    /// <param name="credit">Name that the feed gives, or empty.</param>
    /// <param name="url">Address, or empty.</param>
    /// <param name="most">Code units of the text that are wanted.</param>
    public static ArticleReading Of(string title, string text, string outlet, string credit = "", string url = "",
        int most = int.MaxValue)
    {
        var site = new SiteName(outlet, credit);
        // As much as is accepted of a title, and more.
        var view = Markup.View(RuneBounds.First(title, MostTitle));
        var compared = HeadlineParts.Of(view, site, compared: true);
        var own = OwnText.View(Markup.View(RuneBounds.First(text, most)), site);
        return new ArticleReading(view, compared, site, own,
            FormReader.Of(view.AsSpan(compared.Start..compared.End), compared.Labels, text, url));
    }
}

/// <summary>Titles as they are shown.</summary>
public static class Headlines
{
    /// <summary>The headline proper: entities and tags that were left in it are read, and the site's name, "LIVE:" and the like are cut
    /// off.</summary>
    /// <param name="title">As sent.</param>
    /// <param name="outlet">Domain of the outlet, or empty.</param>
    /// <param name="credit">Name that the feed gives, or empty.</param>
    public static string Shown(string title, string outlet, string credit = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        var view = Markup.View(title);
        var parts = HeadlineParts.Of(view, new SiteName(outlet, credit), compared: false);
        return parts.Start == 0 && parts.End == title.Length
            && ReferenceEquals(view, title) ? title : Markup.Shown(view.AsSpan(parts.Start..parts.End));
    }
}
