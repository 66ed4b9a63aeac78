using System.Collections.Frozen;

namespace StoryClustering.Engine.Text;

/// <summary>How a point after an abbreviation is to be read.</summary>
internal enum AbbreviationKind : byte
{
    /// <summary>No abbreviation.</summary>
    None,
    /// <summary>Something always follows: titles, "vs.", "bzw.".</summary>
    Never,
    /// <summary>A number follows, or else it is a word of its own ("No. 5", and "no.").</summary>
    BeforeNumber,
    /// <summary>Ends a sentence only if the next word plainly begins one: "Inc.", "usw.".</summary>
    Either,
    /// <summary>Ends a sentence after a number, and never without: Russian "2019 г." and "г. Москва".</summary>
    EndsAfterNumber,
}

/// <summary>Abbreviations of one language. Written without the last point; as written, or with a capital at a sentence's start.</summary>
internal sealed class Abbreviations
{
    private const string NeverEverywhere =
        "Mr Mrs Ms Mx Messrs Dr Prof Gen Lt Col Maj Capt Sgt Cpl Adm Cmdr Rev Fr Hon St Ste Mme Mlle vs cf e.g i.e al viz";

    private const string EitherEverywhere = "Inc Ltd Co Corp Cos Plc Pty Jr Sr etc LLC Bros Ph.D approx est";

    private static readonly FrozenDictionary<string, Abbreviations> ByLanguage = Build();

    private static readonly Abbreviations Others = new("", "No Nr", "", "", "");

    private readonly FrozenDictionary<string, AbbreviationKind>.AlternateLookup<ReadOnlySpan<char>> _kinds;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _starters;

    private Abbreviations(string never, string beforeNumber, string either, string endsAfterNumber, string starters)
    {
        var kinds = new Dictionary<string, AbbreviationKind>(StringComparer.Ordinal);
        Add(kinds, NeverEverywhere, AbbreviationKind.Never);
        Add(kinds, EitherEverywhere, AbbreviationKind.Either);
        Add(kinds, never, AbbreviationKind.Never);
        Add(kinds, beforeNumber, AbbreviationKind.BeforeNumber);
        Add(kinds, either, AbbreviationKind.Either);
        Add(kinds, endsAfterNumber, AbbreviationKind.EndsAfterNumber);
        _kinds = kinds.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _starters = starters.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Those of a language, or those known everywhere.</summary>
    public static Abbreviations Of(string language) => ByLanguage.GetValueOrDefault(language, Others);

    /// <summary>Whether "3." before a word is an ordinal in a language.</summary>
    public static bool HasOrdinalPoint(string language) =>
        language is "de" or "da" or "no" or "nb" or "nn" or "fi" or "cs" or "sk" or "pl" or "hu" or "tr" or "sl" or "hr" or "sr" or "et" or "lv";

    /// <summary>What a word before a point is.</summary>
    public AbbreviationKind KindOf(ReadOnlySpan<char> word) => _kinds.TryGetValue(word, out var kind) ? kind : AbbreviationKind.None;

    /// <summary>Whether a word, capitalised, most likely begins a sentence and is no name.</summary>
    public bool Starts(ReadOnlySpan<char> word) => _starters.Contains(word);

    private static void Add(Dictionary<string, AbbreviationKind> kinds, string words, AbbreviationKind kind)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            kinds[word] = kind;
            if (char.IsLower(word[0]))
                kinds.TryAdd(char.ToUpperInvariant(word[0]) + word[1..], kind);
        }
    }

    private static FrozenDictionary<string, Abbreviations> Build() => new Dictionary<string, Abbreviations>(StringComparer.Ordinal)
    {
        ["en"] = new(
            "Gov Sen Rep Reps Sens Govs Gens Drs Profs Pres Supt Com Comm Comdr Cdr Commr Brig Det Insp Ald Atty Asst Sec Amb Del Pvt Pfc Spc Ens Cdt Ofc Msgr Mt Ft Pt " +
            "Lt.Gov Lt.Col Maj.Gen Rt.Hon Dist v ca Ret Treas Br Fmr Chmn Cllr Dir Lts Sgts Capts Cols Revs",
            "No Nos no nos Fig Figs Vol Ch Art p pp par para Rm Apt Op Res H.R S.R S.J. H.J",
            "St al Sept Oct Nov Dec Jan Feb Mar Apr Jun Jul Aug Ave Blvd Rd Hwy Dept Univ Assn Assoc Intl Natl Govt Mfg Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla " +
            "Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Dak mph hrs yrs lbs oz ft min mins Esq Bldg Sq Mon Tue Tues Wed Thu Thurs Fri cent incl max",
            "",
            "the a an it he she they we i you in on at but and this that these those there his her their its our my your if when while after as for with from by however " +
            "meanwhile what who why how where which some many most so yet or not all according since despite although last more both even now then under during still " +
            "police officials another other others each every one two three several few no nearly about around over until before because earlier later also only just " +
            "among between once though through to instead such here does do did is are was were has have had will would could should can may might perhaps maybe " +
            "nobody everybody everyone nothing neither either whether none today yesterday tomorrow residents witnesses critics experts authorities prosecutors investigators " +
            "firefighters lawmakers analysts shares"),
        ["de"] = new(
            "Hr Fr Frl Mio Mrd Tsd ca bzw z.B d.h u.a z.T d.R i.d.R s.o s.u v.a sog evtl ggf inkl exkl zzgl vgl bspw geb gest Dipl Ing Dipl.-Ing Hl Abs Kap Str Tel Bd Abt vorm nachm " +
            "max min lt gem ehem Frh Mag Dr.med Prof.Dr Hptm Oblt Gebr int u.U i.A i.V o.ä e.V.m St Sr med phil jur nat rer habil h.c Ltn Adm Kpt Uffz Min Dir Gen Präs stellv urspr verh insb insbes bes chr christl russ amerik dt engl franz",
            "Nr Nrn Art S § Z Ziff Bl Jg",
            "Jan Feb Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez Jh usw u.s.w u.ä e.V n.Chr v.Chr AG GmbH",
            "",
            "der die das ein eine einer es er sie wir ich in im am an auf aber und dieser diese dieses dort sein seine ihr ihre wenn als nach für mit von bei vor doch dabei " +
            "dazu damit auch wer was warum wie wo einige viele laut seit trotz obwohl zudem jetzt dann unter während noch zwei drei mehrere kein keine zuvor später nur " +
            "zwischen man den dem des zu zum zur so allerdings bereits außerdem derzeit hier zuletzt nun ob um alle"),
        ["fr"] = new(
            "M MM Mmes Mlles Me Mgr Pr Dr Drs prof env av apr cf ex p.ex c.-à-d c-à-d n° St Ste Cie Gal Cdt Cne Lt Adj Amb Sén Dép Cel gén col cap lieut dép boul bd fg hab adj",
            "art p pp vol chap fig no nos al ch t",
            "janv févr avr juil sept oct nov déc etc J.-C S.A S.A.R.L vol",
            "",
            "le la les un une des il elle ils elles on nous je vous ce cette ces cet dans en sur mais et son sa ses leur leurs si quand après pour avec par chez avant pourtant " +
            "depuis selon lors alors aussi qui que quoi comment où plusieurs certains beaucoup malgré bien puis pendant encore deux trois aucun au aux du de à c'est c’est " +
            "l'enquête toutefois cependant ainsi enfin plus tous"),
        ["es"] = new(
            "Sr Sra Sres Sras Srta Dr Dra Dres D Dª Dña Lic Ing Arq Prof Profa Gral Cnel Cap Tte Sgto Cmdte Cmte Alm Almte Pdte Pdta Vpdte Dip Sto Sta Fr Excmo Ilmo Mons Ud Uds Vd Vds p.ej p.e aprox av avda Avda c/ dpto tel pág ss",
            "art arts núm núms n.º n.o p pp págs cap vol fig inc",
            "etc EE.UU EEUU RR.HH FF.AA S.A S.L S.A.B a.C d.C a.m p.m Cía",
            "",
            "el la los las un una unos unas lo él ella ellos ellas nosotros yo usted este esta estos estas ese esa esto eso en sobre pero y su sus si cuando después tras para con por " +
            "de del al antes sin embargo además según desde aunque durante también quien qué cómo dónde por varios muchos algunos ya aún dos tres ningún no se así entonces hoy " +
            "mientras ante entre hasta luego más a"),
        ["pt"] = new(
            "Sr Sra Srs Sras Srta Dr Dra Drs Dras D Eng Prof Profa Gen Cel Cap Ten Alm Maj Sgt Sarg Brig Gov Pres Min Sto Sta Exmo Exma Ilmo Pe av R tel ex p.ex aprox dep des min obs V.Ex",
            "art arts núm n.º p pp pág págs cap vol fig inc",
            "etc EUA S.A Lda Ltda Cia a.C d.C",
            "",
            "o a os as um uma uns umas ele ela eles elas nós eu você este esta estes estas esse essa isso isto em no na nos nas sobre mas e seu sua seus suas se quando depois após para " +
            "com por de do da ao antes porém além segundo desde embora durante também quem que como onde vários muitos alguns já ainda dois três nenhum não assim então hoje " +
            "enquanto entre até mais à às"),
        ["it"] = new(
            "sig sigg sig.ra sig.na dott dott.ssa Dr dr.ssa prof prof.ssa ing avv arch geom rag on sen gen col cap ten magg amm brig isp comm pres mons S SS Fr cav comm p.es ca c.a tel pag es",
            "art artt n nn num p pp pag pagg cap vol fig",
            "ecc etc S.p.A S.r.l Spa Srl a.C d.C c.m",
            "",
            "il lo la i gli le un uno una egli lui lei loro noi io voi questo questa questi queste quello quella in nel nella sul sulla ma e suo sua suoi sue se quando dopo per con da " +
            "di del della dei al alla prima però tuttavia inoltre secondo nonostante durante anche chi che cosa come dove perché molti alcuni già ancora due tre nessun non così " +
            "allora oggi mentre tra fra fino poi più a c'è è ha"),
        ["nl"] = new(
            "dhr mevr mw mr drs ir ing dr prof ds bijv bv b.v.d o.a o.m d.w.z m.b.t t.a.v i.v.m n.a.v t.g.v v.d a.d z.g zgn ca resp evt incl excl gem vgl tel burg min wd jl ml St jhr kol kapt gen lt maj adm cdt jkvr",
            "nr nrs art blz p pp par hfst jan feb mrt apr jun jul aug sept okt nov dec",
            "enz etc e.d e.a m.m N.V B.V a.u.b n.Chr v.Chr",
            "",
            "de het een hij zij ze wij we ik u je in op aan maar en dit dat deze die daar zijn haar hun als toen na voor met van bij door echter volgens sinds ondanks hoewel " +
            "tijdens ook wie wat waarom hoe waar veel sommige nog twee drie geen eerder later alleen tussen er men nu dan om uit onder volgende zo"),
        ["ru"] = new(
            "т.е т.к т.н т.д.и им ул пр пл пер пос дер гос проф акад доц ген полк кап лейт адм серж ред см ср напр англ нем фр лат обл р-н просп бул наб стр корп кв тов гр св",
            "№ ст п пп гл рис табл с т ч разд",
            "др пр т.д т.п и.о в.в",
            "г гг в вв н.э",
            "в во на но и а это этот эта эти он она они мы я вы его её ее их если когда после для с со от у при по до однако также кто что почему как где некоторые многие уже ещё " +
            "еще два три ни не так тогда сегодня между к из за об о под ранее позже всего там никто ничто ничего"),
        ["sv"] = new(
            "bl.a t.ex d.v.s dvs s.k m.a.o p.g.a pga fr.o.m t.o.m ca c:a kl jfr resp ev inkl exkl dr prof doc f.d t.f st tr red ung obs sid motsv ang gen övlt öv kapt maj lt adm serg",
            "nr s sid kap art fig jan feb mar apr jun jul aug sep sept okt nov dec",
            "osv o.s.v m.m m.fl etc o.d kr mkr mdkr st f.Kr e.Kr",
            "",
            "den det de en ett han hon vi jag ni du i på men och denna detta dessa där hans hennes deras sin om när efter för med av från vid enligt sedan trots dock även också " +
            "vem vad varför hur många några ännu två tre ingen inte så då nu under mellan till ur som att"),
        ["da"] = new(
            "bl.a f.eks d.v.s dvs s.k p.g.a pga ca kl jf hhv evt inkl ekskl dr prof hr fr gen kapt maj lt tidl nuv vedr mht jan feb mar apr jun jul aug sep sept okt nov dec mio mia",
            "nr s kap art stk pkt",
            "osv m.m m.fl etc o.l kr",
            "",
            "den det de en et han hun vi jeg i på men og denne dette disse der hans hendes deres om når efter for med af fra ved ifølge siden trods dog også hvem hvad hvorfor " +
            "hvordan mange nogle to tre ingen ikke så da nu under mellem til"),
        ["no"] = new(
            "bl.a f.eks d.v.s dvs s.k p.g.a pga ca kl jf evt inkl ekskl dr prof hr fr gen kapt maj lt tidl vedr mht jan feb mar apr jun jul aug sep sept okt nov des mill mrd",
            "nr s kap art",
            "osv m.m m.fl etc o.l kr",
            "",
            "den det de en et ei han hun vi jeg i på men og denne dette disse der hans hennes deres om når etter for med av fra ved ifølge siden tross også hvem hva hvorfor " +
            "hvordan mange noen to tre ingen ikke så da nå under mellom til"),
        ["pl"] = new(
            "np m.in tzn tzw prof dr hab inż mgr ks gen płk kpt mjr adm sierż por św ul al pl im wg ok godz min mln mld tys ds ww zob por red",
            "nr art ust poz str s",
            "itd itp r w zł",
            "",
            "to ten ta te on ona oni my ja w na ale i jego jej ich jeśli kiedy po dla z ze od u przy do jednak także kto co dlaczego jak gdzie już jeszcze dwa trzy nie tak o za"),
        ["uk"] = new(
            "т.е т.зв ім вул пр пл пров смт проф акад ген полк див напр англ обл м с р-н",
            "№ ст п гл рис",
            "ін т.д т.п",
            "р рр ст",
            "в у на але і й та це цей ця ці він вона вони ми я його її їх якщо коли після для з із від при по до однак також хто що чому як де вже ще два три не так про за"),
        ["hi"] = new("डॉ प्रो श्री सुश्री कु पं मो एड इंजी ले सर स्व", "नं सं पृ", "", "", ""),
        ["el"] = new("κ κα κκ δρ καθ δηλ π.χ βλ αρ λεωφ οδ αγ", "αρ σελ", "κ.λπ κ.ά κτλ", "",
            "ο η το οι τα ένας μια ένα αυτός αυτή αυτό στο στη στην στον στις στους και αλλά όταν μετά πριν για με από ενώ όμως επίσης δεν θα που πώς"),
        ["tr"] = new("Sn Av Doç Yrd Öğr Gör Org Alb Yzb Bşk Müd Cad Sok Mah vb örn bkz", "s sf cilt", "vs A.Ş Ltd Şti", "",
            "bu şu o bir ve ama ancak sonra önce daha çok en için ile ise ne nasıl neden kim biz ben siz onlar"),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
