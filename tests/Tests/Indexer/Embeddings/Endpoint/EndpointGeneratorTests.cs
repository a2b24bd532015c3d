using System.Globalization;
using System.Text.Json;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Endpoint;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Knowledge.Tests.Indexer.Embeddings.Endpoint;

[Trait("Reliability", "F-24")]
public sealed class EndpointGeneratorTests
{
    private static readonly HttpClient Http = new();

    private static EndpointGenerator Generator(string root, string? key = null, bool patient = false) =>
        new(
            Http,
            EndpointAddress.Of(root)!,
            "small",
            key,
            "passage: ",
            EndpointResilience.Create(TimeProvider.System, TimeSpan.FromMilliseconds(1)),
            patient
        );

    private static Task<GeneratedEmbeddings<Embedding<float>>> Ask(EndpointGenerator generator, params string[] texts) =>
        generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);

    // Vectors that tell which text they are of, in another order than they were asked for.
    private static async Task Answer(HttpContext http)
    {
        var texts = (await JsonDocument.ParseAsync(http.Request.Body))
            .RootElement.GetProperty("input")
            .EnumerateArray()
            .Select(t => t.GetString()!)
            .ToList();
        await http.Response.WriteAsJsonAsync(
            new { data = texts.Select((text, i) => new { index = i, embedding = new[] { text.Length, 1.0, 0.5 } }).Reverse() }
        );
    }

    [Theory]
    [InlineData("http://localhost:11434", "http://localhost:11434/v1/embeddings")]
    [InlineData("http://localhost:8080/v1/", "http://localhost:8080/v1/embeddings")]
    [InlineData(
        "https://x.example/openai/deployments/e/embeddings?api-version=1",
        "https://x.example/openai/deployments/e/embeddings?api-version=1"
    )]
    public void An_address_may_be_given_with_or_without_its_end(string given, string expected) =>
        Assert.Equal(expected, EndpointAddress.Of(given)!.ToString());

    [Fact]
    public async Task It_gives_the_vectors_in_the_order_of_the_texts_and_sends_model_prefix_and_key()
    {
        JsonElement asked = default;
        string? authorization = null;
        await using var server = await LocalHttp.Start(async http =>
        {
            http.Request.EnableBuffering();
            asked = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
            authorization = http.Request.Headers.Authorization;
            http.Request.Body.Position = 0;
            await Answer(http);
        });

        var vectors = await Ask(Generator(server.Root, "secret"), "a", "bbb");

        Assert.Equal([10f, 12f], vectors.Select(v => v.Vector.Span[0]));
        Assert.Equal(("small", "Bearer secret"), (asked.GetProperty("model").GetString(), authorization));
        Assert.Equal(["passage: a", "passage: bbb"], asked.GetProperty("input").EnumerateArray().Select(t => t.GetString()));
    }

    [Theory]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":7,"embedding":[1,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,2,3]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[0,0]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1e99,2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":["NaN",2]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[]}]}""")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":1}]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"error":"model not found"}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public async Task Garbage_is_refused_at_once(string answer)
    {
        var calls = 0;
        await using var server = await LocalHttp.Start(http =>
        {
            calls++;
            return http.Response.WriteAsync(answer);
        });
        var refused = await Assert.ThrowsAsync<EndpointException>(() => Ask(Generator(server.Root, patient: true), "a", "b"));
        Assert.False(refused.IsTransient);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Another_length_than_before_is_refused()
    {
        var length = 2;
        await using var server = await LocalHttp.Start(http =>
            http.Response.WriteAsync($$"""{"data":[{"embedding":[{{string.Join(',', Enumerable.Range(1, length++))}}]}]}""")
        );
        var generator = Generator(server.Root);
        await Ask(generator, "a");
        Assert.Contains(
            "others 2",
            (await Assert.ThrowsAsync<EndpointException>(() => Ask(generator, "a"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_batch_is_tried_again_and_a_query_is_not()
    {
        var calls = 0;
        await using var server = await LocalHttp.Start(http =>
        {
            if (++calls % 3 == 0)
                return Answer(http);
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        Assert.Single(await Ask(Generator(server.Root, patient: true), "a"));
        Assert.Equal(3, calls);
        Assert.Contains(
            "503",
            (await Assert.ThrowsAsync<EndpointException>(() => Ask(Generator(server.Root), "a"))).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again_and_nothing_says_the_key()
    {
        var calls = 0;
        await using var server = await LocalHttp.Start(http =>
        {
            calls++;
            http.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        var root = server.Root.Replace("http://", "http://user:secret@", StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<EndpointException>(() => Ask(Generator(root, "secret", patient: true), "a"));
        Assert.Equal(1, calls);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "secret",
            new EmbedderSettings(root) { Key = "secret" }.Key is null ? "" : new EmbedderSettings("x") { Key = "secret" }.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_fails_again_and_again_is_left_alone()
    {
        var calls = 0;
        await using var server = await LocalHttp.Start(http =>
        {
            calls++;
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var generator = Generator(server.Root);
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<EndpointException>(() => Ask(generator, "a"));
        Assert.InRange(calls, 5, 8);
    }

    [Fact]
    public async Task A_service_can_be_the_embedder()
    {
        await using var server = await LocalHttp.Start(Answer);
        var model = await EmbeddingModel.LoadAsync(new(server.Root) { Model = "small" }, 1, TestContext.Current.CancellationToken);
        Assert.Equal((EmbedderKind.Endpoint, 3, FusionWeights.Encoder), (model!.Kind, model.Dimensions, model.Weights));
        Assert.Equal(
            "4",
            (await model.Queries.GenerateAsync(["four"], cancellationToken: TestContext.Current.CancellationToken))[0]
                .Vector.Span[0]
                .ToString(CultureInfo.InvariantCulture)
        );
    }
}
