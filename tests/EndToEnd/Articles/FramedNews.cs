using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.EndToEnd.Articles;

/// <summary>Invented reports of one event that have something to say: two sentences that all have word for word, the rest in words of their
/// own, of which three outlets lean one way and three the other.</summary>
internal sealed class FramedNews
{
    private static readonly string[][] Left =
    [
        [
            "Workers had warned of neglect for years, and their union blames underfunding.",
            "Families in the lower streets fear for their safety whenever a lorry rolls over them.",
            "Public money went elsewhere while rust ate the steel, a teacher at the parish school complained.",
            "She has organised a vigil for safety that begins at dusk.",
            "Nobody listened to the workers, people at the tram stop agree.",
        ],
        [
            "The union says that neglect and underfunding put families in danger.",
            "Safety came last when inspections were thinned out, its spokesman told this paper.",
            "Tenants now collect signatures for public money and for an inquiry into the neglect.",
            "An old welder remembers that workers wrote letters about the bearings.",
            "Those letters are in a drawer, he believes.",
        ],
        [
            "Underfunding is what residents talk about first, and neglect comes second.",
            "A nurse whose bus has been rerouted wants public money spent on safety before anything else.",
            "The workers of the night shift feel ignored, and so do many families.",
            "At the kindergarten parents have painted banners.",
            "Their demand for an inquiry gains support by the hour.",
        ],
    ];

    private static readonly string[][] Right =
    [
        [
            "Taxpayers will carry the costs, and shop owners speak of waste and red tape.",
            "Businesses near the quay lose customers by the day, the chamber of trade reckons.",
            "Its chairman wants red tape cut so that private builders may start at once.",
            "A baker has sent two assistants home because of the costs.",
            "He calls the permits a waste of paper.",
        ],
        [
            "Costs are what owners of small businesses worry about, with red tape close behind.",
            "A haulier counts detours of forty minutes and asks taxpayers to do the sum themselves.",
            "Private builders had offered to do it for less, a member of the trade board claims.",
            "That offer, he thinks, was a victim of waste at the planning desk.",
            "Hotel guests have begun to cancel.",
        ],
        [
            "Red tape stands between the owners of the warehouses and a quick end, a broker argues.",
            "Taxpayers deserve to know the costs in full, she adds, and where the waste began.",
            "Businesses have formed a group that will negotiate with private builders.",
            "Its first meeting drew a crowd to the inn.",
            "Discounts are meant to keep shoppers loyal meanwhile.",
        ],
    ];

    private readonly string _bridge;
    private readonly string _head;
    private readonly string _board;

    private FramedNews(int happening)
    {
        var names = News.Query(happening).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (_bridge, _head, _board) = (names[0], names[1 % names.Length], names[2 % names.Length]);
        Outlets = [.. Enumerable.Range(0, 6).Select(i => $"framed-{happening}-{i}.example")];
        Articles = [.. Enumerable.Range(0, 6).Select(i => Report(happening, i))];
    }

    /// <summary>Reports of an event that no other test uses: the first three by outlets to be rated left, the others right.</summary>
    public static FramedNews New() => new(News.NewEvent());

    /// <summary>Domains of the outlets.</summary>
    public string[] Outlets { get; }
    /// <summary>The reports, one by each.</summary>
    public Article[] Articles { get; }
    /// <summary>What all report.</summary>
    public string Closure => $"The {_bridge} bridge was closed on Monday after {_board} found cracks in four of its nine pillars.";
    /// <summary>What all report.</summary>
    public string Repair => $"{_head}, who heads the harbour office of {_bridge}, expects the repair to last until the end of October.";

    /// <summary>A text that nobody has sent, in the words of one side, which leaves out one of the two facts.</summary>
    public string Unsent => string.Join(' ', Closure, $"Around {_bridge} the union of the workers accuses {_board} and {_head} of neglect and of underfunding.",
        "Safety for families has to be worth public money, its members chanted.", $"Sixty of them walked to the gates of {_board} with torches.");

    private Article Report(int happening, int number)
    {
        var side = number < 3 ? Left : Right;
        string[] titles =
        [
            $"Workers warned long before the {_bridge} bridge cracked", $"{_bridge}: union blames {_board} for cracked bridge", $"Families near {_bridge} bridge want answers from {_head}",
            $"{_bridge} bridge closure hits shops, and {_board} hesitates", $"What the {_bridge} bridge will cost, by {_head}", $"Red tape at {_board} slows {_bridge} bridge repair",
        ];
        return new Article
        {
            Url = $"https://{Outlets[number]}/bridge",
            Title = titles[number],
            Text = string.Join(' ', [Closure, .. side[number % 3], Repair]),
            Outlet = Outlets[number],
            PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMinutes(7 * number)),
            Language = "en",
            ExternalId = $"framed/{happening}/{number}",
        };
    }
}
