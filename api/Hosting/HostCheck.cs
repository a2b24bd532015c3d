using System.Globalization;
using System.Net;

namespace Knowledge.Api.Hosting;

/// <summary>Which Host names are answered: a page that rebinds its own name to this address gets nothing.</summary>
internal static class HostCheck
{
    public static bool IsAllowed(HostString host, IReadOnlySet<string> configured)
    {
        if (!host.HasValue)
            return false;
        var name = host.Host;
        // Of a port that is none no address of a page can be made.
        if (
            host.Value![name.Length..] is not ("" or ":") and var port
            && !ushort.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        )
            return false;
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            || configured.Contains(name)
            || configured.Contains(host.Value!);
    }
}
