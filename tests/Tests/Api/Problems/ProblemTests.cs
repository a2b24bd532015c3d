using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Problems;

namespace Knowledge.Tests.Api.Problems;

[Trait("Reliability", "A-15")]
public sealed class ProblemTests(Server server) : IClassFixture<Server>
{
    [Theory]
    [InlineData("GET", "/api/search", null, 400, "query-missing")]
    [InlineData("GET", "/api/search?q=", null, 400, "query-missing")]
    [InlineData("GET", "/api/search?q=%20%20", null, 400, "query-missing")]
    [InlineData("GET", "/api/search?q=disk&limit=0", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/search?q=disk&limit=101", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/search?q=disk&limit=many", null, 400, "bad-request")]
    [InlineData("POST", "/api/search", "{\"q\":\"\"}", 400, "query-missing")]
    [InlineData("POST", "/api/search", "{\"q\":null}", 400, "query-missing")]
    [InlineData("POST", "/api/search", "{\"q\":\"a\",\"limit\":1000}", 400, "bad-parameter")]
    [InlineData("POST", "/api/search", "{\"q\":\"a\",\"q\":\"b\"}", 400, "bad-json")]
    [InlineData("POST", "/api/search", "{\"q\":\"a\",\"unknown\":1}", 400, "bad-json")]
    [InlineData("POST", "/api/search", "{\"Q\":\"a\"}", 400, "bad-json")]
    [InlineData("POST", "/api/search", "{\"q\":", 400, "bad-json")]
    [InlineData("POST", "/api/search", "[]", 400, "bad-json")]
    [InlineData("POST", "/api/search", "null", 400, "bad-request")]
    [InlineData("POST", "/api/search", "", 400, "bad-request")]
    [InlineData("POST", "/api/feedback", "{\"helped\":\"yes\"}", 400, "bad-json")]
    [InlineData("DELETE", "/api/search", null, 405, "method-not-allowed")]
    [InlineData("POST", "/api/documents", "{}", 405, "method-not-allowed")]
    [InlineData("POST", "/api/gaps", "{}", 405, "method-not-allowed")]
    [InlineData("PUT", "/api/documents/disk-full", "{}", 405, "method-not-allowed")]
    [InlineData("GET", "/api/documents?kind=poem", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/documents?kind=1", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/documents?limit=0", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/documents?offset=-1", null, 400, "bad-parameter")]
    [InlineData("GET", "/api/documents/absent", null, 404, "document-not-found")]
    [InlineData("GET", "/api/documents/../secret", null, 404, "not-found")]
    [InlineData("GET", "/api/documents/%2e%2e%2fsecret", null, 404, "document-not-found")]
    [InlineData("GET", "/api/documents/absent.md", null, 404, "document-not-found")]
    [InlineData("GET", "/api", null, 404, "not-found")]
    [InlineData("GET", "/api/absent", null, 404, "not-found")]
    [InlineData("GET", "/assets/absent.js", null, 404, "not-found")]
    [InlineData("POST", "/metrics", "{}", 405, "method-not-allowed")]
    public async Task Every_error_has_one_shape(string method, string url, string? body, int status, string name)
    {
        using var request = new HttpRequestMessage(new(method), url);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        await AssertProblem(request, status, name);
    }

    [Fact]
    public async Task Queries_beyond_the_limit_are_told_the_limit()
    {
        await AssertProblem(new(HttpMethod.Get, "/api/search?q=" + new string('a', 513)), 400, "query-too-long");
        await AssertProblem(
            new(HttpMethod.Post, "/api/search") { Content = JsonContent.Create(new { q = new string('a', 4097) }) },
            400,
            "query-too-long"
        );
    }

    [Fact]
    public async Task Bodies_of_another_type_are_turned_away() =>
        await AssertProblem(
            new(HttpMethod.Post, "/api/search") { Content = new StringContent("q=disk", Encoding.UTF8, "text/plain") },
            415,
            "unsupported-media-type"
        );

    [Fact]
    public async Task Every_problem_has_a_page()
    {
        using var client = server.Client();
        foreach (var problem in Problem.All)
        {
            var answer = await client.GetAsync($"/problems/{problem.Name}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public void Names_are_unique() => Assert.Equal(Problem.All.Count, Problem.All.Select(p => p.Name).Distinct().Count());

    private async Task AssertProblem(HttpRequestMessage request, int status, string name)
    {
        using var client = server.Client();
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal($"/problems/{name}", problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("Knowledge.Api", problem.GetRawText(), StringComparison.Ordinal);
    }
}
