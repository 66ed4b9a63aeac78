namespace StoryClustering.Gateway.Articles;

/// <summary>Suffixes under which anybody can register, for hosts without the public suffix list: second levels that national registries
/// use, and the hosts of blogs and sites, whose subdomains are their owners' outlets.</summary>
internal static class KnownSuffixes
{
    // Top-level domain: second levels.
    private static readonly string[] Table =
    [
        "ac: com edu gov net org", "ae: co net org gov ac", "af: com gov net org edu", "ag: com net org", "ai: com net org",
        "al: com edu gov net org", "am: com net org", "ar: com edu gob gov int mil net org tur", "at: ac co gv or",
        "au: com net org edu gov asn id", "az: com net org gov edu", "ba: com net org gov edu", "bb: com net org gov",
        "bd: com net org gov edu ac", "bh: com net org gov edu", "bn: com net org gov edu", "bo: com net org gob edu",
        "br: com net org gov edu jus leg mil blog jor tv", "bw: co org", "by: com gov", "bz: com net org gov", "ci: com co org ac",
        "ck: co net org", "cm: co com net", "cn: com net org gov edu ac", "co: com net org gov edu", "cr: co or ac go",
        "cu: com org net gov", "cy: com net org gov ac", "do: com net org gob edu", "dz: com net org gov", "ec: com net org gob gov edu",
        "eg: com net org gov edu", "es: com org nom gob edu", "et: com net org gov", "fj: com net org gov ac", "fr: com asso gouv",
        "ge: com net org gov edu", "gg: co net org", "gh: com org gov edu", "gi: com gov org edu", "gr: com net org gov edu",
        "gt: com net org gob edu", "gu: com net org gov edu", "hk: com net org gov edu idv", "hn: com net org gob", "hr: com from iz",
        "ht: com net org gouv", "hu: co org info", "id: co or web ac go my sch", "il: co org net gov ac muni", "im: co net org ac",
        "in: co net org gov ac edu firm gen ind nic res", "iq: com net org gov edu", "ir: co net org gov ac", "it: edu gov",
        "je: co net org", "jm: com net org gov edu", "jo: com net org gov edu", "jp: ac ad co ed go gr lg ne or", "ke: co or ne go ac",
        "kg: com net org gov", "kh: com net org gov edu", "kr: co or ne re go ac pe", "kw: com net org gov edu", "ky: com net org",
        "kz: com net org gov", "la: com net org gov", "lb: com net org gov edu", "lk: com net org gov ac", "lr: com net org gov",
        "ls: co org ac", "lv: com net org gov", "ly: com net org gov", "ma: co net org gov ac press", "mg: com org gov", "mk: com net org gov",
        "mm: com net org gov edu", "mn: gov edu org", "mo: com net org gov", "mt: com net org edu", "mu: com net org gov co ac",
        "mv: com net org gov", "mw: co com net org ac", "mx: com net org gob edu", "my: com net org gov edu", "mz: co org gov ac",
        "na: com co org", "ng: com net org gov edu", "ni: com net org gob edu", "np: com net org gov edu", "nz: co net org govt ac geek gen iwi maori school",
        "om: com co net org gov edu", "pa: com net org gob edu", "pe: com net org gob edu", "pg: com net org gov ac", "ph: com net org gov edu",
        "pk: com net org gov edu", "pl: com net org gov edu info biz waw", "pr: com net org gov", "ps: com net org gov", "pt: com org gov edu",
        "py: com net org gov edu", "qa: com net org gov edu", "ro: com org info", "rs: co org edu gov in ac", "ru: com net org pp msk spb", "rw: co net org gov ac",
        "sa: com net org gov edu", "sb: com net org gov", "sc: com net org gov", "sd: com net org gov", "sg: com net org gov edu",
        "sl: com net org gov", "sn: com org gouv", "so: com net org gov", "sv: com org gob edu", "sy: com net org gov", "sz: co org ac",
        "th: co or in net go ac mi", "tj: com net org co", "tn: com net org gov", "to: com net org gov", "tr: com net org gov edu bel gen web info biz av pol k12",
        "tt: co com net org gov", "tw: com net org gov edu idv", "tz: co or ne go ac", "ua: com net org gov edu in kiev kyiv lviv odessa kharkov",
        "ug: co or ne go ac com org", "uk: ac co gov ltd me net nhs org plc police sch", "uy: com net org gub edu", "uz: co com net org",
        "ve: com co net org gob edu", "vn: com net org gov edu info", "vu: com net org", "ws: com net org gov", "ye: com net org gov",
        "za: ac co gov law net org web school", "zm: co com net org gov ac", "zw: ac co gov org",
    ];

    // Where people put sites of their own, and domains that are let out like a registry's.
    private static readonly string[] Hosts = string.Join(' ',
        "blogspot.com blogspot.co.uk blogspot.de blogspot.fr blogspot.it blogspot.com.es blogspot.com.br blogspot.com.ar blogspot.com.au blogspot.com.tr",
        "blogspot.ca blogspot.in blogspot.jp blogspot.mx blogspot.nl blogspot.pt blogspot.ro blogspot.ru blogspot.se blogspot.ch blogspot.be blogspot.gr",
        "wordpress.com substack.com medium.com tumblr.com typepad.com livejournal.com ghost.io beehiiv.com hashnode.dev micro.blog bearblog.dev",
        "weebly.com weeblysite.com wixsite.com squarespace.com webflow.io jimdofree.com jimdosite.com webnode.page site123.me strikingly.com",
        "over-blog.com canalblog.com altervista.org narod.ru ucoz.ru hatenablog.com hatenablog.jp fc2.com ameblo.jp tistory.com",
        "github.io gitlab.io codeberg.page bitbucket.io netlify.app netlify.com vercel.app now.sh pages.dev workers.dev fly.dev onrender.com",
        "herokuapp.com firebaseapp.com web.app appspot.com azurewebsites.net azurestaticapps.net cloudfront.net surge.sh glitch.me",
        "neocities.org deno.dev replit.app repl.co streamlit.app readthedocs.io gitbook.io notion.site carrd.co framer.website framer.app",
        "myshopify.com hubpages.com blogs.com page.tl tripod.com angelfire.com dreamwidth.org bandcamp.com duckdns.org dyndns.org no-ip.org",
        "de.com uk.com us.com eu.com gb.com br.com cn.com jpn.com kr.com ru.com sa.com se.com za.com hu.com no.com qc.com uy.com africa.com",
        "uk.net gb.net se.net jp.net hu.net in.net us.org ae.org eu.org com.de com.se co.nl co.no co.com").Split(' ');

    /// <summary>Hosts of other people's sites. Of use beside the public suffix list, too, which has those alone whose owners asked for
    /// it.</summary>
    internal static IEnumerable<string> SiteHosts => Hosts;

    /// <summary>Second levels.</summary>
    internal static IEnumerable<string> Rules
    {
        get
        {
            foreach (var row in Table)
            {
                var colon = row.IndexOf(':', StringComparison.Ordinal);
                foreach (var second in row[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    yield return $"{second}.{row[..colon]}";
            }
        }
    }
}
