namespace StoryClustering.Engine.Text;

/// <summary>
/// Places and bodies whose names differ among languages by more than spelling: form of a word -> the English word. Written down by hand;
/// what is spelt alike (Berlin, Iran, Chile) needs no entry. Inflected forms are reached by stems ("Москве" -> "москв").
/// </summary>
internal static class Exonyms
{
    private static readonly string[] Table =
    [
        // countries: English, then the other words for it
        "germany deutschland allemagne alemania alemanha germania duitsland германия германи",
        "france frankreich francia franca frankrijk франция франци",
        "spain spanien espagne espana espanha spagna spanje испания испани",
        "italy italien italie italia италия итали",
        "portugal portogallo португалия португали",
        "netherlands niederlande holland paisesbajos nederland hollande holanda olanda нидерланды нидерланд",
        "belgium belgien belgique belgica belgio belgie бельгия бельги",
        "austria osterreich autriche oostenrijk австрия австри",
        "switzerland schweiz suisse suiza suica svizzera zwitserland швейцария швейцари",
        "britain uk gb grossbritannien bretagne bretana bretanha bretagna brittannie британия британи",
        "england angleterre inglaterra inghilterra engeland англия англи",
        "scotland schottland ecosse escocia scozia schotland шотландия шотланди",
        "ireland irland irlande irlanda ierland ирландия ирланди",
        "sweden schweden suede suecia svezia zweden швеция швеци",
        "norway norwegen norvege noruega norvegia noorwegen норвегия норвеги",
        "denmark danemark dinamarca danimarca denemarken дания дани",
        "finland finnland finlande finlandia финляндия финлянди",
        "poland polen pologne polonia польша польш",
        "hungary ungarn hongrie hungria ungheria hongarije венгрия венгри",
        "romania rumanien roumanie rumania romenia roemenie румыния румыни",
        "greece griechenland grece grecia griekenland греция греци",
        "turkey turkiye turkei turquie turquia turchia turkije турция турци",
        "russia russland russie rusia rusland россия росси",
        "ukraine ucrania ucraina oekraine украина украин",
        "belarus weissrussland bielorussie bielorrusia bielorussia белоруссия беларусь белорусси",
        "georgia georgien georgie грузия грузи",
        "armenia armenien armenie армения армени",
        "syria syrien syrie siria сирия сири",
        "lebanon libanon liban libano ливан",
        "israel israele израиль израил",
        "palestine palastina palestina палестина палестин",
        "egypt agypten egypte egipto egito egitto египет египт",
        "jordan jordanien jordanie jordania giordania jordanie иордания иордани",
        "iraq irak ирак",
        "yemen jemen yemen iemen йемен",
        "saudi saudiarabien arabie saudita saoedi саудовская",
        "morocco marokko maroc marruecos marrocos marocco марокко",
        "algeria algerien algerie argelia алжир",
        "tunisia tunesien tunisie tunez tunisie тунис",
        "libya libyen libye libia ливия ливи",
        "ethiopia athiopien ethiopie etiopia эфиопия эфиопи",
        "kenya kenia quenia кения кени",
        "nigeria nigeria нигерия нигери",
        "southafrica sudafrika sudafrica юар",
        "india indien inde индия инди",
        "pakistan paquistan пакистан",
        "china chine cina кита китай",
        "japan japon japao giappone япония япони",
        "korea coree corea coreia sudkorea nordkorea корея коре",
        "indonesia indonesien indonesie индонезия индонези",
        "philippines philippinen filipinas filippine filipijnen филиппины филиппин",
        "thailand thailande tailandia таиланд",
        "australia australien australie австралия австрали",
        "newzealand neuseeland",
        "canada kanada канада канад",
        "mexico mexiko mexique messico мексика мексик",
        "brazil brasilien bresil brasil brasile brazilie бразилия бразили",
        "argentina argentinien argentine argentinie аргентина аргентин",
        "colombia kolumbien colombie колумбия колумби",
        "cuba kuba куба куб",
        "venezuela венесуэла венесуэл",
        "peru perou перу",
        "haiti гаити",
        "europe europa европа европ",
        "africa afrika afrique африка африк",
        "america amerika amerique америка америк",
        "asia asien asie азия ази",
        // cities and regions
        "london londres londra londen лондон",
        "paris parigi parijs париж",
        "rome rom roma рим",
        "milan mailand milano milaan милан",
        "naples neapel napoli napels неаполь неапол",
        "venice venedig venise venecia veneza venezia venetie венеция венеци",
        "munich munchen мюнхен",
        "cologne koln colonia colonia keulen кельн кёльн",
        "vienna wien vienne viena wenen вена вен",
        "geneva genf geneve ginebra genebra ginevra женева женев",
        "zurich zurigo цюрих",
        "brussels brussel bruxelles bruselas bruxelas брюссель брюссел",
        "lisbon lissabon lisbonne lisboa lisbona лиссабон",
        "warsaw warschau varsovie varsovia warszawa варшава варшав",
        "prague prag praga praag прага праг",
        "copenhagen kopenhagen copenhague copenaghen копенгаген",
        "stockholm estocolmo stoccolma стокгольм",
        "athens athen athenes atenas atene афины афин",
        "moscow moskau moscou moscu mosca moskva москва москв moskou",
        "kyiv kiew kiev kiew киев kiïv київ",
        "beijing peking pekin pequim pechino пекин",
        "tokyo tokio токио",
        "seoul seul сеул",
        "cairo kairo caire каир",
        "jerusalem gerusalemme иерусалим",
        "gaza ghaza газа газ",
        "damascus damaskus damas damasco дамаск",
        "baghdad bagdad багдад",
        "tehran teheran тегеран",
        "istanbul estambul istambul стамбул",
        "havana havanna havane habana avana гавана гаван",
        "york йорк",
        "washington вашингтон",
        // bodies
        "nato otan нато",
        "un uno onu vn оон",
        "eu ue ес",
        "who oms воз",
        "imf fmi iwf мвф",
        "us usa eeuu eua сша vs",
    ];

    private static readonly Dictionary<ulong, ulong> ByForm = Build();

    /// <summary>Hash of the English word for a form, if the table has one.</summary>
    public static bool TryFind(ReadOnlySpan<char> form, out ulong english) => ByForm.TryGetValue(TokenBuffer.HashOf(form), out english);

    private static Dictionary<ulong, ulong> Build()
    {
        var table = new Dictionary<ulong, ulong>();
        Span<char> buffer = stackalloc char[AnchorForm.MaxLength];
        foreach (var line in Table)
        {
            var words = line.Split(' ');
            var english = TokenBuffer.HashOf(words[0]);
            foreach (var word in words)
            {
                var length = AnchorForm.Unify(buffer, AnchorForm.Fold(word, buffer));
                table.TryAdd(TokenBuffer.HashOf(buffer[..length]), english);
            }
        }
        return table;
    }
}
