using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Index;

/// <summary>Compares the fast path with <see cref="ReferenceScorer"/> on random queries.</summary>
internal static class Agreement
{
    public static Concept Concept(string word) => new(word, [new([Knowledge.Indexer.Text.Tokenizer.TermOf(word)], 1, "")], 1);

    /// <summary>A few words, some with other ways to say them, some of those of several terms.</summary>
    public static List<Concept> Query(RandomPages pages)
    {
        string Term() => Knowledge.Indexer.Text.Tokenizer.TermOf(pages.Word());
        var concepts = new List<Concept>();
        for (var c = 1 + pages.Next(5); c > 0; c--)
        {
            var variants = new List<Alternative> { new([Term()], 1, "") };
            for (var w = pages.Next(4) - 1; w > 0; w--)
                variants.Add(
                    new(
                        [.. Enumerable.Range(0, 1 + pages.Next(3)).Select(_ => pages.Next(8) == 0 ? "no+" + Term() : Term())],
                        0.3f + 0.1f * pages.Next(7),
                        ""
                    )
                );
            if (pages.Next(10) == 0)
                variants.Clear();
            if (pages.Next(10) == 0)
                variants.Add(new(["neverwritten", Term()], 1, ""));
            concepts.Add(new($"c{c}", variants, 1));
        }
        return concepts;
    }

    /// <returns>How many units were compared.</returns>
    public static int Assert(LexicalIndex index, RandomPages pages, int queries, Bitmap[]? allowed, ReferenceScorer? reference = null)
    {
        reference ??= new(index);
        var compared = 0;
        for (var q = 0; q < queries; q++)
        {
            var concepts = Query(pages);
            var query = new CompiledQuery(concepts, index);
            foreach (var granularity in new[] { Granularity.Passages, Granularity.Documents })
            {
                var units = reference.Scores(concepts, granularity, allowed);
                var documents = ReferenceScorer.PerDocument(units);
                var byUnit = units.ToDictionary(s => (s.Segment, s.Unit));
                foreach (var (k, perDocument) in new[] { (10, true), (1, true), (100, true), (10, false), (5000, false) })
                {
                    var expected = perDocument ? documents : units;
                    var top = new TopUnits(k, perDocument);
                    Accumulator.Search(query, granularity, allowed, top);
                    var found = top.Take();

                    Xunit.Assert.Equal(Math.Min(k, expected.Count), found.Length);
                    if (perDocument)
                        Xunit.Assert.Equal(found.Length, found.Select(f => (f.Place.Segment, f.Place.Document)).Distinct().Count());
                    for (var i = 0; i < found.Length; i++)
                    {
                        var (place, score) = found[i];
                        Xunit.Assert.True(i == 0 || score <= found[i - 1].Score);
                        var right = byUnit[(place.Segment, place.Unit)];
                        Xunit.Assert.Equal(right.Document, place.Document);
                        Xunit.Assert.True(
                            Math.Abs(score - right.Value) <= right.Error,
                            $"{granularity} {place}: {score} instead of {right.Value} ± {right.Error}"
                        );
                    }
                    compared += found.Length;
                    if (found.Length == 0)
                        continue;
                    var taken = found
                        .Select(f => perDocument ? (f.Place.Segment, f.Place.Document) : (f.Place.Segment, f.Place.Unit))
                        .ToHashSet();
                    Xunit.Assert.All(
                        expected.Where(e => e.Value - e.Error > found[^1].Score),
                        e => Xunit.Assert.Contains(perDocument ? (e.Segment, e.Document) : (e.Segment, e.Unit), taken)
                    );
                }
            }
        }
        return compared;
    }
}
