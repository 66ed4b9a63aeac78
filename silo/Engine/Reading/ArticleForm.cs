namespace StoryClustering.Engine.Reading;

/// <summary>What kind of piece an article is.</summary>
public enum ArticleForm : byte
{
    /// <summary>A report of one event, or not told from one.</summary>
    Report = 0,
    /// <summary>Several events in one piece: a briefing, a newsletter, the news in brief.</summary>
    Roundup = 1,
    /// <summary>A page to which is added as things go on.</summary>
    LiveBlog = 2,
    /// <summary>Written by a template: lottery numbers, quote pages, weather warnings, horoscopes, lists of deaths.</summary>
    Template = 3,
    /// <summary>A video or a recording with a few words.</summary>
    Video = 4,
    /// <summary>Pictures with a few words.</summary>
    Gallery = 5,
    /// <summary>Somebody's opinion.</summary>
    Opinion = 6,
}

/// <summary>What follows from an article's form.</summary>
public static class ArticleForms
{
    /// <summary>Whether an article stands apart: it resembles many stories and belongs to none, so that it neither joins one nor draws
    /// others to it.</summary>
    public static bool StandsApart(this ArticleForm form) => form is ArticleForm.Roundup or ArticleForm.Template;

    /// <summary>Whether its sentences may be facts of a story.</summary>
    public static bool BearsFacts(this ArticleForm form) => form is not (ArticleForm.Roundup or ArticleForm.Template
        or ArticleForm.LiveBlog);
}
