using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Embeddings;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class FusionTests
{
    [Theory]
    [InlineData(1, 30, 20)]
    [InlineData(2, 60, 60)]
    [InlineData(3, 300, 150)]
    [InlineData(4, 700, 100)]
    public async Task It_is_the_weighted_sum_of_both_normalised_over_the_best_hundred(int seed, int first, int second)
    {
        var pages = new RandomPages(seed, words: 120);
        var index = ReferenceNearness.Index(pages, first, second);
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(index, generator, cancellation: TestContext.Current.CancellationToken);
        var (compared, byMeaningAlone) = (0, 0);
        for (var q = 0; q < 30; q++)
        {
            var (query, words, weight) = (new CompiledQuery(Agreement.Query(pages), index), pages.Words(3), pages.Next(11) / 10.0);
            var allowed = q % 2 == 0 ? null : new[] { pages.Some(first, 0.5), pages.Some(second, 0.5) };
            var lexical = Scoring.Rank(query, allowed, int.MaxValue);
            var dense = ReferenceNearness
                .Of(index, generator, words, allowed)
                .ToDictionary(n => n.Key, n => 0.6 * n.Value.Best + 0.4 * n.Value.Mean);
            var (ofWords, ofMeaning) = (
                Normalised(lexical.Documents.ToDictionary(s => (s.Segment, s.Document), s => s.Score)),
                Normalised(dense)
            );
            var expected = ofWords
                .Keys.Union(ofMeaning.Keys)
                .ToDictionary(d => d, d => (1 - weight) * ofWords.GetValueOrDefault(d) + weight * ofMeaning.GetValueOrDefault(d));

            var found = Fusion
                .Fuse(
                    query,
                    lexical,
                    new QueryEmbedding(vectors, new(generator.VectorOf(words)), new(weight, 0.6)).Scan(index, allowed),
                    int.MaxValue
                )
                .Documents;

            Assert.All(found, f => Assert.Equal(expected[(f.Segment, f.Document)], f.Score, 0.003));
            Assert.Equal(found.Count, found.Select(f => (f.Segment, f.Document)).Distinct().Count());
            Assert.Equal(
                found.OrderByDescending(f => f.Score).ThenBy(f => index.DocumentAt(f.Segment, f.Document).Id.Value, StringComparer.Ordinal),
                found
            );
            var places = found.Select(f => (f.Segment, f.Document)).ToHashSet();
            Assert.All(expected.Where(e => e.Value > 0.003), e => Assert.Contains(e.Key, places));
            compared += found.Count;
            byMeaningAlone += found.Count(f => f.Raw == default);
            Assert.All(found.Where(f => f.Raw == default), f => Assert.True(f.Passage >= 0));
        }
        Assert.True(compared > 500 && byMeaningAlone > 50, $"{compared}, {byMeaningAlone}");
    }

    [Fact]
    public async Task A_document_is_found_by_meaning_alone_with_its_nearest_passage()
    {
        using var content = new Fixture();
        var knowledge = content
            .With("panel.md", "# Panel\n\n## About\n\nabout panels\n\n## Empty\n\nshows no data\n")
            .With("disk.md", "# Disk\n\nspace is gone\n")
            .Build();
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(knowledge.Index, generator, cancellation: TestContext.Current.CancellationToken);
        // The vector says what the words do not.
        var response = knowledge.Search(
            new("zzqx", Explain: true),
            default,
            new QueryEmbedding(vectors, new(generator.VectorOf("panel shows no data")), FusionWeights.Encoder)
        );

        var hit = response.Hits[0];
        Assert.Equal(("panel", "Empty", "/docs/panel#empty"), (hit.DocumentId, hit.Section, hit.Url));
        Assert.Contains("no data", hit.Snippet, StringComparison.Ordinal);
        Assert.Equal(["meaning"], hit.Why);
        Assert.Equal(Confidence.None, response.Confidence);
        Assert.Empty(knowledge.Search(new("zzqx"), default).Hits);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    [InlineData(1.0)]
    public async Task The_addends_of_every_hit_sum_up_to_its_score(double weight)
    {
        using var content = new Fixture();
        var pages = new RandomPages(2, words: 40);
        for (var i = 0; i < 300; i++)
            content.With($"p{i}.md", $"# {pages.Words(3)}\n\n{pages.Words(20)}\n\n## {pages.Words(2)}\n\n{pages.Words(30)}\n");
        var knowledge = content.Build();
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(knowledge.Index, generator, cancellation: TestContext.Current.CancellationToken);
        var (negative, onlyMeaning) = (0, 0);
        for (var q = 0; q < 20; q++)
        {
            var words = $"{pages.Word()} {pages.Word()} {pages.Word()}";
            foreach (
                var hit in knowledge
                    .Search(
                        new(words, 100, Explain: true),
                        default,
                        new QueryEmbedding(vectors, new(generator.VectorOf(words)), new(weight, 0.6))
                    )
                    .Hits
            )
            {
                Assert.Equal(hit.Score, hit.Explanation!.Sum(e => e.Score), 0.001);
                var queryEmbedding = Assert.Single(hit.Explanation!, e => e.Of == "meaning");
                Assert.StartsWith("cosine ", queryEmbedding.Why, StringComparison.Ordinal);
                Assert.Equal(weight, queryEmbedding.Weight);
                negative += hit.Explanation!.Count(e => e.Score < 0);
                onlyMeaning += hit.Explanation!.Count == 1 ? 1 : 0;
            }
        }
        Assert.True(negative > 100 || weight == 1);
        Assert.True(onlyMeaning > 0 || weight == 0);
    }

    [Fact]
    public void Without_a_meaning_nothing_changes()
    {
        var example = Fixture.Of(Path.Combine(Samples.RepositoryRoot(), "runbooks"));
        foreach (
            var query in new[] { "disk full", "empty dashboard", "no data kind:runbook", "prices -stale", "nothing of this kind exists" }
        )
        {
            var (plain, none) = (
                example.Search(new(query, Explain: true), default),
                example.Search(new(query, Explain: true), default, queryEmbedding: null)
            );
            Assert.Equal(
                System.Text.Json.JsonSerializer.Serialize(plain with { TookMs = 0 }),
                System.Text.Json.JsonSerializer.Serialize(none with { TookMs = 0 })
            );
            Assert.All(plain.Hits.SelectMany(h => h.Explanation!), e => Assert.True(e.Of is "passage" or "document"));
        }
    }

    [Fact]
    public async Task Filters_hold_for_what_is_found_by_meaning()
    {
        using var content = new Fixture();
        var knowledge = content
            .With("a.md", "---\ntags: [even]\n---\n# Panel\n\nshows no data\n")
            .With("b.md", "---\ntags: [odd]\n---\n# Panels\n\nshows no data\n")
            .With("c.md", "---\ntags: [even]\n---\n# Disk\n\nfull\n")
            .Build();
        using var generator = new WordsGenerator();
        var vectors = await PassageEmbedding.Embed(knowledge.Index, generator, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal("zzqx", knowledge.WordsOf("zzqx tag:even").Trim());

        var hits = knowledge
            .Search(
                new("zzqx tag:even"),
                default,
                new QueryEmbedding(vectors, new(generator.VectorOf("panel shows no data")), FusionWeights.Encoder)
            )
            .Hits;

        Assert.Equal(["a"], hits.Select(h => h.DocumentId));
    }

    private static Dictionary<(int, int), double> Normalised(Dictionary<(int, int), double> scores)
    {
        if (scores.Count == 0)
            return [];
        var sorted = scores.Values.OrderDescending().ToList();
        var (highest, lowest) = (sorted[0], sorted[Math.Min(100, sorted.Count) - 1]);
        return scores.ToDictionary(s => s.Key, s => Math.Max(0, highest == lowest ? s.Value : (s.Value - lowest) / (highest - lowest)));
    }
}
