using CsCheck;
using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Tests.Api.Live.Embeddings;

public sealed class QueryVectorMemoryTests
{
    private static readonly EmbeddingModel Model = Named("one");

    private static EmbeddingModel Named(string name) => new(name, EmbedderKind.Encoder, null!, null!, FusionWeights.Encoder, name, 2);

    private static TextKey Key(int number) => TextKey.Of($"query {number}");

    private static QueryVector Vector(int number) => new([number, 1]);

    [Fact]
    public void Keeps_what_is_asked_again_and_at_most_four_parts()
    {
        var memory = new QueryVectorMemory(part: 4);
        memory.Add(Model, Key(0), Vector(0));
        for (var i = 1; i < 100; i++)
        {
            memory.Add(Model, Key(i), Vector(i));
            Assert.True(memory.TryFind(Model, Key(0), out _));
        }
        // What is not found is not kept by looking for it.
        Assert.All(Enumerable.Range(1, 99 - 16), i => Assert.False(memory.TryFind(Model, Key(i), out _)));
        Assert.True(memory.TryFind(Model, Key(99), out _));
    }

    // A round of queries that is asked over and over, as dashboards and checks do.
    [Theory]
    [InlineData(12)]
    [InlineData(9)]
    public void A_round_of_as_many_as_three_parts_is_known_from_the_second_time_on(int queries)
    {
        var memory = new QueryVectorMemory(part: 4);
        var known = 0;
        for (var i = 0; i < 5 * queries; i++)
            if (memory.TryFind(Model, Key(i % queries), out _))
                known++;
            else
                memory.Add(Model, Key(i % queries), Vector(i % queries));
        Assert.Equal(4 * queries, known);
    }

    [Fact]
    public void Another_model_has_vectors_of_its_own()
    {
        var memory = new QueryVectorMemory();
        memory.Add(Model, Key(1), Vector(1));
        Assert.False(memory.TryFind(Named("one"), Key(1), out _));
        memory.Add(Named("two"), Key(1), Vector(2));
        Assert.False(memory.TryFind(Model, Key(1), out _));
    }

    [Fact]
    public void Words_that_mean_nothing_are_known_too()
    {
        var memory = new QueryVectorMemory();
        memory.Add(Model, Key(1), null);
        Assert.True(memory.TryFind(Model, Key(1), out var direction));
        Assert.Null(direction);
    }

    [Fact]
    public void Never_gives_the_vector_of_another_query() =>
        Gen.Int[0, 12]
            .Array[1, 200]
            .Sample(
                asked =>
                {
                    var memory = new QueryVectorMemory(part: 3);
                    Parallel.ForEach(
                        asked,
                        number =>
                        {
                            if (memory.TryFind(Model, Key(number), out var known))
                                Assert.Equal(Vector(number).Numbers.ToArray(), known!.Numbers.ToArray());
                            else
                                memory.Add(Model, Key(number), Vector(number));
                        }
                    );
                },
                iter: 50
            );
}
