using System.Net;
using System.Net.Sockets;
using Knowledge.Indexer.Http;

namespace Knowledge.Api.Notifications;

/// <summary>
/// HTTP to addresses that somebody configured, which may be turned to lead inside: what is connected to is looked at, not what is
/// written.
/// </summary>
public static class GuardedHttp
{
    private const int MaxAnswerBytes = 1 << 20;

    /// <param name="allowed">Hosts that may be private.</param>
    public static HttpClient Create(IReadOnlySet<string> allowed) =>
        OutgoingHttp.Create(
            TimeSpan.FromSeconds(5),
            MaxAnswerBytes,
            async (context, cancellation) =>
            {
                var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
                // One private address among several is enough: a name that has both changes its mind when it likes.
                if (!allowed.Contains(host) && addresses.FirstOrDefault(IsPrivate) is { } inside)
                    throw new HttpRequestException(
                        $"{host} leads to {inside}, which is not a public address; list the host in KB_NOTIFY_ALLOW if that is meant"
                    );
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(addresses, port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }
        );

    /// <summary>
    /// Whether an address is of this machine, of a network that is not the internet, or reserved (RFC 1918, 3927, 4193, 4291, 5735,
    /// 6598 and those they name).
    /// </summary>
    public static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return true;
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 4)
            return bytes switch
            {
                [0 or 10 or 127, ..] => true,
                [100, >= 64 and <= 127, ..] => true,
                [169, 254, ..] => true,
                [172, >= 16 and <= 31, ..] => true,
                [192, 168, ..] => true,
                [192, 0, 0 or 2, _] => true,
                [198, 18 or 19, ..] => true,
                [198, 51, 100, _] or [203, 0, 113, _] => true,
                [>= 224, ..] => true,
                _ => false,
            };
        // 64:ff9b::/96 and 2002::/16 carry an IPv4 address inside.
        if (bytes is [0, 0x64, 0xFF, 0x9B, ..])
            return IsPrivate(new IPAddress(bytes[12..]));
        if (bytes is [0x20, 0x02, ..])
            return IsPrivate(new IPAddress(bytes[2..6]));
        return address.Equals(IPAddress.IPv6Any)
            || address.IsIPv6LinkLocal
            || address.IsIPv6SiteLocal
            || address.IsIPv6Multicast
            || address.IsIPv6UniqueLocal
            || bytes is [0x20, 0x01, 0x0D, 0xB8, ..]
            || bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0;
    }
}
