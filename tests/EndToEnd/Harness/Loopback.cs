using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Ports of this machine.</summary>
internal static class Loopback
{
    // Not the ports that the system gives out itself: between our look and a program's start it may give one of those to
    // any outgoing connection, and the processes here have hundreds.
    private const int First = 20_000;
    private const int Last = 32_000;
    private static readonly HashSet<int> s_given = [];

    /// <summary>Ports that nobody listens on, and that were not given before.</summary>
    public static int[] FreePorts(int count) => [.. Enumerable.Range(0, count).Select(_ => FreePort())];

    private static int FreePort()
    {
        lock (s_given)
        {
            while (true)
            {
                var port = Random.Shared.Next(First, Last);
                if (!s_given.Contains(port) && IsFree(port))
                {
                    s_given.Add(port);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
