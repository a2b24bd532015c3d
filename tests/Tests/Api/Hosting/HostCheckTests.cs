using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "A-23")]
public sealed class HostCheckTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]:5080")]
    [InlineData("[::1]")]
    [InlineData("localhost:65535")]
    [InlineData("localhost:")]
    [InlineData("kb.internal")]
    [InlineData("KB.internal:8443")]
    public void Loopback_and_configured_names_are_answered(string host) => Assert.True(HostCheck.IsAllowed(new(host), Configured));

    [Theory]
    [InlineData("")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:5080")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("evil-localhost")]
    [InlineData("10.0.0.5:5080")]
    [InlineData("[::2]:5080")]
    [InlineData("0.0.0.0")]
    [InlineData("sub.kb.internal")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("localhost:99999999999")]
    [InlineData("[::1]:-1")]
    [InlineData("kb.internal:x")]
    public void Other_names_are_not(string host) => Assert.False(HostCheck.IsAllowed(new HostString(host), Configured));

    private static readonly IReadOnlySet<string> Configured = new HashSet<string>(["kb.internal"], StringComparer.OrdinalIgnoreCase);
}
