using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class TopUnitsTests
{
    // Few different scores, so that there are many ties; runs of units of one document, some long; several segments.
    [Fact]
    public void It_keeps_what_sorting_everything_would_keep()
    {
        var random = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var k = random.Next(1, 12);
            var perDocument = random.Next(2) == 0;
            var top = new TopUnits(k, perDocument);
            var all = new List<(Place Place, float Score)>();
            var scores = random.Next(2, 30);
            for (var segment = 0; segment < random.Next(1, 4); segment++)
            {
                var documentOf = new List<int>();
                for (var document = 0; document < random.Next(1, 30); document++)
                    documentOf.AddRange(Enumerable.Repeat(document, random.Next(1, 6)));
                if (random.Next(4) == 0)
                    documentOf = [.. Enumerable.Range(0, 40)];
                var unitsAreDocuments = documentOf.Count == 40 && documentOf[39] == 39;
                var deleted = Some(random, documentOf[^1] + 1, 0.2);
                var allowed = random.Next(2) == 0 ? Some(random, documentOf[^1] + 1, 0.6) : (Bitmap?)null;
                top.Begin(segment, documentOf.Count, unitsAreDocuments ? null : [.. documentOf], deleted, allowed);
                for (var unit = 0; unit < documentOf.Count; unit++)
                {
                    var score = (float)random.Next(scores);
                    // As the accumulator does: only what is above the threshold, and nothing has none.
                    if (score > top.Threshold)
                        top.Offer(unit, score);
                    if (score > 0 && !deleted[documentOf[unit]] && (allowed is not { } only || only[documentOf[unit]]))
                        all.Add((new(segment, documentOf[unit], unit), score));
                }
                top.End();
            }
            IEnumerable<(Place Place, float Score)> best = all;
            // MaxBy gives the first of equal ones.
            if (perDocument)
                best = all.GroupBy(a => (a.Place.Segment, a.Place.Document)).Select(g => g.MaxBy(a => a.Score));

            Assert.Equal(best.OrderByDescending(a => a.Score).ThenBy(a => a.Place.Segment).ThenBy(a => a.Place.Unit).Take(k), top.Take());
        }
    }

    private static Bitmap Some(Random random, int size, double share)
    {
        var some = Bitmap.OfSize(size);
        for (var i = 0; i < size; i++)
            if (random.NextDouble() < share)
                some.Set(i);
        return some;
    }
}
