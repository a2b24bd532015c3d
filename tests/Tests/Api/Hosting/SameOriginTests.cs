using System.Net;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "A-13")]
public sealed class SameOriginTests
{
    [Theory]
    [InlineData("POST", null, null, true)]
    [InlineData("POST", "same-origin", "http://localhost:5080", true)]
    [InlineData("POST", "none", null, true)]
    [InlineData("POST", null, "http://localhost:5080", true)]
    [InlineData("POST", "cross-site", null, false)]
    [InlineData("POST", "same-site", null, false)]
    [InlineData("POST", "cross-site", "http://localhost:5080", false)]
    [InlineData("POST", null, "http://evil.example", false)]
    [InlineData("POST", null, "http://localhost:9999", false)]
    [InlineData("POST", null, "https://localhost:5080", false)]
    [InlineData("POST", null, "null", false)]
    [InlineData("POST", null, "", false)]
    [InlineData("PUT", "cross-site", null, false)]
    [InlineData("PATCH", "cross-site", null, false)]
    [InlineData("DELETE", null, "http://evil.example", false)]
    [InlineData("PROPFIND", "cross-site", null, false)]
    [InlineData("GET", "cross-site", "http://evil.example", true)]
    [InlineData("HEAD", "cross-site", null, true)]
    [InlineData("OPTIONS", "cross-site", "http://evil.example", true)]
    public void Only_our_own_pages_and_programs_change_things(string method, string? site, string? origin, bool allowed) =>
        Assert.Equal(allowed, SameOrigin.IsAllowed(Request(method, "/theme", site, origin)));

    // A browser says it once; what says two things is believed in neither.
    [Fact]
    public void Two_sites_at_once_are_none_of_ours()
    {
        var request = Request("POST", "/theme", null, null);
        request.Headers["Sec-Fetch-Site"] = new(["same-origin", "cross-site"]);
        Assert.False(SameOrigin.IsAllowed(request));
    }

    // Every endpoint that changes something is walked: a group that is forgotten shows here.
    [Fact]
    public async Task All_endpoints_refuse_other_sites()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        var walked = new List<string>();
        foreach (var (method, path) in server.Endpoints().Where(e => e.Method is not ("GET" or "HEAD")))
        {
            using var request = new HttpRequestMessage(new(method), path) { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
            var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {(int)answer.StatusCode}");
            walked.Add(path);
        }
        Assert.Contains("/hooks/slack/command", walked);
        Assert.True(walked.Count > 20, $"only {walked.Count} endpoints");
    }

    // Our own pages post nothing to hooks: whatever a browser sends there is somebody else's.
    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Mode", "no-cors")]
    [InlineData("sec-fetch-dest", "empty")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Origin", "null")]
    [InlineData("X-Other", "http://localhost")]
    public async Task A_hook_takes_nothing_from_a_browser(string header, string value)
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var client = server.Client();
        foreach (var (path, body) in new[] { ("/hooks/alertmanager", "[]"), ("/hooks/slack/command", "text=help") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Headers = { { header, value } },
                Content = new StringContent(body),
            };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(header != "X-Other", answer.StatusCode == HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task An_address_that_only_begins_like_a_hook_refuses_other_sites()
    {
        using var server = Server.With();
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hooksy") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static HttpRequest Request(string method, string path, string? site, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        request.Scheme = "http";
        request.Host = new("localhost:5080");
        request.Path = path;
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null)
            request.Headers.Origin = origin;
        return request;
    }
}
