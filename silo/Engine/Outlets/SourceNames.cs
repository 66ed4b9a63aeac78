using System.Collections.Frozen;

namespace StoryClustering.Engine.Outlets;

/// <summary>How credit lines name the news agencies, beside the names in the catalogue: abbreviations and names in other languages.</summary>
internal static class SourceNames
{
    // Abbreviations are matched as they are written: "AP" is an agency, "ap" and "Ap" are not.
    private static readonly (string Domain, string[] Names)[] s_agencies =
    [
        ("apnews.com", ["AP", "A.P.", "ASSOCIATED PRESS", "AP News", "AP Sports"]),
        ("reuters.com", ["REUTERS", "Thomson Reuters", "Reuters Health", "Thomson Reuters Foundation", "Reuters News"]),
        ("afp.com", ["Agence France-Presse", "Agence France Presse", "AGENCE FRANCE-PRESSE", "AFP News"]),
        ("dpa.com", ["DPA", "Deutsche Presse-Agentur", "dpa-AFX", "dpa/lno", "dpa-tmn"]),
        ("pa.media", ["PA", "Press Association", "PA News", "PA Media"]),
        ("thecanadianpress.com", ["CP", "Canadian Press", "THE CANADIAN PRESS", "La Presse Canadienne", "Presse Canadienne"]),
        ("aap.com.au", ["AAP", "Australian Associated Press"]),
        ("upi.com", ["UPI", "United Press International"]),
        ("bloomberg.com", ["Bloomberg News", "BLOOMBERG"]),
        ("xinhuanet.com", ["XINHUA", "Xinhua News Agency", "Xinhuanet"]),
        ("tass.ru", ["Tass", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС"]),
        ("ria.ru", ["RIA", "РИА Новости", "РИА", "RIA Nowosti"]),
        ("interfax.ru", ["INTERFAX", "Интерфакс", "ИНТЕРФАКС"]),
        ("efe.com", ["EFE", "Agencia EFE", "EFE News"]),
        ("europapress.es", ["EUROPA PRESS", "EP"]),
        ("ansa.it", ["Ansa", "Agenzia ANSA"]),
        ("adnkronos.com", ["ADNKRONOS", "AdnKronos"]),
        ("askanews.it", ["askanews", "ASKANEWS"]),
        ("lusa.pt", ["LUSA", "Agência Lusa"]),
        ("ebc.com.br", ["Agência Brasil", "AGÊNCIA BRASIL"]),
        ("anp.nl", ["Algemeen Nederlands Persbureau"]),
        ("belga.be", ["BELGA", "Agence Belga"]),
        ("apa.at", ["Austria Presse Agentur"]),
        ("keystone-sda.ch", ["SDA", "sda", "ATS", "Keystone-ATS", "Keystone-SDA-ATS"]),
        ("epd.de", ["Evangelischer Pressedienst"]),
        ("kna.de", ["Katholische Nachrichten-Agentur"]),
        ("sid.de", ["SID"]),
        ("kyodo.co.jp", ["Kyodo", "KYODO"]),
        ("jiji.com", ["Jiji", "JIJI"]),
        ("yna.co.kr", ["Yonhap", "YONHAP", "Yonhap News"]),
        ("ptinews.com", ["PTI", "Press Trust of India"]),
        ("aninews.in", ["Asian News International"]),
        ("ians.in", ["Indo-Asian News Service"]),
        ("aa.com.tr", ["AA", "Anadolu", "Anadolu Ajansı", "Agence Anadolu"]),
        ("ukrinform.ua", ["Укринформ", "Укрінформ"]),
        ("unian.ua", ["УНИАН", "УНІАН"]),
        ("ritzau.dk", ["/ritzau/"]),
        ("bernama.com", ["BERNAMA"]),
        ("religionnews.com", ["RNS"]),
        ("jta.org", ["JTA"]),
    ];

    private static readonly FrozenDictionary<string, string> s_byName = s_agencies
        .SelectMany(static a => a.Names.Select(n => KeyValuePair.Create(n, a.Domain))).ToFrozenDictionary(StringComparer.Ordinal);

    // As the catalogue has them.
    private static readonly FrozenSet<string> s_agencyNames = FrozenSet.ToFrozenSet(["Associated Press", "Reuters", "AFP", "dpa",
        "Xinhua", "TASS", "Interfax", "RIA Novosti", "Lusa", "Belga", "ANP", "NTB", "TT",
        "Ritzau", "STT", "PAP", "Kyodo News", "Jiji Press", "ANI", "IANS", "KNA", "epd", "APA", "Keystone-SDA", "Notimex", "Télam",
            "WAM", "SPA", "MENA", "UNI", "APP", "Tasnim", "IRNA", "MTI", "CTK", "ČTK",
        "Tanjug", "HINA", "BTA", "Agerpres", "ANSA", "EFE", "Bloomberg", "States Newsroom", "The Conversation", "StudyFinds",
            "The Center Square"], StringComparer.Ordinal);

    // Names of outlets that are ordinary words: a line that says "Report" credits nobody.
    private static readonly FrozenSet<string> s_words = FrozenSet.ToFrozenSet(["report", "trend", "beta", "time", "people", "express", "mirror", "sun", "star",
        "metro", "independent", "observer", "standard", "nation", "week", "hill", "people", "reason", "wired", "fortune", "money", "economist", "local", "world"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_ends = [" news agency", " news service", " newswire", " agency"];

    /// <summary>Domain of the agency that is written so, or null.</summary>
    public static string? DomainOf(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Whether a name is that of an agency, or of several: "AP/Reuters".</summary>
    public static bool IsAgency(string name)
    {
        if (s_byName.ContainsKey(name) || s_agencyNames.Contains(name) || s_agencyNames.Contains(Bare(name)))
            return true;
        var cut = name.AsSpan().IndexOfAny('/', ',', '-');
        return cut > 1 && IsAgency(name[..cut].Trim());
    }

    /// <summary>Whether a catalogue name may be looked for in credit lines.</summary>
    public static bool IsTelling(string name) => !s_words.Contains(WithoutArticle(name));

    /// <summary>A name without "The" in front and "News Agency" behind.</summary>
    public static string Bare(string name)
    {
        var bare = WithoutArticle(name);
        foreach (var end in s_ends)
        {
            if (bare.Length > end.Length && bare.EndsWith(end, StringComparison.OrdinalIgnoreCase))
                return bare[..^end.Length];
        }
        return bare;
    }

    private static string WithoutArticle(string name) => name.StartsWith("the ", StringComparison.OrdinalIgnoreCase) ? name[4..] : name;
}
