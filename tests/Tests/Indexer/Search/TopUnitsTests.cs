using CsCheck;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class TopUnitsTests
{
    private const int MostDocuments = 40;
    private const int MostUnits = 200;

    /// <param name="UnitsOf">How many units each document has.</param>
    /// <param name="Deleted">Percentages, one a document.</param>
    /// <param name="Allowed">The same, or null where all are allowed.</param>
    private sealed record Part(int[] UnitsOf, int[] Deleted, int[]? Allowed, int[] Scores);

    private static readonly Gen<Part> Parts = Gen.Select(
        Gen.Frequency((3, Gen.Int[1, 5].Array[1, 29]), (1, Gen.Const(Enumerable.Repeat(1, MostDocuments).ToArray()))),
        Gen.Int[0, 99].Array[MostDocuments],
        Gen.Null(Gen.Int[0, 99].Array[MostDocuments], 0.5),
        Gen.Int[0, 9_999].Array[MostUnits],
        (unitsOf, deleted, allowed, scores) => new Part(unitsOf, deleted, allowed, scores)
    );

    // Few different scores, so that there are many ties; runs of units of one document, some long; several segments.
    [Fact]
    public void It_keeps_what_sorting_everything_would_keep() =>
        Gen.Select(Gen.Int[1, 11], Gen.Bool, Gen.Int[2, 29], Parts.Array[1, 3]).Sample(AssertKeepsTheBest, iter: 3_000);

    private static void AssertKeepsTheBest(int k, bool perDocument, int scores, Part[] parts)
    {
        var top = new TopUnits(k, perDocument);
        var all = new List<(UnitPosition Place, float Score)>();
        for (var segment = 0; segment < parts.Length; segment++)
        {
            var part = parts[segment];
            var documentOf = part.UnitsOf.SelectMany((units, document) => Enumerable.Repeat(document, units)).ToArray();
            var unitsAreDocuments = documentOf.Length == part.UnitsOf.Length;
            var deleted = Some(part.Deleted, part.UnitsOf.Length, 20);
            var allowed = part.Allowed is null ? (Bitmap?)null : Some(part.Allowed, part.UnitsOf.Length, 60);
            top.Begin(segment, documentOf.Length, unitsAreDocuments ? null : documentOf, deleted, allowed);
            for (var unit = 0; unit < documentOf.Length; unit++)
            {
                var score = (float)(part.Scores[unit] % scores);
                // As the accumulator does: only what is above the threshold, and nothing has none.
                if (score > top.Threshold)
                    top.Offer(unit, score);
                if (score > 0 && !deleted[documentOf[unit]] && (allowed is not { } only || only[documentOf[unit]]))
                    all.Add((new(segment, documentOf[unit], unit), score));
            }
            top.End();
        }
        IEnumerable<(UnitPosition Place, float Score)> best = all;
        // MaxBy gives the first of equal ones.
        if (perDocument)
            best = all.GroupBy(a => (a.Place.Segment, a.Place.Document)).Select(g => g.MaxBy(a => a.Score));

        Assert.Equal(best.OrderByDescending(a => a.Score).ThenBy(a => a.Place.Segment).ThenBy(a => a.Place.Unit).Take(k), top.Take());
    }

    private static Bitmap Some(int[] percentages, int size, int below)
    {
        var some = Bitmap.OfSize(size);
        for (var i = 0; i < size; i++)
            if (percentages[i] < below)
                some.Set(i);
        return some;
    }
}
