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
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            || configured.Contains(name)
            || configured.Contains(host.Value!);
    }
}
