using System.Net;
using Knowledge.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "A-23")]
public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1", 1, null)]
    [InlineData("10.0.0.0/8, ::1", 2, null)]
    [InlineData("", 0, null)]
    [InlineData("proxy.example", 0, "proxy.example")]
    [InlineData("10.0.0.0/40", 0, "10.0.0.0/40")]
    public void Addresses_and_networks_are_read(string given, int count, string? wrong)
    {
        var (networks, error) = TrustedProxies.Read(
            new ConfigurationBuilder().AddInMemoryCollection([new("KB_TRUSTED_PROXIES", given)]).Build()
        );

        Assert.Equal(count, networks.Count);
        Assert.Equal(wrong is null, error is null);
        Assert.Contains(wrong ?? "", error ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("10.0.0.0/8", 2)]
    [InlineData("203.0.113.7", 0)]
    public async Task What_nobody_is_believed_is_counted(string? trusted, int count)
    {
        using var server = Server.Behind(IPAddress.Parse("203.0.113.7"), trusted, ("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        await client.GetAsync("/-/healthy", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.4");
        for (var i = 0; i < 2; i++)
            await client.GetAsync("/-/healthy", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Clear();

        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        var line = metrics.Split('\n').SingleOrDefault(l => l.StartsWith("kb_forwarded_headers_ignored_total ", StringComparison.Ordinal));
        Assert.Equal(count, line is null ? 0 : int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    // Seen by the limit of requests, which this machine does not have and others do.
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("127.0.0.1", "10.0.0.0/8", false)]
    [InlineData("203.0.113.7", "127.0.0.1", true)]
    public async Task Only_a_trusted_proxy_says_who_calls(string caller, string? trusted, bool isLimited)
    {
        using var server = Server.Behind(IPAddress.Parse(caller), trusted, ("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", caller == "127.0.0.1" ? "198.51.100.4" : "127.0.0.1");
        var isRefused = false;
        for (var i = 0; i < Limits.Burst + Limits.RequestsPerSecond * 5; i++)
        {
            using var answer = await client.GetAsync("/api/gaps", TestContext.Current.CancellationToken);
            isRefused |= answer.StatusCode == HttpStatusCode.TooManyRequests;
        }

        Assert.Equal(isLimited, isRefused);
    }
}
