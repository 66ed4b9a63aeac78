using System.Runtime.InteropServices;

namespace StoryClustering.Engine.Text;

/// <summary>Guesses the language of an article from its script, its function words and its word endings. Thread-safe.</summary>
public static class LanguageDetector
{
    private const string Unknown = "und";
    private const int MaxWords = 120;

    // A headline of five words may hold one function word; less evidence than that is a guess.
    private const float MinEvidence = 0.7f;

    // Taking a title for foreign drops it: that takes more than one word or ending.
    private const float ClearEvidence = 1.5f;

    // Languages known by their stop words alone: one of those may be anybody's word ("end" is Danish too).
    private const int WellKnown = 7;
    private const float MinEvidenceOfOthers = 2.4f;

    private static readonly string[] Latin = ["en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "hu", "tr"];

    // Words that headlines are made of where function words are left out.
    private static readonly (string Language, string Words)[] Typical =
    [
        ("en", "new after over police man woman court house first state president report killed dead against could would plan news " +
            "government trial case world years year week day back deal talks top call calls near two three four five six kills dies " +
            "fire crash storm strike home hits wins found war attack death city school law bill vote tax big high health bank price " +
            "prices market sales profit growth rate stock company show watch live help make takes gets set open star game team player " +
            "season best next good time more first last long may still"),
        ("de", "nach bei gegen neue über zum zur vor regierung polizei präsident mehr prozent millionen jahre uhr stadt tote wird soll " +
            "bundesregierung unter krieg wegen ab frau mann fordert trifft zwei drei vier brand unfall streik verletzte angriff wahl gericht"),
        ("fr", "après contre selon police gouvernement président plus ans morts ministre france français guerre mort jour projet " +
            "accord blessés pays entre face deux trois quatre incendie grève attaque élection tribunal mis"),
        ("es", "tras según policía gobierno presidente más años muertos contra ministro guerra muerte nuevo nueva acuerdo heridos " +
            "país entre ante sobre dice dos tres cuatro incendio huelga heridos ataque elecciones deja"),
        ("pt", "após segundo polícia governo presidente anos mortos contra ministro guerra morte novo nova acordo feridos país não " +
            "são pela pelo diz mais dois três quatro incêndio greve ataque eleição deixa"),
        ("it", "dopo secondo polizia governo presidente anni morti contro ministro guerra morte nuovo nuova accordo feriti paese " +
            "più della nella dice tra due tre quattro incendio sciopero attacco elezioni"),
        ("nl", "na bij tegen nieuwe over politie regering president meer jaar doden minister oorlog volgens twee man vrouw land zegt moet " +
            "wil krijgt kabinet niet drie vier brand staking aanval verkiezingen gewond"),
    ];

    private static readonly (string Language, string Endings)[] Endings =
    [
        ("en", "ing ght ly tion ness ed th ck ship ough ould wn ey ry"),
        ("de", "ung gen lich isch cht keit eit ern tzt ät ßen sche chen schaft ten"),
        ("fr", "eau eux ité ées és ement tion aire elle ais ée ence oux eur ique tre"),
        ("es", "ción dad ado idos ada ón os as ente iento idad illo ero ía dor"),
        ("pt", "ção ções dade ado idos ada ão ões ém eiro inho ento ência ia"),
        ("it", "ione ità ato ata etto ello zia are ere gli cche ti ni sta ssa oni"),
        ("nl", "ijk heid aan oor eer aal tje elijk ing acht ond ijn eren uis"),
    ];

    private static readonly Dictionary<ulong, ushort> FunctionWords = BuildFunctionWords();
    private static readonly Dictionary<ulong, ushort> TypicalWords = BuildTypicalWords();
    private static readonly Dictionary<ulong, ushort> WordEndings = BuildEndings();

    [ThreadStatic]
    private static TokenBuffer? t_words;

    // Not Lingua 2.0, a trained detector: for eight languages it takes 2.7 ms a headline and 286 MB of heap, more than all the rest
    // of the engine, and what depends on the answer is only which stemmer and stop words are taken.

    /// <summary>ISO 639-1 code of the language, or "und" if there is too little evidence. Reads the first 120 words.</summary>
    public static string Detect(string title, string text)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(text);
        var words = t_words ??= new TokenBuffer();
        words.Clear();
        Tokenizer.Scan(Tokenizer.Prepare(title), MaxWords, words);
        Tokenizer.Scan(Tokenizer.Prepare(text), MaxWords, words);
        return Detect(words);
    }

    internal static string Detect(TokenBuffer words)
    {
        var count = Math.Min(words.Count, MaxWords);
        if (OfScript(words, count) is { } language)
            return language;
        Span<float> votes = stackalloc float[Latin.Length];
        Count(words, count, votes);
        var best = -1;
        for (var i = 0; i < votes.Length; i++)
        {
            if (votes[i] >= (i < WellKnown ? MinEvidence : MinEvidenceOfOthers) && (best < 0 || votes[i] > votes[best]))
                best = i;
        }
        return best < 0 ? Unknown : Latin[best];
    }

    /// <summary>
    /// Whether the first words are clearly not in the language of the whole: a headline that was left untranslated, or made of an
    /// address. False if in doubt, and for languages whose votes are not counted.
    /// </summary>
    internal static bool IsOfAnother(TokenBuffer words, int count, string language)
    {
        var own = Array.IndexOf(Latin, language);
        if (own < 0 || count == 0)
            return false;
        if (OfScript(words, count) is { } other)
            return other != Unknown;
        Span<float> votes = stackalloc float[Latin.Length];
        Count(words, count, votes);
        var most = 0f;
        foreach (var vote in votes)
            most = Math.Max(most, vote);
        return most >= ClearEvidence && most >= 2 * votes[own];
    }

    private static void Count(TokenBuffer words, int count, Span<float> votes)
    {
        votes.Clear();
        for (var i = 0; i < count; i++)
        {
            ref readonly var token = ref words[i];
            if (token.Is(WordTraits.Numeric))
                continue;
            if (FunctionWords.TryGetValue(token.Hash, out var languages))
                Vote(votes, languages, 1.2f);
            if (TypicalWords.TryGetValue(token.Hash, out languages))
                Vote(votes, languages, 1f);
            // The capital of a name says less: names travel.
            var share = token.Is(WordTraits.Capitalised) ? 0.5f : 1f;
            var word = words.Word(i);
            for (var length = 2; length <= 6 && length < word.Length; length++)
            {
                if (WordEndings.TryGetValue(TokenBuffer.HashOf(word[^length..]), out languages))
                    Vote(votes, languages, 0.12f * length * share);
            }
            foreach (var letter in word)
            {
                if (letter >= 128)
                    Vote(votes, LettersOf(letter), 0.7f * share);
            }
        }
    }

    // Evidence shared by n languages counts 1/n for each: "de" is French, Spanish, Portuguese and Dutch.
    private static void Vote(Span<float> votes, ushort languages, float weight)
    {
        var share = weight / Math.Max(1, System.Numerics.BitOperations.PopCount(languages));
        for (var i = 0; i < votes.Length; i++)
        {
            if ((languages & 1 << i) != 0)
                votes[i] += share;
        }
    }

    private static string? OfScript(TokenBuffer words, int count)
    {
        int latin = 0, greek = 0, cyrillic = 0, ukrainian = 0, hebrew = 0, arabic = 0, persian = 0;
        int hindi = 0, thai = 0, kana = 0, han = 0, hangul = 0;
        var total = 0;
        for (var i = 0; i < count; i++)
        {
            foreach (var c in words.Word(i))
            {
                total++;
                switch (c)
                {
                    case <= '\u024F':
                        if (char.IsLetter(c))
                            latin++;
                        break;
                    case >= '\u0370' and <= '\u03FF': greek++; break;
                    case >= '\u0400' and <= '\u052F':
                        cyrillic++;
                        if (c is 'і' or 'ї' or 'є' or 'ґ')
                            ukrainian++;
                        break;
                    case >= '\u0590' and <= '\u05FF': hebrew++; break;
                    case >= '\u0600' and <= '\u06FF':
                        arabic++;
                        if (c is 'پ' or 'چ' or 'ژ' or 'گ' or 'ک' or 'ی')
                            persian++;
                        break;
                    case >= '\u0900' and <= '\u097F': hindi++; break;
                    case >= '\u0E00' and <= '\u0E7F': thai++; break;
                    case >= '\u3041' and <= '\u30FF': kana++; break;
                    case >= '\u3400' and <= '\u9FFF': han++; break;
                    case >= '\uAC00' and <= '\uD7AF': hangul++; break;
                    default: break;
                }
            }
        }
        var half = total / 2;
        if (total == 0)
            return Unknown;
        if (cyrillic > half)
            return ukrainian * 20 > cyrillic ? "uk" : OfCyrillicWords(words, count);
        if (arabic > half)
            return persian * 10 > arabic ? "fa" : "ar";
        if (hebrew > half)
            return "he";
        if (greek > half)
            return "el";
        if (thai > half)
            return "th";
        if (hangul > half)
            return "ko";
        if (hindi > half)
            return "hi";
        if (han + kana > half)
            return kana * 10 > han ? "ja" : "zh";
        return latin > 0 ? null : Unknown;
    }

    private static string OfCyrillicWords(TokenBuffer words, int count)
    {
        int russian = 0, bulgarian = 0;
        for (var i = 0; i < count; i++)
        {
            if (StopWords.Of("ru").Contains(words[i].Hash))
                russian++;
            if (StopWords.Of("bg").Contains(words[i].Hash))
                bulgarian++;
            // Letters that Bulgarian does not have.
            if (words.Word(i).ContainsAny('ы', 'э', 'ё'))
                russian++;
        }
        return bulgarian > russian ? "bg" : "ru";
    }

    private static ushort LettersOf(char letter) => letter switch
    {
        'ß' => Bits("de"),
        'ä' => Bits("de", "sv", "fi"),
        'ö' => Bits("de", "sv", "fi", "hu", "tr"),
        'ü' => Bits("de", "hu", "tr"),
        'ñ' => Bits("es"),
        'ã' or 'õ' => Bits("pt"),
        'ç' => Bits("fr", "pt", "tr"),
        'œ' or 'ê' or 'è' or 'û' or 'î' or 'ë' => Bits("fr"),
        'à' => Bits("fr", "it"),
        'ù' or 'ò' or 'ì' => Bits("it"),
        'é' => Bits("fr", "es", "pt", "hu"),
        'á' or 'í' or 'ó' or 'ú' => Bits("es", "pt", "hu"),
        'å' => Bits("sv", "da", "no"),
        'ø' or 'æ' => Bits("da", "no"),
        'ş' or 'ğ' or 'ı' => Bits("tr"),
        'ő' or 'ű' => Bits("hu"),
        _ => 0,
    };

    private static ushort Bits(params ReadOnlySpan<string> languages)
    {
        ushort bits = 0;
        foreach (var language in languages)
            bits |= (ushort)(1 << Array.IndexOf(Latin, language));
        return bits;
    }

    private static Dictionary<ulong, ushort> BuildFunctionWords()
    {
        var votes = new Dictionary<ulong, ushort>();
        foreach (var (language, words) in StopWords.All)
        {
            if (Array.IndexOf(Latin, language) < 0)
                continue;
            foreach (var hash in words)
                CollectionsMarshal.GetValueRefOrAddDefault(votes, hash, out _) |= Bits(language);
        }
        return votes;
    }

    private static Dictionary<ulong, ushort> BuildTypicalWords() => BuildTable(Typical);

    private static Dictionary<ulong, ushort> BuildEndings() => BuildTable(Endings);

    private static Dictionary<ulong, ushort> BuildTable((string Language, string Words)[] table)
    {
        var votes = new Dictionary<ulong, ushort>();
        foreach (var (language, words) in table)
        {
            foreach (var word in words.Split(' '))
                CollectionsMarshal.GetValueRefOrAddDefault(votes, TokenBuffer.HashOf(word), out _) |= Bits(language);
        }
        return votes;
    }
}
