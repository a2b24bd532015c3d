using System.Net;
using Knowledge.Api.Notifications;

namespace Knowledge.Tests.Api.Notifications;

[Trait("Reliability", "A-10")]
public sealed class GuardedHttpTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("100.128.0.1", false)]
    [InlineData("192.0.2.1", true)]
    [InlineData("198.18.0.1", true)]
    [InlineData("224.0.0.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("8.8.8.8", false)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::7f00:1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fec0::1", true)]
    [InlineData("ff02::1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("64:ff9b::808:808", false)]
    [InlineData("2002:a00:1::", true)]
    [InlineData("2001:4860:4860::8888", false)]
    public void Addresses_that_lead_inside_are_known(string address, bool isPrivate) =>
        Assert.Equal(isPrivate, GuardedHttp.IsPrivate(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1:9/")]
    [InlineData("http://localhost:9/")]
    [InlineData("http://[::1]:9/")]
    [InlineData("http://0x7f.1:9/")]
    [InlineData("http://2130706433:9/")]
    public async Task They_are_refused_when_it_connects_however_they_are_written(string address)
    {
        using var client = GuardedHttp.Create(new HashSet<string>());
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() =>
            client.GetAsync(new Uri(address), TestContext.Current.CancellationToken)
        );
        Assert.Contains("not a public address", (refusal.InnerException ?? refusal).Message, StringComparison.Ordinal);
    }
}
