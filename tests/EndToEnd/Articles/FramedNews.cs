using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;

namespace StoryClustering.Tests.EndToEnd.Articles;

/// <summary>Invented reports of one event that have something to say: two things that all report, each in words of its own, and the rest, of
/// which three outlets lean one way and three the other.</summary>
internal sealed partial class FramedNews
{
    // Stays as it is; every other word is another in each event, or the events would be one story.
    private static readonly HashSet<string> Kept = new(
        "after because have that with their whenever when what will from until since this them about some into before whose long four nine found made says according".Split(' '), StringComparer.Ordinal);

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

    private readonly int _happening;
    private readonly string _bridge;
    private readonly string _head;
    private readonly string _board;

    private FramedNews(int happening)
    {
        _happening = happening;
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
    /// <summary>What all report, as each of them says it.</summary>
    public string[] Closures => Told(
    [
        $"The {_bridge} bridge was closed on Monday after {_board} found cracks in four of its nine pillars.",
        $"On Monday {_board} closed the {_bridge} bridge because four of its nine pillars have cracks.",
        $"Four of the nine pillars have cracks, {_board} found, and so the {_bridge} bridge was closed on Monday.",
        $"Cracks in four of nine pillars made {_board} close the {_bridge} bridge on Monday.",
        $"Monday's closure of the {_bridge} bridge follows cracks that {_board} found in its pillars, four of nine.",
        $"Since Monday the {_bridge} bridge is closed: {_board} had found cracks in four of its nine pillars.",
    ]);

    /// <summary>What all report, as each of them says it.</summary>
    public string[] Repairs => Told(
    [
        $"{_head}, who heads the harbour office of {_bridge}, expects the repair to last until the end of October.",
        $"The repair will last until the end of October, expects {_head} of the harbour office.",
        $"Until the end of October the repair is to last, according to {_head}, head of the harbour office.",
        $"October will come to its end before the repair is done, says {_head} of the harbour office in {_bridge}.",
        $"At the harbour office {_head} expects that the repair lasts until October ends.",
        $"Its repair is expected to last until the end of October by {_head} at the harbour office.",
    ]);

    /// <summary>A text that nobody has sent, in the words of one side, which leaves out one of the two facts.</summary>
    public string Unsent => string.Join(' ', [Closures[0], .. Told([$"Around {_bridge} the union of the workers accuses {_board} and {_head} of neglect and of underfunding.",
        "Safety for families has to be worth public money, its members chanted.", $"Sixty of them walked to the gates of {_board} with torches."])]);

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
            Title = Told(titles)[number],
            Text = string.Join(' ', [Closures[number], .. Told(side[number % 3]), Repairs[number]]),
            Outlet = Outlets[number],
            PublishedAt = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMinutes(7 * number)),
            Language = "en",
            ExternalId = $"framed/{happening}/{number}",
        };
    }

    private string[] Told(string[] sentences) => Array.ConvertAll(sentences, s => Word().Replace(s, m => Kept.Contains(m.Value) ? m.Value : Invented(m.Value)));

    // The same for the same word of an event.
    private string Invented(string word)
    {
        var seed = (uint)_happening * 7919 + 17;
        foreach (var c in word) seed = (seed ^ c) * 16777619;
        const string consonants = "bdfgklmnprstv";
        const string vowels = "aeiou";
        var letters = new char[Math.Max(6, word.Length)];
        for (var i = 0; i < letters.Length; i++)
        {
            seed = seed * 1664525 + 1013904223;
            letters[i] = i % 2 == 0 ? consonants[(int)(seed >> 16) % consonants.Length] : vowels[(int)(seed >> 16) % vowels.Length];
        }
        return new string(letters);
    }

    [System.Text.RegularExpressions.GeneratedRegex("\\b[a-z]{4,}\\b")]
    private static partial System.Text.RegularExpressions.Regex Word();
}
