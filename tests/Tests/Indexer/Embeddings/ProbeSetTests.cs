using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class ProbeSetTests
{
    private static readonly FusionWeights Weights = FusionWeights.Encoder;

    private static Task<PassageVectors> Embed(LexicalIndex index, PassageVectors? before = null) =>
        PassageEmbedding.Embed(index, new WordsGenerator(), before: before, cancellation: TestContext.Current.CancellationToken);

    private static Dictionary<string, float> Ubiquity(PassageVectors vectors, LexicalIndex index) =>
        vectors
            .Scan(index, new(new WordsGenerator().VectorOf("disk")), null, Weights)
            .ToDictionary(n => index.DocumentAt(n.Segment, n.Document).Id.Value, n => n.Ubiquity);

    [Fact]
    public async Task A_page_that_says_a_little_of_everything_comes_nearer_to_the_others_than_they_to_one_another()
    {
        string[] subjects = ["disk", "queue", "certificate", "login", "network", "clock", "replica", "cache", "mail", "index"];
        var index = LexicalIndex.Build([
            .. subjects.Select((s, i) => RandomPages.Page($"p{i}", s, $"{s} {s}full {s}slow")),
            RandomPages.Page("hub", "everything", [.. subjects.Select(s => $"{s} {s}full {s}slow")]),
        ]);

        var ubiquity = Ubiquity(await Embed(index), index);

        Assert.All(subjects.Select((_, i) => ubiquity[$"p{i}"]), u => Assert.True(u < ubiquity["hub"], $"{u} {ubiquity["hub"]}"));
    }

    [Fact]
    public async Task It_is_the_mean_over_the_nearest_tenth_of_the_pages()
    {
        // Three pages: all of them are the nearest three.
        var index = LexicalIndex.Build([.. "abc".Select(p => RandomPages.Page($"{p}", $"{p}", $"{p} word", $"{p} other"))]);
        var vectors = await Embed(index);
        using var generator = new WordsGenerator();
        var texts = index
            .Segments[0]
            .Segment.Documents.Select(d => Passages.Of(d).Select(p => PassageEmbedding.TextOf(d, p)).ToList())
            .ToList();
        var directions = texts.ConvertAll(t => t.ConvertAll(x => Normal(generator.VectorOf(x))));
        var means = directions.ConvertAll(d => Normal([.. Enumerable.Range(0, d[0].Length).Select(i => d.Sum(v => v[i]))]));

        var ubiquity = Ubiquity(vectors, index);

        for (var d = 0; d < 3; d++)
            Assert.Equal(
                means.Average(mean => directions[d].Max(p => p.Zip(mean, (a, b) => a * b).Sum())),
                ubiquity[index.Segments[0].Segment.Documents[d].Id.Value],
                0.01
            );

        static float[] Normal(float[] v) => [.. v.Select(x => x / MathF.Sqrt(v.Sum(y => y * y)))];
    }

    // The index is as it would have been read anew: changes must leave no other answers than a restart does.
    [Theory]
    [InlineData(20)]
    [InlineData(150)]
    [InlineData(400)]
    public async Task After_many_changes_it_is_what_a_new_index_has(int count)
    {
        var pages = new RandomPages(5);
        var random = new Random(count);
        var documents = pages.Pages(count).ToList();
        var index = LexicalIndex.Build(documents);
        var vectors = await Embed(index);
        _ = Ubiquity(vectors, index);
        for (var round = 0; round < 30; round++)
        {
            for (var i = 0; i < 3; i++)
                documents[random.Next(documents.Count)] = RandomPages.Page($"new-{round}-{i}", "Changed", pages.Words(30));
            if (round % 10 == 3)
                documents.RemoveRange(0, count / 20);
            if (round % 10 == 7)
                documents.AddRange(
                    Enumerable.Range(0, count / 20).Select(i => RandomPages.Page($"more-{round}-{i}", "More", pages.Words(30)))
                );
            index = index.With(documents);
            vectors = await Embed(index, vectors);
            var incremental = Ubiquity(vectors, index);
            if (round % 6 != 5)
                continue;
            var anew = LexicalIndex.Build(documents);
            var whole = Ubiquity(await Embed(anew), anew);
            Assert.Equal(whole.Keys.Order(), incremental.Keys.Order());
            Assert.All(whole, w => Assert.Equal(w.Value, incremental[w.Key], 5));
        }
    }

    // A server has both for a moment: a query that compared anew would hold up all others.
    [Fact]
    public async Task Of_an_index_that_changed_queries_go_on_with_what_was_said_of_it_before()
    {
        var documents = new RandomPages(5).Pages(40).ToList();
        var index = LexicalIndex.Build(documents);
        var vectors = await Embed(index);
        var before = Ubiquity(vectors, index);
        documents.RemoveRange(0, 5);
        documents.Add(RandomPages.Page("added", "Added", "disk disk disk"));
        var later = index.With(documents);

        var laterVectors = await Embed(later, vectors);
        laterVectors.Prepare(later, Weights);
        var after = Ubiquity(laterVectors, later);

        Assert.Contains(before, b => after.TryGetValue(b.Key, out var now) && now != b.Value);
        Assert.Equal(before, Ubiquity(vectors, index));
        Assert.All(Ubiquity(vectors, later), u => Assert.Equal(before[u.Key], u.Value));
        Assert.Equal(after, Ubiquity(laterVectors, later));
        Assert.All(after.Where(a => before.ContainsKey(a.Key)), a => Assert.Equal(a.Value, Ubiquity(laterVectors, index)[a.Key]));
    }

    [Fact]
    public async Task Where_the_weights_do_not_look_at_it_nothing_is_computed()
    {
        var index = LexicalIndex.Build(new RandomPages(3).Pages(20));
        var vectors = await Embed(index);
        Assert.All(
            vectors.Scan(index, new(new WordsGenerator().VectorOf("disk")), null, FusionWeights.Table with { Ubiquity = 0 }),
            n => Assert.Equal(0, n.Ubiquity)
        );
    }

    [Fact]
    public async Task A_page_that_is_alone_is_near_to_no_other()
    {
        var index = LexicalIndex.Build(new RandomPages(3).Pages(1));
        var found = (await Embed(index)).Scan(index, new(new WordsGenerator().VectorOf("disk")), null, Weights);
        Assert.Equal(0, Assert.Single(found).Ubiquity);
    }

    [Theory]
    [InlineData(0, 0, 0.7)]
    [InlineData(1, 0, 0.25)] // Words single out a page.
    [InlineData(0.4, 0, 0.44)]
    [InlineData(0, 0.4, 0.8)]
    [InlineData(0, 1, 0.85)]
    [InlineData(1, 1, 0.3)]
    public void The_share_of_meaning_depends_on_who_singles_out_a_page(double words, double meaning, double share) =>
        Assert.Equal(share, Weights.ShareFor(words, meaning), 6);

    [Fact]
    public void A_given_share_holds_for_every_query() => Assert.Equal(0.5, Weights.Fixed(0.5).ShareFor(0.9, 0.1));
}
