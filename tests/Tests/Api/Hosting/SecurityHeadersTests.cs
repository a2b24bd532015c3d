using System.Net;
using System.Text;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "A-04")]
public sealed class SecurityHeadersTests(Server server) : IClassFixture<Server>
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/help", 200)]
    [InlineData("/absent", 404)]
    [InlineData("/docs/absent", 404)]
    [InlineData("/api/search", 400)]
    [InlineData("/api/absent", 404)]
    [InlineData("/assets/style.css", 200)]
    [InlineData("/-/ready", 200)]
    [InlineData("/metrics", 200)]
    public async Task Every_answer_carries_them(string url, int status)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(
            Knowledge.Api.Hosting.SecurityHeaders.ContentSecurityPolicy,
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy"))
        );
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Contains("camera=()", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.CacheControl);
        Assert.Equal(!url.StartsWith("/assets", StringComparison.Ordinal), answer.Headers.CacheControl.NoStore);
        // On http it says nothing.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/search?q=disk")]
    [InlineData("/metrics")]
    public async Task A_foreign_host_name_gets_nothing(string url)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = "evil.example";
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_foreign_page_cannot_post()
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/search")
        {
            Content = new StringContent("""{"q":"disk"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            "/problems/cross-site",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }
}
