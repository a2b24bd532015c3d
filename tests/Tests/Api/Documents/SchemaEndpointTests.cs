using System.Net;
using Knowledge.Indexer.Schemas;

namespace Knowledge.Tests.Api.Documents;

public sealed class SchemaEndpointTests(Server server) : IClassFixture<Server>
{
    [Theory]
    [InlineData("/schemas/front-matter.v1.json", "front-matter")]
    [InlineData("/schemas/catalog", "catalog")]
    public async Task Gives_the_schema_that_kb_prints(string url, string name)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Schema.Find(name), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/schemas/absent")]
    [InlineData("/schemas/..%2Fschema.sql")]
    public async Task Another_name_is_a_problem(string url)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(
            (HttpStatusCode.NotFound, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType)
        );
    }
}
