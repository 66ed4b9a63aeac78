using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace StoryClustering.Engine.Coverage;

/// <summary>What sort of place.</summary>
public enum PlaceKind : byte
{
    /// <summary>A country.</summary>
    Country = 1,
    /// <summary>A part of one, or of the world.</summary>
    Region = 2,
    /// <summary>A city.</summary>
    City = 3,
}

/// <summary>A place.</summary>
/// <param name="Name">Usual English name.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or empty for what spans several.</param>
/// <param name="Kind">Kind.</param>
public sealed record Place(string Name, string Country, PlaceKind Kind);

/// <summary>A small table of places by the names that news use for them in eight languages. It does not disambiguate: "Georgia" is the
/// country, "Paris" the capital of France, whatever the article is about.</summary>
public sealed class Gazetteer
{
    private static readonly Lazy<Gazetteer> s_builtIn = new(LoadBuiltIn);
    private readonly FrozenDictionary<string, Place> _byForm;

    private Gazetteer(Dictionary<string, Place> byForm) => _byForm = byForm.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The table that comes with the engine.</summary>
    public static Gazetteer BuiltIn => s_builtIn.Value;

    /// <summary>Forms of names that it knows.</summary>
    public int Forms => _byForm.Count;

    /// <summary>The place of that name, in any case and with or without accents; null if there is none.</summary>
    public Place? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byForm.TryGetValue(Fold(name), out var place) ? place : null;
    }

    /// <summary>Reads lines of <c>name,country,kind,forms</c> after a header; forms are separated by '|'.</summary>
    /// <exception cref="FormatException">A line is none of that kind.</exception>
    public static Gazetteer Read(TextReader lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var byForm = new Dictionary<string, Place>(StringComparer.Ordinal);
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            var fields = line.Split(',');
            if (fields.Length != 4 || !Enum.TryParse<PlaceKind>(fields[2], ignoreCase: true, out var kind))
                throw new FormatException($"Not a line of the gazetteer: {line}");
            var place = new Place(fields[0], fields[1], kind);
            byForm.TryAdd(Fold(place.Name), place);
            foreach (var form in fields[3].Split('|', StringSplitOptions.RemoveEmptyEntries))
                byForm.TryAdd(Fold(form), place);
        }
        return new Gazetteer(byForm);
    }

    /// <summary>Lower case, without accents, hyphens as spaces, without "the" and full stops.</summary>
    internal static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c == '.')
                continue;
            folded.Append(c is '-' or '\u2010' or '\u2011' ? ' ' : char.ToLowerInvariant(c));
        }
        var text = folded.ToString();
        return text.StartsWith("the ", StringComparison.Ordinal) ? text[4..] : text;
    }

    private static Gazetteer LoadBuiltIn()
    {
        using var stream = typeof(Gazetteer).Assembly.GetManifestResourceStream("places.csv")
            ?? throw new InvalidOperationException("The gazetteer is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Read(reader);
    }
}
