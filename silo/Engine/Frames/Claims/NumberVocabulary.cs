using System.Collections.Frozen;

namespace StoryClustering.Engine.Frames.Claims;

/// <summary>Which way a number is open.</summary>
internal enum Bound : byte
{
    None = 0,
    /// <summary>"At least 12".</summary>
    AtLeast = 1,
    /// <summary>"Up to 12", "nearly 12".</summary>
    AtMost = 2,
    /// <summary>"About 12".</summary>
    About = 3,
}

/// <summary>Words that are numbers or stand with them, in the languages whose claims are checked.</summary>
internal static class NumberVocabulary
{
    // value=word word ...; words of two languages never differ in value ("six", "million"). "One" is an article outside of English.
    private static readonly FrozenDictionary<string, decimal> Plain = Numbers(
        "0=zero null zéro cero nul noll ноль",
        "2=two zwei deux dos dois duas due twee två два две двое двух",
        "3=three drei trois tres três tre drie три трое трёх трех",
        "4=four vier quatre cuatro quatro quattro fyra четыре четверо",
        "5=five fünf cinq cinco cinque vijf fem пять пятеро",
        "6=six sechs seis sei zes sex шесть",
        "7=seven sieben sept siete sete sette zeven sju семь",
        "8=eight acht huit ocho oito otto åtta восемь",
        "9=nine neun neuf nueve nove negen nio девять",
        "10=ten zehn dix diez dez dieci tien tio десять",
        "11=eleven elf onze once undici elva одиннадцать",
        "12=twelve zwölf douze doce doze dodici twaalf tolv двенадцать",
        "13=thirteen dreizehn treize trece treze tredici dertien tretton",
        "14=fourteen vierzehn quatorze catorce quattordici veertien fjorton",
        "15=fifteen fünfzehn quinze quince quindici vijftien femton",
        "16=sixteen sechzehn seize zestien sexton", "17=seventeen siebzehn", "18=eighteen achtzehn", "19=nineteen neunzehn",
        "20=twenty zwanzig vingt veinte vinte venti twintig tjugo двадцать",
        "30=thirty dreißig trente treinta trinta trenta dertig trettio тридцать",
        "40=forty vierzig quarante cuarenta quarenta quaranta veertig fyrtio сорок",
        "50=fifty fünfzig cinquante cincuenta cinquenta cinquanta vijftig femtio пятьдесят",
        "60=sixty sechzig soixante sesenta sessenta sessanta zestig sextio", "70=seventy siebzig setenta settanta zeventig sjuttio",
        "80=eighty achtzig ochenta oitenta ottanta tachtig åttio", "90=ninety neunzig noventa novanta negentig nittio",
        "12.000=dozen dutzend douzaine docena dúzia dozzina dozijn dussin дюжина");

    private static readonly FrozenDictionary<string, decimal> Scales = Numbers(
        "100=hundred hundert cent cien ciento cem cento honderd hundra сто",
        "1000=thousand tausend mille mil mila duizend tusen тысяча тысячи тысяч k tsd",
        "1000000=million millionen millions millón millones milhão milhões milione milioni miljoen miljon miljoner миллион миллиона миллионов mln mio m mn",
        "1000000000=billion billions milliarde milliarden milliard milliards miliardo miliardi miljard miljarder миллиард миллиарда миллиардов bn mrd b",
        "1000000000000=trillion trillions");

    // A crowd without a count: must be the same crowd.
    private static readonly FrozenDictionary<string, string> Crowds = Groups(
        "dozens=dozens dutzende douzaines decenas dezenas decine tientallen dussintals десятки", "scores=scores",
        "hundreds=hundreds hunderte centaines cientos centenares centenas centinaia honderden hundratals сотни",
        "thousands=thousands tausende milliers miles milhares migliaia duizenden tusentals тысячи",
        "millions=millions", "half=half hälfte moitié mitad metade metà helft hälften половина", "quarter=quarter viertel", "twice=twice double doubled",
        "triple=triple tripled");

    private static readonly FrozenSet<string> Percents = Set("percent pct prozent pourcent procent процент процента процентов");

    private static readonly FrozenDictionary<string, string> Currencies = Groups(
        "usd=dollar dollars usd dólar dólares dollari доллар доллара долларов", "eur=euro euros eur евро", "gbp=pound pounds gbp sterling pfund livres",
        "jpy=yen jpy", "rub=ruble rubles rouble roubles rubel рубль рубля рублей", "chf=franken francs chf", "sek=kronor kronen kroner crowns");

    private static readonly FrozenDictionary<string, Bound> Qualifiers = Bounds(
        (Bound.AtLeast, "at least,more than,over,above,no fewer than,no less than,not less than,a minimum of,minimum,upwards of,mindestens,mehr als,über,wenigstens,au moins,"
            + "plus de,al menos,por lo menos,más de,pelo menos,mais de,ao menos,almeno,più di,oltre,minstens,meer dan,ruim,minst,över,mer än,fler än,не менее,более,больше,свыше"),
        (Bound.AtMost, "at most,up to,fewer than,less than,under,below,no more than,not more than,nearly,almost,close to,a maximum of,maximum,höchstens,maximal,bis zu,weniger als,unter,"
            + "beinahe,knapp,au plus,jusqu à,moins de,près de,presque,como máximo,hasta,menos de,casi,até,quase,cerca di al massimo,fino a,meno di,quasi,"
            + "hoogstens,tot,minder dan,bijna,högst,upp till,mindre än,färre än,nästan,не более,до,менее,почти"),
        (Bound.About, "about,around,roughly,some,approximately,an estimated,estimated,circa,ca,etwa,rund,ungefähr,zirka,environ,quelque,alrededor de,unos,unas,aproximadamente,cerca de,"
            + "circa,ongeveer,zo n,omkring,ungefär,cirka,около,примерно"));

    private static readonly FrozenDictionary<string, Bound> After = Bounds(
        (Bound.AtLeast, "or more,or so more,oder mehr,ou plus,o más,ou mais,o più,of meer,eller mer,или более"),
        (Bound.AtMost, "or fewer,or less,oder weniger,ou moins,o menos,ou menos,o meno,of minder,eller mindre"));

    // Words that are numbers in one language and something else in another.
    private static readonly FrozenDictionary<string, string> OnlyIn = Groups(
        "es=once dos", "it=due sei sette venti", "sv=sex fem elva tio nio", "en=ten", "de=elf drei", "fr=cent dix mille");

    public static bool TryPlain(string word, string language, out decimal value) => Plain.TryGetValue(word, out value) && IsOf(word, language);

    public static bool TryScale(string word, string language, out decimal value) => Scales.TryGetValue(word, out value) && IsOf(word, language);

    public static string? CrowdOf(string word) => Crowds.GetValueOrDefault(word);

    public static bool IsPercent(string word) => Percents.Contains(word);

    public static string? CurrencyOf(string word) => Currencies.GetValueOrDefault(word);

    public static string? CurrencyOf(char sign) => sign switch { '$' => "usd", '€' => "eur", '£' => "gbp", '¥' => "jpy", '₽' => "rub", _ => null };

    public static Bound Before(string words) => Qualifiers.GetValueOrDefault(words);

    public static Bound Behind(string words) => After.GetValueOrDefault(words);

    private static bool IsOf(string word, string language) =>
        !OnlyIn.TryGetValue(word, out var only) || only == language || (word == "elf" && language == "nl") || (word == "mille" && language == "it");

    private static FrozenDictionary<string, decimal> Numbers(params string[] groups)
    {
        var all = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var cut = group.IndexOf('=', StringComparison.Ordinal);
            var value = decimal.Parse(group.AsSpan(0, cut), System.Globalization.CultureInfo.InvariantCulture);
            foreach (var word in group[(cut + 1)..].Split(' ')) all.TryAdd(word, value);
        }
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> Groups(params string[] groups)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var cut = group.IndexOf('=', StringComparison.Ordinal);
            foreach (var word in group[(cut + 1)..].Split(' ')) all.TryAdd(word, group[..cut]);
        }
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, Bound> Bounds(params (Bound Bound, string Phrases)[] groups)
    {
        var all = new Dictionary<string, Bound>(StringComparer.Ordinal);
        foreach (var (bound, phrases) in groups)
            foreach (var phrase in phrases.Split(',')) all.TryAdd(phrase, bound);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
