using System.Globalization;
using Knowledge.Api.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Knowledge.Api.Doctor;

/// <summary>Whether the word of proxies is believed where it should be, and nowhere else.</summary>
internal static class ProxyExamination
{
    /// <summary>Counts requests that said where they come from, by somebody who is not believed.</summary>
    public const string Counter = "kb_forwarded_headers_ignored";

    public static async Task<IEnumerable<Fault>> Of(Patient patient)
    {
        var faults = new List<Fault>();
        if (
            Settings
                .TrustedProxies.AllOf(patient.Configuration)
                .FirstOrDefault(t => IPNetwork.TryParse(t, out var network) && network.PrefixLength == 0) is
            { } everybody
        )
            faults.Add(
                Fault.Error(
                    "proxy-everybody",
                    $"--trusted-proxies {everybody} believes anybody who says where he comes from.",
                    "Name the addresses of your own proxies only."
                )
            );
        if (await patient.Ask("/metrics") is { } metrics && Ignored(metrics) is > 0 and var count)
            faults.Add(
                Fault.Warning(
                    "proxy-headers-from-nowhere",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{count:N0} requests since the start had X-Forwarded headers of an address that is not trusted."
                    ),
                    "Where it is your proxy, name its address with --trusted-proxies: until then all its callers share one limit. "
                        + "Where it is not, somebody else reaches the server past it."
                )
            );
        return faults;
    }

    private static double Ignored(string metrics) =>
        metrics
            .Split('\n')
            .Where(l => l.StartsWith(Counter + "_total", StringComparison.Ordinal))
            .Select(l => l[(l.LastIndexOf(' ') + 1)..])
            .Sum(v => double.TryParse(v, CultureInfo.InvariantCulture, out var value) ? value : 0);
}
