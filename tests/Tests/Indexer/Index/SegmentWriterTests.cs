using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Index;

public sealed class SegmentWriterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_merge_into_what_one_build_gives_without_the_deleted(int seed)
    {
        var pages = new RandomPages(seed);
        var documents = pages.Pages(300);
        var averages = FieldAverages.Of(documents);
        var parts = new List<LiveSegment>();
        for (var at = 0; at < documents.Count; )
        {
            var count = Math.Min(documents.Count - at, pages.Next(120));
            parts.Add(new(SegmentWriter.Write([.. documents[at..(at + count)]], averages), pages.Some(count, 0.3)));
            at += count;
        }
        Assert.Contains(parts, p => p.Live == 0 || p.Deleted.Count > 0);
        var kept = parts.SelectMany(p => p.Segment.Documents.Where((_, d) => !p.Deleted[d])).ToList();

        AssertSame(SegmentWriter.Write(kept, averages), SegmentWriter.Merge(parts), mayHoldMore: true);
        var again = SegmentWriter.Merge([new(SegmentWriter.Merge(parts), Bitmap.Empty)]);
        AssertSame(SegmentWriter.Write(kept, averages), again, mayHoldMore: true);
    }

    [Fact]
    public void More_documents_than_one_thread_takes_give_the_same_whatever_the_threads()
    {
        var documents = new RandomPages(4, words: 100).Pages(2500);
        var averages = FieldAverages.Of(documents);
        var one = SegmentWriter.Write(documents, averages, threads: 1);

        AssertSame(one, SegmentWriter.Write(documents, averages, threads: 3), mayHoldMore: false);
        Assert.Equal(documents, one.Documents);
    }

    [Fact]
    public void Nothing_merges_with_nothing()
    {
        var averages = FieldAverages.Of([]);
        var empty = SegmentWriter.Write([], averages);

        var merged = SegmentWriter.Merge([new(empty, Bitmap.Empty), new(empty, Bitmap.Empty)]);

        Assert.Equal((0, 0, 0), (merged.Documents.Length, merged.PassageCount, merged.Terms.Count));
        Assert.Equal(0, SegmentWriter.Merge([]).PassageCount);
    }

    /// <param name="mayHoldMore">Terms of deleted documents may be left, with no postings.</param>
    private static void AssertSame(Segment expected, Segment actual, bool mayHoldMore)
    {
        Assert.Equal(expected.Documents, actual.Documents);
        Assert.Equal(expected.FirstPassage, actual.FirstPassage);
        Assert.Equal(expected.DocumentOfPassage, actual.DocumentOfPassage);
        Assert.Equal(Postings(expected, expected.PassagePostings), Postings(actual, actual.PassagePostings));
        Assert.Equal(Postings(expected, expected.DocumentPostings), Postings(actual, actual.DocumentPostings));
        Assert.Equal(expected.Prints.Starts, actual.Prints.Starts);
        Assert.Equal(expected.Prints.Prints, actual.Prints.Prints);
        var (words, known) = (Texts(expected.Words), Texts(actual.Words).ToHashSet());
        Assert.All(words, w => Assert.Contains(w, known));
        if (!mayHoldMore)
            Assert.Equal(words.Count, known.Count);
        if (!mayHoldMore)
            Assert.Equal(Texts(expected.Terms), Texts(actual.Terms));
        Assert.Equal(Texts(actual.Terms).Order(StringComparer.Ordinal), Texts(actual.Terms));
    }

    private static List<string> Texts(TermList terms) => [.. Enumerable.Range(0, terms.Count).Select(terms.Text)];

    private static List<string> Postings(Segment segment, Postings postings)
    {
        var all = new List<string>();
        for (var t = 0; t < segment.Terms.Count; t++)
        for (var run = postings.RunOfTerm[t]; run < postings.RunOfTerm[t + 1]; run++)
        for (var i = postings.StartOfRun[run]; i < postings.StartOfRun[run + 1]; i++)
            all.Add($"{segment.Terms.Text(t)} {postings.BlockOfRun[run]} {postings.Units[i]} {postings.Impacts[i]}");
        return all;
    }
}
