namespace StoryClustering.Engine.Text;

/// <summary>Numbers for languages, as stored with vectors: never renumber, only append.</summary>
internal static class Languages
{
    /// <summary>Not known which: comparable with all.</summary>
    public const byte Unknown = 0;

    /// <summary>Largest number there can be.</summary>
    public const byte Most = 63;

    private const byte Other = Most;

    private static readonly string[] Numbered =
    [
        "und", "en", "de", "fr", "es", "pt", "it", "nl", "ru", "sv", "da", "no", "fi", "hu", "tr", "uk", "bg", "el", "he", "ar", "fa",
        "hi", "th", "ko", "ja", "zh", "pl", "cs", "sk", "ro", "hr", "sr", "sl", "ca", "id", "ms", "vi", "ur", "bn", "ta", "te",
    ];

    private static readonly Dictionary<string, byte> Numbers = Build();

    /// <summary>Number of an ISO 639-1 code; all that have none of their own share one.</summary>
    public static byte NumberOf(string language) => Numbers.GetValueOrDefault(language, Other);

    private static Dictionary<string, byte> Build()
    {
        var numbers = new Dictionary<string, byte>(StringComparer.Ordinal);
        for (var i = 0; i < Numbered.Length; i++)
            numbers.Add(Numbered[i], (byte)i);
        return numbers;
    }
}
