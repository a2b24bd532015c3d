using Knowledge.Indexer.Archive;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Tests.Indexer.Archive;

public sealed class WordsQueryTests : IDisposable
{
    private const int Pages = 3_000;

    private readonly ArchiveFixture fixture = new();
    private readonly Random random = new(11);

    public void Dispose() => fixture.Dispose();

    // Words are as frequent as in language (Zipf); several segments, some pages replaced and some deleted.
    private OpenArchive Build()
    {
        ArchivePage Page(int i) =>
            ArchiveFixture.Page($"p{i}", "Page", string.Join(' ', Enumerable.Range(0, 3 + random.Next(60)).Select(_ => Word())));
        fixture.Build([.. Enumerable.Range(0, Pages).Select(Page)]);
        fixture.Build([.. Enumerable.Range(Pages - 200, 400).Select(Page)]);
        fixture.Build([.. Enumerable.Range(50, 60).Select(Page)]);
        ArchiveDeletion.Run(fixture.Out, ["p7", "p8"]);
        var archive = fixture.Open();
        Assert.True(archive.Reader.Leaves.Count > 1);
        return archive;
    }

    private string Word()
    {
        var rank = (int)Math.Exp(random.NextDouble() * Math.Log(676)) - 1;
        return $"word{(char)('a' + rank % 26)}{(char)('a' + rank / 26 % 26)}q";
    }

    private static WordsQuery Query(OpenArchive archive, IEnumerable<string> words, long budget = long.MaxValue) =>
        WordsQuery.Of(ArchiveFields.Text, words, archive.Reader, budget)!;

    private static BooleanQuery Plain(IEnumerable<string> words)
    {
        var query = new BooleanQuery(true);
        foreach (var word in words)
            query.Add(new TermQuery(new(ArchiveFields.Text, word)), Occur.SHOULD);
        return query;
    }

    private static List<(int Document, double Score)> Best(OpenArchive archive, Query query, int count)
    {
        var floor = new ScoreFloor();
        var weight = archive.Searcher.CreateNormalizedWeight(query);
        var found = new List<(int, double)>();
        foreach (var leaf in archive.Reader.Leaves)
        {
            var best = new BestSections(count, false, 0, floor);
            best.SetNextReader(leaf);
            // In steps, as a search looks at the clock.
            if (weight.GetBulkScorer(leaf, false, leaf.AtomicReader.LiveDocs) is { } scorer)
                for (var end = 700; scorer.Score(best, end); end += 700) { }
            found.AddRange(best.Kept);
        }
        return [.. found.OrderByDescending(f => f.Item2).ThenBy(f => f.Item1).Take(count)];
    }

    [Fact]
    public void The_best_are_those_of_a_walk_that_leaves_out_nothing()
    {
        using var archive = Build();
        for (var q = 0; q < 120; q++)
        {
            var words = Enumerable.Range(0, 1 + q % 15).Select(_ => Word()).Append("nowhere").Distinct().ToList();
            var count = 1 + q % 40;
            var all = archive.Searcher.Search(Plain(words), archive.Reader.MaxDoc).ScoreDocs.ToDictionary(d => d.Doc, d => (double)d.Score);
            var best = Best(archive, Query(archive, words), count);
            Assert.Equal(Math.Min(count, all.Count), best.Count);
            Assert.All(best, b => Assert.Equal(all[b.Document], b.Score, 0.001));
            Assert.Equal(all.Values.OrderDescending().Take(count), best.Select(b => b.Score), (a, b) => Math.Abs(a - b) < 0.001);
        }
    }

    [Fact]
    public void Beyond_the_budget_frequent_words_add_to_what_rarer_ones_find()
    {
        using var archive = Build();
        var frequent = Enumerable.Range(0, 400).Select(_ => Word()).GroupBy(w => w).MaxBy(g => g.Count())!.Key;
        var rare = Enumerable.Range(0, 400).Select(_ => Word()).GroupBy(w => w).MinBy(g => g.Count())!.Key;
        var all = archive.Searcher.Search(Plain([frequent, rare]), archive.Reader.MaxDoc).ScoreDocs.ToDictionary(d => d.Doc, d => d.Score);
        var withRare = archive.Searcher.Search(Plain([rare]), archive.Reader.MaxDoc).ScoreDocs.Select(d => d.Doc).ToHashSet();
        Assert.InRange(withRare.Count, 1, all.Count - 1);
        var found = archive.Searcher.Search(Query(archive, [frequent, rare], budget: 1), archive.Reader.MaxDoc).ScoreDocs;
        Assert.Equal(withRare.Order(), found.Select(d => d.Doc).Order());
        Assert.All(found, d => Assert.Equal(all[d.Doc], d.Score, 0.001));
        // Joined with what narrows down it finds the same.
        var joined = new BooleanQuery(true) { { Query(archive, [frequent, rare], budget: 1), Occur.MUST } };
        joined.Add(new TermQuery(new Term(ArchiveFields.Text, frequent)), Occur.MUST_NOT);
        var without = archive.Searcher.Search(joined, archive.Reader.MaxDoc).ScoreDocs.Select(d => d.Doc).ToHashSet();
        Assert.Subset(withRare, without);
        Assert.All(without, d => Assert.DoesNotContain(frequent, ArchiveFields.Read(archive.Reader, d).Text.Split(' ')));
    }

    [Fact]
    public void Words_that_stand_nowhere_are_no_query()
    {
        using var archive = Build();
        Assert.Null(WordsQuery.Of(ArchiveFields.Text, ["zeppelin", "airship"], archive.Reader, 100));
        Assert.Null(WordsQuery.Of(ArchiveFields.Text, [], archive.Reader, 100));
    }

    [Fact]
    public void A_floor_is_raised_and_never_lowered()
    {
        var floor = new ScoreFloor();
        Assert.Equal(float.NegativeInfinity, floor.Value);
        Parallel.For(0, 1000, i => floor.Raise(i % 100));
        Assert.Equal(99, floor.Value);
        floor.Raise(98);
        Assert.Equal(99, floor.Value);
    }
}
