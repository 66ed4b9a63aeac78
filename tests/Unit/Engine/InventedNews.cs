using System.Globalization;
using StoryClustering.Engine.Features;

namespace StoryClustering.Tests.Unit.Engine;

/// <summary>News that never happened, written for the tests.</summary>
internal static class InventedNews
{
    public static readonly DateTimeOffset Start = new(2031, 3, 4, 6, 0, 0, TimeSpan.Zero);

    /// <summary>One earthquake in eight outlets' own words.</summary>
    public static readonly ArticleText[] QuakeInVarna =
    [
        At(0, "Magnitude 5.9 earthquake shakes Port Varna",
            "A magnitude 5.9 earthquake struck near Port Varna early on Tuesday, damaging houses in the old harbour district and " +
            "cutting power to thousands. Governor Elena Dimova said at least four people were injured when a church tower collapsed."),
        At(1, "Port Varna quake: four hurt as church tower falls",
            "Four people were hurt when the tower of Saint Nikola church collapsed in an earthquake that hit Port Varna before dawn. " +
            "The quake, of magnitude 5.9, left the harbour district without power, Governor Elena Dimova told reporters."),
        At(2, "Thousands without electricity after Port Varna earthquake",
            "Thousands of homes in Port Varna had no electricity on Tuesday after an earthquake of magnitude 5.9 damaged lines in the " +
            "harbour district. Engineers hope to restore power by evening, Governor Dimova said."),
        At(3, "Old harbour of Port Varna damaged by strong quake",
            "The old harbour district of Port Varna was badly damaged by a strong earthquake. Saint Nikola church lost its tower. " +
            "Seismologists gave the magnitude as 5.9 and warned of aftershocks."),
        At(4, "Aftershocks feared in Port Varna",
            "Seismologists warned the people of Port Varna of aftershocks after the magnitude 5.9 earthquake. Many families spent " +
            "the day in parks. Governor Elena Dimova opened schools in the harbour district as shelters."),
        At(5, "Families sleep in parks after earthquake hits Port Varna",
            "Families in Port Varna prepared to sleep in parks after the earthquake that brought down the Saint Nikola church tower " +
            "and injured four. Power has returned to half of the harbour district."),
        At(7, "Port Varna counts quake damage",
            "Port Varna began to count the damage of Tuesday's earthquake. Governor Elena Dimova spoke of three hundred damaged houses " +
            "in the harbour district, besides the fallen tower of Saint Nikola church."),
        At(9, "State promises aid for Port Varna after quake",
            "The government promised aid for Port Varna, where an earthquake of magnitude 5.9 damaged three hundred houses, " +
            "as Governor Dimova toured the harbour district and visited the four injured."),
    ];

    /// <summary>Another earthquake: other place, other people, three weeks later.</summary>
    public static readonly ArticleText[] QuakeInCalderas =
    [
        At(500, "Magnitude 6.2 earthquake rattles Calderas",
            "A magnitude 6.2 earthquake rattled the mountain town of Calderas late on Monday, triggering a landslide that blocked the " +
            "Santa Rosa highway. Mayor Tomas Iriarte said two miners were missing and hospitals were treating eleven wounded."),
        At(501, "Two miners missing after Calderas quake",
            "Rescuers searched for two miners missing since an earthquake of magnitude 6.2 hit Calderas. A landslide closed the Santa Rosa " +
            "highway, Mayor Tomas Iriarte said, and eleven wounded were taken to hospital."),
        At(503, "Landslide cuts off Calderas after earthquake",
            "The mountain town of Calderas was cut off after an earthquake set off a landslide on the Santa Rosa highway. Helicopters " +
            "carried the wounded, said Mayor Iriarte; two miners are still missing."),
    ];

    /// <summary>Something else altogether, at the same time as the first quake.</summary>
    public static readonly ArticleText[] FerryStrike =
    [
        At(1, "Ferry crews walk out over pay",
            "Crews of the Northern Isles ferries stopped work on Tuesday in a dispute over pay. The union leader Morag Sinclair said " +
            "members had rejected an offer of three percent. Islanders face a week without sailings."),
        At(4, "Islanders stranded as ferry strike begins",
            "Hundreds of islanders were stranded as a strike by crews of the Northern Isles ferries began. Morag Sinclair of the union " +
            "blamed the company for a pay offer of three percent."),
        At(8, "Northern Isles ferry company returns to talks",
            "The Northern Isles ferry company agreed to return to pay talks with the union after a day without sailings. Its offer of " +
            "three percent had been rejected by crews, Morag Sinclair said."),
    ];

    private static readonly string[] Openings =
        ["Fire crews were called to", "A large fire broke out at", "Smoke rose over the city from", "Residents watched flames at", "Hundreds left their homes near"];

    private static readonly string[] Details =
    [
        "Foam was used against burning solvent.", "Two firefighters were treated for smoke.", "Schools nearby stayed closed.",
        "Trains on the river line were stopped.", "The cause is not known.", "Drones watched the roof.", "Shops handed out water.",
        "Windows were to be kept shut.", "A siren had sounded at noon.", "The owner promised a report.",
    ];

    /// <summary>One fire in as many reports as wanted, each worded a little differently.</summary>
    public static ArticleText FireReport(int number)
    {
        var opening = Openings[number % Openings.Length];
        var first = Details[number % Details.Length];
        var second = Details[(number * 7 + 3) % Details.Length];
        return At(
            number / 100.0,
            number % 2 == 0 ? "Fire at Halden chemical works in Brackwater" : "Brackwater: blaze at the Halden works",
            $"{opening} the Halden chemical works in Brackwater on Wednesday. {first} Fire chief Ruth Okafor said the storage hall of the " +
            $"Halden plant had burned down. {second} Brackwater police closed the Quay Road.");
    }

    public static ArticleText At(double hours, string title, string text) => new(title, text, null, Start.AddHours(hours));

    public static string Id(int number) => "article-" + number.ToString(CultureInfo.InvariantCulture);
}
