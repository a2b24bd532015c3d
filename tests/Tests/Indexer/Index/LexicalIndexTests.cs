using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Index;

public sealed class LexicalIndexTests
{
    [Fact]
    public void Field_averages_are_the_means_over_all_units()
    {
        var index = LexicalIndex.Build(new RandomPages(1).Pages(500));
        var reference = new ReferenceScorer(index);

        for (var f = 0; f < Bm25F.Fields; f++)
        {
            Assert.Equal(Math.Max(1e-3, reference.AverageLengths(Granularity.Passages)[f]), index.Averages.Passage[f], 3);
            Assert.Equal(Math.Max(1e-3, reference.AverageLengths(Granularity.Documents)[f]), index.Averages.Document[f], 3);
        }
    }

    // Adds, changes and deletes in any order: what is there is found as the reference finds it, and what is gone is not.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_sequence_of_changes_ends_where_a_fresh_build_begins(int seed)
    {
        var pages = new RandomPages(seed, words: 150);
        var served = pages.Pages(200);
        var index = LexicalIndex.Build(served);
        var (merges, mostSegments) = (0, 1);
        for (var step = 0; step < 20; step++)
        {
            served = [.. served];
            switch (pages.Next(3))
            {
                case 0:
                    served.AddRange(pages.Pages(1 + pages.Next(6)));
                    break;
                case 1:
                    for (var n = 0; n < 3 && served.Count > 0; n++)
                        served.RemoveAt(pages.Next(served.Count));
                    break;
                default:
                    for (var n = 0; n < 3; n++)
                    {
                        var at = pages.Next(served.Count);
                        served[at] = pages.Page() with { Id = served[at].Id };
                    }
                    break;
            }
            index = index.With(served);
            if (index.WantsMerge && pages.Next(2) == 0)
            {
                index = index.Merged();
                Assert.False(index.WantsMerge);
                Assert.Single(index.Segments);
                merges++;
            }
            mostSegments = Math.Max(mostSegments, index.Segments.Count);

            Assert.Equal(served.ToHashSet(), Live(index));
            Assert.Equal(served.Count, index.Count);
            Assert.Same(index, index.With(served));
            Agreement.Assert(index, pages, queries: 2, allowed: null);
        }
        Assert.True(mostSegments > 1, "Every step was a fresh build.");

        // Against the fresh build: the averages and the frequencies have moved a little, the order hardly.
        var fresh = LexicalIndex.Build(served);
        var overlaps = new List<double>();
        for (var q = 0; q < 30; q++)
        {
            Concept[] concepts = [Agreement.Concept(pages.Word()), Agreement.Concept(pages.Word())];
            var (now, then) = (Best(index, concepts), Best(fresh, concepts));
            Assert.Equal(then.Count == 0, now.Count == 0);
            if (then.Count > 0)
                overlaps.Add(now.Intersect(then).Count() / (double)Math.Max(now.Count, then.Count));
        }
        Assert.True(overlaps.Average() > 0.85, $"{overlaps.Average()}");
    }

    [Fact]
    public void A_large_change_measures_the_averages_anew()
    {
        var pages = new RandomPages(5);
        var index = LexicalIndex.Build(pages.Pages(20));

        var next = index.With(pages.Pages(40));

        Assert.Single(next.Segments);
        Assert.NotEqual(index.Averages.Document, next.Averages.Document);
        Assert.Equal(0, next.With([]).Count);
        Assert.Equal(1, LexicalIndex.Empty.With(pages.Pages(1)).Count);
    }

    [Fact]
    public void Completions_are_words_that_stand_somewhere_most_frequent_first()
    {
        var index = LexicalIndex.Build([
            RandomPages.Page("a", "Nodes", "no nodes, no noise, not a node", "noise on the note"),
            RandomPages.Page("b", "Node", "node, \"no\": 5, no=1"),
        ]);

        var completions = index.Complete("no", 20);

        Assert.Equal("node", completions.First(c => c != "no"));
        Assert.Contains("nois", completions);
        // What a negation was joined with, and a field with its value, are nothing that anybody types.
        Assert.DoesNotContain(completions, c => c.Contains('+', StringComparison.Ordinal) || c.Contains('=', StringComparison.Ordinal));
        Assert.Empty(index.Complete("zzz", 20));
        Assert.Single(index.Complete("n", 1));
    }

    private static HashSet<Document> Live(LexicalIndex index) =>
        [.. index.Segments.SelectMany(s => s.Segment.Documents.Where((_, d) => !s.Deleted[d]))];

    private static List<string> Best(LexicalIndex index, Concept[] concepts) =>
        [
            .. Scoring
                .Rank(new(concepts, index), null, 10)
                .Documents.Where(d => d.Score > 0)
                .Select(d => index.DocumentAt(d.Segment, d.Document).Id.Value),
        ];
}
