using Knowledge.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace Knowledge.Tests.Api.Hosting;

public sealed class ListeningAddressesTests
{
    [Theory]
    [InlineData("http://localhost:5080")]
    [InlineData("https://127.0.0.1:5080")]
    [InlineData("http://127.0.0.53:1;http://[::1]:2")]
    [InlineData("http://unix:/run/kb.sock")]
    public void Loopback_needs_nothing(string urls) => Assert.Null(Check(("urls", urls)));

    [Theory]
    [InlineData("urls", "http://*:80")]
    [InlineData("urls", "http://+:80")]
    [InlineData("urls", "http://0.0.0.0:80")]
    [InlineData("urls", "http://[::]:80")]
    [InlineData("urls", "http://10.0.0.1:80")]
    [InlineData("urls", "http://kb.internal:80")]
    [InlineData("urls", "http://localhost:80;http://192.168.1.1:80")]
    [InlineData("urls", "http://localhost.example.com:80")]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://*:80")]
    public void Anything_else_is_refused_unless_asked_for(string key, string value)
    {
        Assert.Contains("--insecure", Check((key, value)), StringComparison.Ordinal);
        Assert.Null(Check((key, value), ("insecure", "true")));
    }

    private static string? Check(params (string Key, string Value)[] settings) =>
        ListeningAddresses.Check(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build()
        );
}
