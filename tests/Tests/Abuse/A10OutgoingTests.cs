using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Http;
using Knowledge.Tests.Indexer.Embeddings;

namespace Knowledge.Tests.Abuse;

/// <summary>What goes out goes where it was told to, and nowhere else.</summary>
public sealed class A10OutgoingTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_takes_neither_key_nor_text_with_it(int status)
    {
        var led = 0;
        await using var elsewhere = await LocalHttp.Start(http =>
        {
            Interlocked.Increment(ref led);
            return Task.CompletedTask;
        });
        await using var service = await LocalHttp.Start(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = elsewhere.Root + "/v1/embeddings";
            return Task.CompletedTask;
        });

        var refused = await Assert.ThrowsAsync<EndpointException>(() =>
            EmbeddingModel.LoadAsync(new(service.Root) { Key = "a key" }, 1, TestContext.Current.CancellationToken)
        );

        Assert.Contains($"answered {status}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, led);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_not_read()
    {
        await using var service = await LocalHttp.Start(http => http.Response.Body.WriteAsync(new byte[2_000]).AsTask());
        using var client = OutgoingHttp.Create(TimeSpan.FromSeconds(5), 1_000);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(service.Root, TestContext.Current.CancellationToken));
    }

    // Another client would have rules of its own, or none.
    [Fact]
    public void There_is_one_place_where_clients_are_made()
    {
        var files = new[] { "api", "indexer", "content" }
            .SelectMany(d => Directory.EnumerateFiles(Path.Combine(Repository.Root, d), "*.cs", SearchOption.AllDirectories))
            .Where(f =>
                File.ReadAllText(f) is var text
                && (
                    text.Contains("new HttpClient", StringComparison.Ordinal)
                    || text.Contains("new SocketsHttpHandler", StringComparison.Ordinal)
                    || text.Contains("HttpClientHandler", StringComparison.Ordinal)
                    || text.Contains("HttpClientFactory", StringComparison.Ordinal)
                    || text.Contains("WebClient", StringComparison.Ordinal)
                )
            )
            .Select(Path.GetFileName);

        Assert.Equal(["OutgoingHttp.cs"], files);
    }
}
