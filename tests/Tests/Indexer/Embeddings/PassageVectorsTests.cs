using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class PassageVectorsTests
{
    [Fact]
    public async Task A_scan_gives_best_and_mean_of_every_document_that_may_be_found()
    {
        var pages = new RandomPages(1);
        var index = ReferenceNearness.Index(pages, 80, 50);
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);
        for (var q = 0; q < 20; q++)
        {
            var words = pages.Words(4);
            var allowed = q % 2 == 0 ? null : new[] { pages.Some(80, 0.5), pages.Some(50, 0.5) };
            var expected = ReferenceNearness.Of(index, generator, words, allowed);

            var found = vectors.Scan(index, new(generator.VectorOf(words)), allowed);

            Assert.Equal(expected.Keys.Order(), found.Select(f => (f.Segment, f.Document)).Order());
            Assert.All(
                found,
                f =>
                {
                    var (best, mean, cosines) = expected[(f.Segment, f.Document)];
                    Assert.True(Close((best, mean), (f.Best, f.Mean)));
                    Assert.Equal(best, cosines[f.Passage - index.Segments[f.Segment].Segment.FirstPassage[f.Document]], 0.001);
                }
            );
        }
    }

    [Fact]
    public async Task Equal_texts_are_embedded_once_and_progress_comes_to_its_end()
    {
        var index = LexicalIndex.Build([
            .. Enumerable.Range(0, 200).Select(i => RandomPages.Page($"p{i}", "Disk", "is full", $"number {i % 100}")),
        ]);
        using var generator = new WordsGenerator();
        var progress = new RecordedProgress();

        var vectors = await PassageEmbedding.Embed(
            index,
            generator,
            progress: progress,
            cancellation: TestContext.Current.CancellationToken
        );

        Assert.Equal(101, generator.Asked.Count);
        Assert.Equal(400, vectors.Count);
        Assert.Equal((101, 101), progress.Last);
        Assert.Equal(200, vectors.Scan(index, new(generator.VectorOf("disk full")), null).Count);
    }

    [Fact]
    public void A_passage_stands_under_its_titles_with_names_spelt_out_and_its_headings()
    {
        var document = RandomPages.Page("p", "KubeAPIDown", "is down") with { OtherTitles = ["API down", "kube_api"] };
        Assert.Equal(
            "KubeAPIDown Kube API Down\nAPI down\nkube_api kube api\nPart 0\nis down",
            PassageEmbedding.TextOf(document, Passages.Of(document).Single())
        );
    }

    [Fact]
    public async Task They_outlive_a_change_of_the_index()
    {
        var pages = new RandomPages(5).Pages(40);
        var index = LexicalIndex.Build(pages);
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);

        var changed = index.With([.. pages.Skip(3), RandomPages.Page("new", "New page", "text")]);

        Assert.Equal(2, changed.Segments.Count);
        var found = vectors.Scan(changed, new(generator.VectorOf("text")), null);
        Assert.All(found, f => Assert.Contains(changed.DocumentAt(f.Segment, f.Document), pages.Skip(3)));
        Assert.Equal(
            vectors
                .Scan(index, new(generator.VectorOf("text")), null)
                .Count(f => !pages.Take(3).Contains(index.DocumentAt(f.Segment, f.Document))),
            found.Count
        );
    }

    public static TheoryData<string, Func<List<float[]>, List<float[]>>> Garbage =>
        new()
        {
            { "one too few", vectors => vectors[1..] },
            { "one too many", vectors => [.. vectors, vectors[0]] },
            { "not a number", vectors => [.. vectors[1..], [float.NaN, .. vectors[0][1..]]] },
            { "infinite", vectors => [.. vectors[1..], [float.NegativeInfinity, .. vectors[0][1..]]] },
            { "zero", vectors => [.. vectors[1..], new float[48]] },
            { "shorter", vectors => [.. vectors[1..], new float[] { 1 }] },
        };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_refused(string what, Func<List<float[]>, List<float[]>> given)
    {
        var index = LexicalIndex.Build([RandomPages.Page("p", "Disk", "is full", "is empty")]);
        using var generator = new WordsGenerator { Given = given };

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() =>
            PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken)
        );
        Assert.False(refusal.Message.Contains('\n', StringComparison.Ordinal), what);
    }

    [Fact]
    public async Task It_can_be_cancelled()
    {
        using var generator = new WordsGenerator();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            PassageEmbedding.Embed(
                LexicalIndex.Build([RandomPages.Page("p", "Disk", "is full")]),
                generator,
                cancellation: new(canceled: true)
            )
        );
    }

    [Fact]
    public async Task No_documents_have_no_vectors()
    {
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(LexicalIndex.Empty, generator, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (vectors.Count, vectors.Dimensions));
        Assert.Empty(vectors.Scan(LexicalIndex.Empty, new(generator.VectorOf("disk")), null));
    }

    private static bool Close((double Best, double Mean) a, (double Best, double Mean) b) =>
        Math.Abs(a.Best - b.Best) < 0.001 && Math.Abs(a.Mean - b.Mean) < 0.001;

    private sealed class RecordedProgress : IProgress<(int Done, int Of)>
    {
        public (int, int) Last { get; private set; }

        public void Report((int Done, int Of) value) => Last = value;
    }
}
