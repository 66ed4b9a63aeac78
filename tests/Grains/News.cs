using StoryClustering.Contracts.Articles;
using StoryClustering.Contracts.Ids;

namespace StoryClustering.Tests.Grains;

/// <summary>Invented articles. Events with different numbers share no names, places or figures.</summary>
internal static class News
{
    private static readonly string[] Places = ["Tarnmoor", "Velkhaven", "Ostrelle", "Quillbrook", "Murrendale", "Zanthorpe", "Kestrelby", "Ildermouth", "Brackwater", "Fennimore"];
    private static readonly string[] Things = ["ferry", "observatory", "orchard", "tramway", "glassworks", "reservoir", "lighthouse", "brewery", "aqueduct", "planetarium"];
    private static readonly string[] Happenings = ["capsized in heavy fog", "reopened after a long restoration", "was ravaged by locusts", "halted over cracked axles",
        "won an export prize", "overflowed after a cloudburst", "went dark for a week", "recalled contaminated barrels", "was vandalised at dawn", "lost its dome in a gale"];
    private static readonly string[] People = ["Marit Oldenquist", "Tobin Farrowe", "Selda Vray", "Ansel Kirrin", "Dorthe Malvane", "Ruben Ashgrove", "Ilse Tannhaus", "Petr Wolmar", "Nadia Corvell", "Hugo Stenbrook"];

    /// <summary>Report number <paramref name="report"/> of event number <paramref name="happening"/> (0 to 99), by an outlet of its own.</summary>
    public static ArticleContent Report(int happening, int report, string? outlet = null, DateTimeOffset? published = null)
    {
        var place = Places[happening % 10];
        var thing = Things[happening / 10 % 10];
        var what = Happenings[(happening + happening / 10) % 10];
        var who = People[(happening * 7 + happening / 10) % 10];
        var figure = 100 + happening * 37;
        string[] endings =
        [
            $"Neighbours said the {thing} had never seen anything like it, and {who} asked for patience.",
            $"{who}, who speaks for {place}, put the damage at {figure} thousand crowns.",
            $"An inquiry led by {who} will look into why the {place} {thing} {what}.",
            $"Around {figure} people in {place} were affected, according to {who}.",
        ];
        outlet ??= $"outlet-{report}.example";
        return new ArticleContent(
            Url: $"https://{outlet}/news/{happening}-{report}",
            Title: $"{place} {thing} {what}",
            Text: $"{place}: the {thing} {what} on Tuesday, {who} said. {endings[report % endings.Length]} Report {report} from {outlet} counted {figure} visitors at the {place} {thing}.",
            Outlet: outlet,
            Published: published ?? new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMinutes(report),
            Language: "en",
            ExternalId: $"{happening}/{report}",
            FeedCredit: "");
    }

    /// <summary>Grain key of an article of <see cref="Report"/>, which are canonical already but for the scheme.</summary>
    public static string KeyOf(ArticleContent article) => Key.Article(article.Url);
}
