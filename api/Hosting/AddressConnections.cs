using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Knowledge.Api.Live;
using Microsoft.AspNetCore.Connections;
using IPNetwork = System.Net.IPNetwork;

namespace Knowledge.Api.Hosting;

/// <summary>
/// How many connections one address may have at a time, so that it leaves some to everybody else. Not of this machine and of proxies that
/// are trusted: through them come many.
/// </summary>
internal sealed class AddressConnections(int most, IReadOnlyList<IPNetwork> trusted)
{
    private static readonly Counter<long> Refused = Metrics.Meter.CreateCounter<long>(
        "kb_connections_refused",
        description: "Connections that were closed at once: their address had as many as one may have."
    );

    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);

    /// <summary>How many addresses have a connection just now.</summary>
    public int Addresses => open.Count;

    /// <summary>Goes on with a connection, or closes it.</summary>
    public async Task HandleAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (CallerAddress.IsThisMachine(address) || trusted.Any(t => t.Contains(Plain(address!))))
        {
            await next(connection);
            return;
        }
        var key = CallerAddress.KeyOf(address);
        if (open.AddOrUpdate(key, 1, (_, count) => count + 1) > most)
        {
            Close(key);
            Refused.Add(1);
            connection.Abort();
            return;
        }
        try
        {
            await next(connection);
        }
        finally
        {
            Close(key);
        }
    }

    private void Close(string key)
    {
        if (open.AddOrUpdate(key, 0, (_, count) => count - 1) == 0)
            // Only while it is none: another one may have come.
            open.TryRemove(KeyValuePair.Create(key, 0));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
