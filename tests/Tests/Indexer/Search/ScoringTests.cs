using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class ScoringTests
{
    // Fewer matches than the best hundred: then it matters nothing which ones those are.
    [Theory]
    [InlineData(1, 90)]
    [InlineData(2, 90)]
    [InlineData(3, 600)]
    [InlineData(4, 600)]
    public void It_is_the_mean_of_both_legs_normalised_over_the_best_hundred(int seed, int documents)
    {
        var pages = new RandomPages(seed, words: 120);
        var index = LexicalIndex.Build(pages.Pages(documents));
        index = new([new(index.Segments[0].Segment, pages.Some(documents, 0.2))], index.Averages, 0);
        var reference = new ReferenceScorer(index);
        var (compared, errors) = (0, new List<double>());
        for (var q = 0; q < 40; q++)
        {
            var concepts = Agreement.Query(pages);
            var allowed = pages.Next(2) == 0 ? null : new[] { pages.Some(documents, 0.5) };
            var ranking = Scoring.Rank(new(concepts, index), allowed, int.MaxValue);
            var legs = new[] { Granularity.Passages, Granularity.Documents }
                .Select(granularity => Leveled(ReferenceScorer.PerDocument(reference.Scores(concepts, granularity, allowed))))
                .ToList();

            foreach (var found in ranking.Documents)
            {
                var (value, error) = (0.0, 0.0);
                foreach (var (scores, legError) in legs)
                {
                    value += scores.GetValueOrDefault(found.Document) / 2;
                    error += legError / 2;
                }
                Assert.True(Math.Abs(found.Score - value) <= error, $"{found}: {value} ± {error}");
                Assert.InRange(found.Score, 0, 1);
                errors.Add(error);
                compared++;
            }
            Assert.Equal(ranking.Documents.Select(d => d.Score).OrderDescending(), ranking.Documents.Select(d => d.Score));
            Assert.Equal(ranking.Documents.Count, ranking.Documents.Select(d => d.Document).Distinct().Count());
            var worst = legs.Sum(l => l.Error) / 2;
            var foundDocuments = ranking.Documents.Select(d => d.Document).ToHashSet();
            foreach (
                var document in legs.SelectMany(l => l.Scores.Keys)
                    .Distinct()
                    .Where(d => legs.Sum(l => l.Scores.GetValueOrDefault(d)) / 2 > worst)
            )
                Assert.Contains(document, foundDocuments);
        }
        Assert.True(compared > 500, $"{compared}");
        // A bound that is never met would hold anything.
        Assert.True(errors.Order().ElementAt(errors.Count / 2) < 0.05, $"{errors.Average()}");
    }

    private static (Dictionary<int, double> Scores, double Error) Leveled(List<ReferenceScorer.Score> scores)
    {
        if (scores.Count == 0)
            return ([], 0);
        var highest = scores[0].Value;
        var lowest = scores.Count < Scoring.NormaliseOver ? 0 : scores[Scoring.NormaliseOver - 1].Value;
        if (highest <= lowest)
            return (scores.Take(Scoring.NormaliseOver).ToDictionary(s => s.Document, s => 1.0), 1);
        var error = scores.Take(2 * Scoring.NormaliseOver).Max(s => s.Error);
        return (
            scores.ToDictionary(s => s.Document, s => Math.Max(0, (s.Value - lowest) / (highest - lowest))),
            3 * error / (highest - lowest)
        );
    }
}
