using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class NearestDocumentsTests
{
    [Theory]
    [InlineData(128, 0.95)]
    [InlineData(256, 0.98)]
    [InlineData(384, 0.98)]
    public async Task What_sign_bits_choose_holds_what_all_comparisons_find(int dimensions, double floor)
    {
        var pages = new RandomPages(8, words: 2000);
        var index = ReferenceNearness.Index(pages, 3000, 1500);
        using var generator = new WordsGenerator(dimensions);
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);
        var (found, wanted) = (0, 0);
        for (var q = 0; q < 40; q++)
        {
            var query = new QueryVector(generator.VectorOf(pages.Words(4)));
            var allowed = q % 2 == 0 ? null : new[] { pages.Some(3000, 0.5), pages.Some(1500, 0.5) };
            var all = NearestDocuments.Of(vectors, index, query, allowed, FusionWeights.Encoder, 10, signsFrom: int.MaxValue);
            var chosen = NearestDocuments.Of(vectors, index, query, allowed, FusionWeights.Encoder, 10, signsFrom: 0);
            Assert.Equal(10, all.Count);
            Assert.All(
                chosen,
                c => Assert.True(!index.Segments[c.Segment].Deleted[c.Document] && (allowed is null || allowed[c.Segment][c.Document]))
            );
            wanted += all.Count;
            found += all.Intersect(chosen).Count();
        }
        Assert.True(found >= floor * wanted, $"{found} of {wanted}");
    }

    [Fact]
    public async Task Few_passages_are_all_chosen()
    {
        var pages = new RandomPages(9);
        var index = ReferenceNearness.Index(pages, 60, 20);
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);
        var query = new QueryVector(generator.VectorOf(pages.Words(3)));
        Assert.Equal(
            NearestDocuments.Of(vectors, index, query, null, FusionWeights.Table, 100, signsFrom: int.MaxValue),
            NearestDocuments.Of(vectors, index, query, null, FusionWeights.Table, 100, signsFrom: 0)
        );
    }

    [Fact]
    public async Task Pages_of_any_number_of_passages_are_chosen_also_where_some_have_no_vector()
    {
        var index = LexicalIndex.Build([
            .. Enumerable
                .Range(0, 600)
                .Select(p =>
                    RandomPages.Page(
                        $"p{p}",
                        $"Page {p}",
                        [.. Enumerable.Range(0, 1 + p % 37).Select(s => $"{(s == p % 5 ? "wanted" : $"other{s % 11}")} word{p % 13}")]
                    )
                ),
        ]);
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);
        var query = new QueryVector(generator.VectorOf("wanted"));
        var all = NearestDocuments.Of(vectors, index, query, null, FusionWeights.Encoder, 20, signsFrom: int.MaxValue);
        var chosen = NearestDocuments.Of(vectors, index, query, null, FusionWeights.Encoder, 20, signsFrom: 0);
        Assert.True(chosen.Intersect(all).Count() >= 19, $"{chosen.Intersect(all).Count()} of 20");
        Assert.Equal(all.OrderByDescending(FusionWeights.Encoder.Of).ThenBy(n => n.Document), all);
    }
}
