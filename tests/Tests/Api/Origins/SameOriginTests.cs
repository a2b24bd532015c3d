using Knowledge.Api.Origins;
using Microsoft.AspNetCore.Http;

namespace Knowledge.Tests.Api.Origins;

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

    [Fact]
    public void Hooks_are_signed_instead() =>
        Assert.True(SameOrigin.IsAllowed(Request("POST", "/hooks/alertmanager", "cross-site", "http://evil.example")));

    [Fact]
    public void A_path_that_only_begins_like_a_hook_is_none() =>
        Assert.False(SameOrigin.IsAllowed(Request("POST", "/hooksy", "cross-site", null)));

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
