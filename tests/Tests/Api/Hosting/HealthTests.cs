using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Content;

namespace Knowledge.Tests.Api.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task Ready_means_that_the_documents_are_found()
    {
        using var server = Server.With(("a.md", "# Alpha runbook\n\n## Symptoms\n\nThings break.\n"));
        using var client = server.Client();
        var ready = await client.GetFromJsonAsync<JsonElement>("/-/ready", TestContext.Current.CancellationToken);
        Assert.True(ready.GetProperty("isReady").GetBoolean());
        Assert.Equal(1, ready.GetProperty("documents").GetInt32());
    }

    [Fact]
    public async Task Healthy_tells_the_version_behind_the_line_that_checks_rely_on()
    {
        using var server = Server.With();
        using var client = server.Client();
        Assert.Equal(
            $"alive\nKnowledge {Product.Version}\n",
            await client.GetStringAsync("/-/healthy", TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Without_any_document_the_process_lives_and_is_not_ready()
    {
        using var server = Server.With();
        using var client = server.Client();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            Assert.Equal(
                HttpStatusCode.OK,
                (await client.SendAsync(new(method, "/-/healthy"), TestContext.Current.CancellationToken)).StatusCode
            );
            Assert.Equal(
                HttpStatusCode.ServiceUnavailable,
                (await client.SendAsync(new(method, "/-/ready"), TestContext.Current.CancellationToken)).StatusCode
            );
        }
    }
}
