using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

/// <summary>The fast path against the slow, obvious scorer.</summary>
public sealed class AccumulatorTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 60 : 6;

    public static TheoryData<int> Corpora => [.. Enumerable.Range(1, Seeds)];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void It_finds_what_the_reference_finds_over_segments_deletes_and_filters(int seed)
    {
        var pages = new RandomPages(seed, words: 80 + seed * 30);
        var averages = FieldAverages.Of(pages.Pages(200));
        var segments = new List<LiveSegment>();
        for (var s = 1 + pages.Next(4); s > 0; s--)
        {
            var documents = pages.Pages(pages.Next(250));
            segments.Add(new(SegmentWriter.Write(documents, averages), pages.Some(documents.Count, pages.Next(2) * 0.3)));
        }
        var index = new LexicalIndex(segments, averages, 0);
        var reference = new ReferenceScorer(index);

        var compared = Agreement.Assert(index, pages, 12, allowed: null, reference);
        Bitmap[] some = [.. segments.Select(s => pages.Some(s.Segment.Documents.Length, 0.4))];
        compared += Agreement.Assert(index, pages, 12, some, reference);
        Bitmap[] none = [.. segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length))];
        Assert.Equal(0, Agreement.Assert(index, pages, 3, none, reference));
        Assert.True(compared > 100, $"{compared}");
    }

    // One page of two thousand passages lies across the border of the first block.
    [Fact]
    public void It_finds_what_the_reference_finds_over_several_blocks()
    {
        var pages = new RandomPages(7, words: 2000);
        var before = Enumerable
            .Range(0, Postings.BlockSize - 1000)
            .Select(i => RandomPages.Page($"a-{i:D6}", pages.Word(), pages.Words(3)));
        var across = RandomPages.Page("border", "border " + pages.Words(1), [.. Enumerable.Range(0, 2000).Select(_ => pages.Words(4))]);
        var behind = Enumerable.Range(0, 5000).Select(i => RandomPages.Page($"b-{i:D6}", pages.Word(), pages.Words(3)));
        List<Document> documents = [.. before, across, .. behind];
        var built = LexicalIndex.Build(documents);
        var index = new LexicalIndex([new(built.Segments[0].Segment, pages.Some(documents.Count, 0.1))], built.Averages, 0);
        Assert.True(index.Segments[0].Segment.PassagePostings.Blocks > 1 && index.Segments[0].Segment.DocumentPostings.Blocks > 1);
        var reference = new ReferenceScorer(index);

        Assert.True(Agreement.Assert(index, pages, 2, allowed: null, reference) > 1000);
        Assert.True(Agreement.Assert(index, pages, 2, [pages.Some(documents.Count, 0.5)], reference) > 1000);
        // The long page once, though its passages are in both blocks.
        var top = new TopUnits(10);
        Accumulator.Search(new([Agreement.Concept("border")], built), Granularity.Passages, null, top);
        Assert.Equal("border", documents[Assert.Single(top.Take()).Place.Document].Id.Value);
    }

    [Fact]
    public void One_search_leaves_nothing_behind_for_the_next()
    {
        var pages = new RandomPages(8, words: 100);
        var index = LexicalIndex.Build(pages.Pages(300));
        var queries = Enumerable.Range(0, 40).Select(_ => new CompiledQuery(Agreement.Query(pages), index)).ToList();
        (UnitPosition, float)[] Found(CompiledQuery query)
        {
            var top = new TopUnits(1000, perDocument: false);
            Accumulator.Search(query, Granularity.Passages, null, top);
            return top.Take();
        }
        var first = queries.ConvertAll(Found);

        Assert.Equal(first, queries.ConvertAll(Found));
        Assert.Equal(first.AsEnumerable().Reverse(), queries.AsEnumerable().Reverse().Select(Found));
        Assert.Equal(first, queries.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(Found));
    }
}
