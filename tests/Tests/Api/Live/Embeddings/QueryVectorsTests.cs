using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Tests.Api.Background;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live.Embeddings;

public sealed class QueryVectorsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(50);

    private readonly WatchedTime time = new();

    private static EmbeddingModel Model(IEmbeddingGenerator<string, Embedding<float>> generator) =>
        new("words", EmbedderKind.Encoder, generator, generator, FusionWeights.Encoder, "words", 3);

    private async Task<(QueryVector? Direction, string? Problem)> AfterTheDeadline(QueryVectors vectors, EmbeddingModel model)
    {
        var asked = vectors.Of(model, "no space left", TestContext.Current.CancellationToken);
        time.Advance(Deadline);
        return await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_encoder_that_hangs_is_asked_no_more_than_it_may_work_at_once()
    {
        using var generator = new Hanging();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        var model = Model(generator);

        for (var i = 0; i < 20; i++)
        {
            var (direction, problem) = await AfterTheDeadline(vectors, model);
            Assert.Null(direction);
            Assert.Contains("took more than 50 ms", problem, StringComparison.Ordinal);
        }
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), generator.Asked);

        // When it comes back, so do vectors.
        generator.Go.SetResult();
        var asked = vectors.Of(model, "no space left", TestContext.Current.CancellationToken);
        Assert.NotNull((await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)).Direction);
        Assert.Null(vectors.Problem);
    }

    [Fact]
    public async Task A_problem_is_told_without_names_of_types_and_paths()
    {
        using var generator = new Hanging();
        generator.Go.SetException(new IOException("Could not load /secret/model.onnx"));
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);

        var (_, problem) = await vectors.Of(Model(generator), "no space left", TestContext.Current.CancellationToken);

        Assert.Equal("words cannot embed queries (input/output error); the built-in table is used.", problem);
    }

    /// <summary>Does nothing until it is told to, and does not listen to being cancelled.</summary>
    private sealed class Hanging : IEmbeddingGenerator<string, Embedding<float>>
    {
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Asked++;
            await Go.Task;
            return new([new Embedding<float>(new float[] { 1, 2, 3 })]);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
