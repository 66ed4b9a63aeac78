using System.Net;
using System.Net.Sockets;

namespace StoryClustering.Tests.EndToEnd.Harness;

/// <summary>Ports of this machine.</summary>
internal static class Loopback
{
    /// <summary>Ports that nobody listened on a moment ago; all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                listeners.Add(listener);
            }
            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }
}
