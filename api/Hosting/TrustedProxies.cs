using System.Diagnostics.Metrics;
using System.Net;
using Knowledge.Api.Options;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Knowledge.Api.Hosting;

/// <summary>
/// Whose word is taken for who a caller is and how he came: proxies that are named with <c>--trusted-proxies</c>, and nobody else, not
/// even one on this machine.
/// </summary>
internal static class TrustedProxies
{
    // A chain longer than this is made up.
    private const int MaxProxies = 5;

    /// <summary>Reads addresses and networks such as <c>10.0.0.0/8</c>; what is wrong with one as a line.</summary>
    public static (IReadOnlyList<IPNetwork> Networks, string? Error) Read(IConfiguration configuration)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in Settings.TrustedProxies.AllOf(configuration))
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                return ([], $"--trusted-proxies '{text}' is no address; give one such as 127.0.0.1 or 10.0.0.0/8");
        return (networks, null);
    }

    public static void UseTrustedProxies(this WebApplication app)
    {
        var (networks, _) = Read(app.Configuration);
        if (networks.Count > 0)
            app.UseForwardedHeaders(Believed(networks));
        var ignored = app
            .Services.GetRequiredService<IMeterFactory>()
            .Create(MetricCollector.MeterName)
            .CreateCounter<long>(
                "kb_forwarded_headers_ignored",
                description: "Requests whose X-Forwarded headers came of an address that is not trusted."
            );
        // What is believed was taken out.
        app.Use(
            (http, next) =>
            {
                if (http.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName))
                    ignored.Add(1);
                return next(http);
            }
        );
    }

    private static ForwardedHeadersOptions Believed(IEnumerable<IPNetwork> networks)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = MaxProxies,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }
}
