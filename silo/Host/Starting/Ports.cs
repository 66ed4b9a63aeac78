using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Silo.Starting;

/// <summary>Looks whether the ports of a start can be listened on, before anything else is begun.</summary>
public static class Ports
{
    /// <summary>Throws one line for each that cannot be had.</summary>
    /// <param name="addressSetting">Setting of the address.</param>
    /// <param name="address">Address to listen on.</param>
    /// <param name="wanted">Setting, its value as given, and port; port 0 is any free one.</param>
    /// <exception cref="StartException">At least one is not free.</exception>
    public static void Require(string addressSetting, IPAddress address, params ReadOnlySpan<(string Setting, string Value, int Port)> wanted)
    {
        var errors = new List<string>();
        foreach (var (setting, value, port) in wanted)
        {
            try
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
            {
                throw new StartException(ExitCode.Failure, $"{addressSetting} is {address}, which is no address of this machine; name one that it has.", e);
            }
            catch (SocketException e)
            {
                errors.Add(e.SocketErrorCode switch
                {
                    SocketError.AddressAlreadyInUse => $"{setting} is {value}, and another program listens on port {port} of {address}; stop it, or choose another port.",
                    SocketError.AccessDenied => $"{setting} is {value}, and this user may not listen on port {port}; choose one above 1023.",
                    _ => $"{setting} is {value}, and port {port} of {address} cannot be listened on: {e.Message}.",
                });
            }
        }
        if (errors.Count > 0) throw new StartException(ExitCode.Failure, errors);
    }
}
