using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Gateway.Locating;

/// <summary>Opens the connections of a <see cref="PageFetcher"/>. What may be connected to is decided here, on the very address that is
/// connected to, so that a name that answers differently the second time gains nothing. Tests put their own in its place; no
/// configuration can.</summary>
public class FetchDoor
{
    /// <summary>Whether a connection to this address is allowed.</summary>
    public virtual bool Allows(IPAddress address) => AddressRules.IsPublic(address);

    /// <summary>Addresses of a host.</summary>
    public virtual Task<IPAddress[]> Resolve(string host, CancellationToken cancellation) => Dns.GetHostAddressesAsync(host, cancellation);

    /// <summary>Connects to one address.</summary>
    public virtual async Task<Stream> Connect(IPEndPoint end, CancellationToken cancellation)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Resolves, refuses, connects. All addresses of a name must be allowed: one that mixes is up to something.</summary>
    /// <exception cref="AddressRefusedException">An address is not allowed.</exception>
    public async Task<Stream> Open(DnsEndPoint host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host.Host.Trim('[', ']'), out var literal) ? [literal] : await Resolve(host.Host, cancellation);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (!Array.TrueForAll(addresses, Allows)) throw new AddressRefusedException();
        Exception? last = null;
        foreach (var address in addresses)
        {
            try { return await Connect(new IPEndPoint(address, host.Port), cancellation); }
            catch (SocketException e) { last = e; }
        }
        throw last!;
    }
}

/// <summary>A connection to an address that may not be connected to. Does not say which: names of inside must not be told apart by it.</summary>
public sealed class AddressRefusedException() : Exception("The address may not be connected to.");
