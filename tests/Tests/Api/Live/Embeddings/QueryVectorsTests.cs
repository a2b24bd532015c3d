using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Embeddings;
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

    private static Task<QueryVectors.Result> Ask(QueryVectors vectors, EmbeddingModel model, string words = "no space left") =>
        vectors.Of(model, words, TestContext.Current.CancellationToken).AsTask();

    private async Task<QueryVectors.Result> AfterTheDeadline(QueryVectors vectors, EmbeddingModel model)
    {
        var asked = Ask(vectors, model);
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
            var late = await AfterTheDeadline(vectors, model);
            Assert.True(late.IsByTable);
            Assert.Contains("took more than 50 ms", late.Problem, StringComparison.Ordinal);
        }
        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), generator.Asked);

        // When it comes back, so do vectors.
        generator.Go.SetResult();
        var asked = Ask(vectors, model);
        Assert.NotNull((await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken)).Direction);
        Assert.Null(vectors.Problem);
    }

    [Fact]
    public async Task A_problem_is_told_without_names_of_types_and_paths()
    {
        using var generator = new Hanging();
        generator.Go.SetException(new IOException("Could not load /secret/model.onnx"));
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);

        var failed = await Ask(vectors, Model(generator));

        Assert.Equal("words cannot embed queries (input/output error); the built-in table is used.", failed.Problem);
        // It is tried with each query, also where the words are the same.
        await Ask(vectors, Model(generator));
        Assert.Equal(2, generator.Asked);
    }

    [Fact]
    public async Task Where_the_built_in_encoder_is_late_nothing_is_said_and_its_vector_is_there_for_the_next()
    {
        using var generator = new Hanging();
        using var vectors = new QueryVectors(null, time, NullLogger.Instance);
        var model = Model(generator) with { IsBuiltIn = true };

        var asked = Ask(vectors, model);
        time.Advance(TimeSpan.FromMilliseconds(7.9));
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(0.1));
        Assert.Equal(new(null, IsByTable: true), await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken));
        Assert.Null(vectors.Problem);

        generator.Go.SetResult();
        await LiveServer.Until(() => !Ask(vectors, model).Result.IsByTable);
        Assert.Equal(1, generator.Asked);
        // On a busy machine this one may be late too.
        await LiveServer.Until(() => Ask(vectors, model, "disk full").Result.Direction is not null);
        Assert.Equal(2, generator.Asked);
    }

    [Fact]
    public async Task Queries_that_come_while_too_many_wait_go_by_the_table_at_once()
    {
        using var generator = new Hanging();
        using var vectors = new QueryVectors(null, time, NullLogger.Instance);
        var model = Model(generator) with { IsBuiltIn = true };
        var most = Math.Max(2, Environment.ProcessorCount);

        var waiting = Enumerable.Range(0, most).Select(i => Ask(vectors, model, $"query {i}")).ToList();
        Assert.Equal(new(null, IsByTable: true), await Ask(vectors, model, "one more"));
        Assert.All(waiting, w => Assert.False(w.IsCompleted));

        // Who asked for an encoder is told.
        Assert.Equal(
            "words has more queries than it can take; the built-in table was used.",
            (await Ask(vectors, Model(generator), "one more")).Problem
        );
        generator.Go.SetResult();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task While_other_work_waits_for_a_processor_the_built_in_encoder_rests_nine_times_as_long_as_it_worked()
    {
        using var generator = new Hanging();
        var busy = true;
        using var vectors = new QueryVectors(null, time, NullLogger.Instance, () => busy);
        var model = Model(generator) with { IsBuiltIn = true };

        var first = Ask(vectors, model, "first");
        time.Advance(TimeSpan.FromMilliseconds(3));
        generator.Go.SetResult();
        Assert.False((await first).IsByTable);

        Assert.Equal(new(null, IsByTable: true), await Ask(vectors, model, "second"));
        // What was asked before costs nothing.
        Assert.NotNull((await Ask(vectors, model, "first")).Direction);
        busy = false;
        Assert.NotNull((await Ask(vectors, model, "third")).Direction);
        busy = true;
        time.Advance(TimeSpan.FromMilliseconds(28));
        Assert.NotNull((await Ask(vectors, model, "fourth")).Direction);
        Assert.Equal(3, generator.Asked);
    }

    [Fact]
    public async Task An_encoder_that_was_asked_for_does_not_rest()
    {
        using var generator = new Hanging();
        generator.Go.SetResult();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance, () => true);
        var model = Model(generator);

        for (var i = 0; i < 5; i++)
            Assert.NotNull((await Ask(vectors, model, $"query {i}")).Direction);
        Assert.Equal(5, generator.Asked);
    }

    [Fact]
    public async Task What_was_asked_before_is_not_encoded_again_until_another_model_is_asked()
    {
        using var generator = new Hanging();
        generator.Go.SetResult();
        using var vectors = new QueryVectors(Deadline, time, NullLogger.Instance);
        var (one, other) = (Model(generator), Model(generator));

        var first = await Ask(vectors, one);
        Assert.Same(first.Direction, (await Ask(vectors, one)).Direction);
        Assert.Equal(1, generator.Asked);
        await Ask(vectors, other);
        await Ask(vectors, one);
        Assert.Equal(3, generator.Asked);
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
