using Knowledge.Indexer.Embeddings.Encoder;
using Microsoft.Extensions.AI;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class EncoderGeneratorTests : IDisposable
{
    private const string Prompts = "config_sentence_transformers.json";

    private readonly TinyModel model = new();

    [Fact]
    public async Task Gives_a_vector_of_length_1_for_each_text()
    {
        var encoder = SentenceEncoder.Load(model.Root);
        using var generator = EncoderGenerator.ForPassages(encoder, "tiny", 2);
        var embeddings = await Generate(generator, "disk full", "", "no data");
        Assert.Equal(3, embeddings.Count);
        Assert.All(embeddings, embedding => Assert.Equal(("tiny", 12), (embedding.ModelId, embedding.Dimensions)));
        Assert.Equal(encoder.Encode(["no data"], 1, TestContext.Current.CancellationToken)[0], embeddings[2].Vector.ToArray());
        Assert.Empty(await Generate(generator));
    }

    [Theory]
    [InlineData(null, "", "")]
    [InlineData("""{"prompts":{"query":"disk ","passage":"panel "}}""", "disk ", "panel ")]
    [InlineData("""{"prompts":{"query":"disk ","document":"empty "}}""", "disk ", "empty ")]
    public async Task Puts_before_a_text_what_the_model_wants(string? file, string query, string passage)
    {
        if (file is not null)
            model.Write(Prompts, file);
        var encoder = SentenceEncoder.Load(model.Root);
        using var queries = EncoderGenerator.ForQueries(encoder, "tiny", 1);
        using var passages = EncoderGenerator.ForPassages(encoder, "tiny", 1);
        Assert.Equal(
            encoder.Encode([$"{query}full"], 1, TestContext.Current.CancellationToken)[0],
            (await Generate(queries, "full"))[0].Vector.ToArray()
        );
        Assert.Equal(
            encoder.Encode([$"{passage}full"], 1, TestContext.Current.CancellationToken)[0],
            (await Generate(passages, "full"))[0].Vector.ToArray()
        );
    }

    [Fact]
    public async Task A_prefix_that_is_given_counts_more_than_the_models()
    {
        model.Write(Prompts, """{"prompts":{"query":"disk "}}""");
        var encoder = SentenceEncoder.Load(model.Root);
        using var generator = EncoderGenerator.ForQueries(encoder, "tiny", 1, "panel ");
        using var none = EncoderGenerator.ForQueries(encoder, "tiny", 1, "");
        Assert.Equal(
            encoder.Encode(["panel full"], 1, TestContext.Current.CancellationToken)[0],
            (await Generate(generator, "full"))[0].Vector.ToArray()
        );
        Assert.Equal(
            encoder.Encode(["full"], 1, TestContext.Current.CancellationToken)[0],
            (await Generate(none, "full"))[0].Vector.ToArray()
        );
    }

    [Fact]
    public async Task Is_cancelled_before_and_while_it_works()
    {
        using var generator = EncoderGenerator.ForPassages(SentenceEncoder.Load(model.Root), "tiny", 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateAsync(["disk"], cancellationToken: new CancellationToken(true))
        );
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            generator.GenerateAsync(Enumerable.Repeat("no data: dashboard is blank", 100_000), cancellationToken: soon.Token)
        );
        Assert.Single(await Generate(generator, "disk"));
    }

    [Fact]
    public async Task Makes_no_vectors_of_another_length()
    {
        using var generator = EncoderGenerator.ForPassages(SentenceEncoder.Load(model.Root), "tiny", 1);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            generator.GenerateAsync(["disk"], new() { Dimensions = 5 }, TestContext.Current.CancellationToken)
        );
        Assert.Single(await generator.GenerateAsync(["disk"], new() { Dimensions = 12 }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Is_used_by_many_at_once()
    {
        var encoder = SentenceEncoder.Load(model.Root);
        using var generator = EncoderGenerator.ForQueries(encoder, "tiny", 2);
        string[] texts = ["disk full", "no data", "blank dashboard"];
        var expected = encoder.Encode(texts, 1, TestContext.Current.CancellationToken);
        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Generate(generator, texts)));
        Assert.All(all, embeddings => Assert.Equal(expected, embeddings.Select(embedding => embedding.Vector.ToArray())));
    }

    [Fact]
    public void Says_what_it_is()
    {
        using var generator = EncoderGenerator.ForQueries(SentenceEncoder.Load(model.Root), "tiny", 1);
        var metadata = generator.GetService<EmbeddingGeneratorMetadata>();
        Assert.Equal(("tiny", 12), (metadata?.DefaultModelId, metadata?.DefaultModelDimensions));
        Assert.Same(generator, generator.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
        Assert.Null(generator.GetService<string>());
        Assert.Null(generator.GetService(typeof(EmbeddingGeneratorMetadata), "key"));
    }

    public void Dispose() => model.Dispose();

    private static Task<GeneratedEmbeddings<Embedding<float>>> Generate(EncoderGenerator generator, params string[] texts) =>
        generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
}
