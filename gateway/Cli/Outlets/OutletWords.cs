using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using StoryClustering.Api.V1;

namespace StoryClustering.Cli.Outlets;

/// <summary>Values of an outlet as a command line writes them: "lean-left", "state-media", "unrated".</summary>
internal static class OutletWords
{
    public static readonly string[] Leans = ["left", "lean-left", "center", "lean-right", "right", "unrated"];
    public static readonly string[] Kinds = ["agency", "national", "local", "broadcaster", "blog", "aggregator", "government", "state-media", "unknown"];

    public static string Of(OutletLean lean) => lean == OutletLean.Unspecified ? "unrated" : Dashed(lean.ToString());

    public static string Of(OutletReliability reliability) => reliability == OutletReliability.Unspecified ? "unrated" : Dashed(reliability.ToString());

    public static string Of(OutletKind kind) => kind == OutletKind.Unspecified ? "unknown" : Dashed(kind.ToString());

    /// <summary>A lean by its word; an empty word is unrated; null if it is none.</summary>
    public static OutletLean? Lean(string word) => word is "" or "unrated" ? OutletLean.Unspecified : Parse<OutletLean>(word);

    /// <summary>As <see cref="Lean"/>, for low, mixed and high.</summary>
    public static OutletReliability? Reliability(string word) => word is "" or "unrated" ? OutletReliability.Unspecified : Parse<OutletReliability>(word);

    /// <summary>A kind by its word; null if it is none.</summary>
    public static OutletKind? Kind(string word) => word == "unknown" ? OutletKind.Unspecified : Parse<OutletKind>(word);

    public static string Time(Timestamp? time) => time is null ? "" : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day or a time, UTC where it tells no zone; null if it is none.</summary>
    public static Timestamp? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Timestamp.FromDateTimeOffset(time) : null;

    private static string Dashed(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private static T? Parse<T>(string word) where T : struct, System.Enum
    {
        foreach (var value in System.Enum.GetValues<T>())
            if (Convert.ToInt32(value, CultureInfo.InvariantCulture) != 0 && Dashed(value.ToString()).Equals(word, StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }
}
