using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Gateway.Locating;

/// <summary>Which addresses may be connected to when a page is fetched: those of the public internet, by the special-purpose registries of
/// IANA (RFC 6890 and its successors). An address that carries another one in it (IPv4-mapped, NAT64, 6to4, Teredo) is refused whatever it
/// carries: no web site needs it.</summary>
public static class AddressRules
{
    // What lies in one of these is not the public internet.
    private static readonly IPNetwork[] Refused = [.. new[]
    {
        "0.0.0.0/8",          // this network
        "10.0.0.0/8",         // private
        "100.64.0.0/10",      // carrier-grade NAT; metadata services of some clouds
        "127.0.0.0/8",        // loopback
        "169.254.0.0/16",     // link-local; metadata services of most clouds
        "172.16.0.0/12",      // private
        "192.0.0.0/24",       // protocol assignments
        "192.0.2.0/24",       // documentation
        "192.31.196.0/24",    // AS112
        "192.52.193.0/24",    // AMT
        "192.88.99.0/24",     // 6to4 relays
        "192.168.0.0/16",     // private
        "192.175.48.0/24",    // AS112
        "198.18.0.0/15",      // benchmarks
        "198.51.100.0/24",    // documentation
        "203.0.113.0/24",     // documentation
        "224.0.0.0/4",        // multicast
        "240.0.0.0/4",        // reserved, broadcast
        "168.63.129.16/32",   // a cloud's host, reached from its machines only
    }.Select(static n => IPNetwork.Parse(n))];

    // Of IPv6 only global unicast is public, and of that not these.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] RefusedSix = [.. new[]
    {
        "2001::/23",          // protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",      // documentation
        "2002::/16",          // 6to4
        "2620:4f:8000::/48",  // AS112
        "3fff::/20",          // documentation
    }.Select(static n => IPNetwork.Parse(n))];

    /// <summary>True if the address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Array.Exists(Refused, n => n.Contains(address)),
        AddressFamily.InterNetworkV6 => address.ScopeId == 0 && !address.IsIPv4MappedToIPv6 && Global.Contains(address)
            && !Array.Exists(RefusedSix, n => n.Contains(address)),
        _ => false,
    };
}
