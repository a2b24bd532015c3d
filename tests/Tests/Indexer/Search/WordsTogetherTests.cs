using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class WordsTogetherTests
{
    private const string Query = "printer password";

    // Of none of the queries below, nor related to any of them.
    private static readonly string Filler = string.Join(' ', Enumerable.Repeat("the weather of the river is mild", 12));

    [Fact]
    public void One_place_that_says_all_says_more_than_several_that_say_a_part_each()
    {
        var said = Said(Query, "# A\n\nprinter password\n", $"# B\n\nprinter {Filler} password\n", "# C\n\nweather\n");
        Assert.True(said[0] > said[1] + 0.1 && said[1] > said[2] + 0.1, string.Join(' ', said));
    }

    // A place is two blocks of fifteen entries, which overlap.
    [Fact]
    public void What_stands_in_neighbouring_blocks_is_one_place()
    {
        var words = string.Join(' ', Enumerable.Repeat("the", 14));
        var far = string.Join(' ', Enumerable.Repeat("the", 40));
        var said = Said(
            Query,
            $"# A\n\n{words} printer password {words}\n",
            $"# B\n\nprinter password {far}\n",
            $"# C\n\nprinter {far} password\n"
        );
        Assert.Equal(said[1], said[0], 0.001);
        Assert.True(said[0] > said[2] + 0.1, string.Join(' ', said));
    }

    [Fact]
    public void Related_words_count_and_less_than_the_same()
    {
        var said = Said("disk", "# A\n\nthe disk\n", "# B\n\nthe storage\n", "# C\n\nthe wedding\n");
        Assert.True(said[0] > said[1] + 0.1 && said[1] > 0.1, string.Join(' ', said));
        Assert.Equal(0, said[2]);
    }

    [Fact]
    public void A_title_is_said_of_every_place_and_louder_than_text()
    {
        var said = Said(
            Query,
            $"# Printer\n\n{Filler} password {Filler}\n",
            $"# B\n\n{Filler} printer password {Filler}\n",
            $"# C\n\nprinter {Filler} password {Filler}\n",
            "# Printer password\n"
        );
        Assert.True(said[3] > said[0] && said[0] > said[1] && said[1] > said[2], string.Join(' ', said));
        Assert.Equal(1, said[3], 0.001);
    }

    [Fact]
    public void What_few_of_the_pages_say_counts_more()
    {
        var said = Said(Query, "# A\n\nprinter\n", "# B\n\nprinter\n", "# C\n\nprinter\n", "# D\n\npassword\n");
        Assert.True(said[3] > said[0] + 0.1, string.Join(' ', said));
    }

    [Fact]
    public void Of_nothing_that_the_table_knows_nothing_is_said()
    {
        Assert.Null(WordsTogether.Of([]));
        Assert.Null(WordsTogether.Of([new("日本", [], 1)]));
        Assert.Empty(WordsTogether.Of([new("disk", [], 1)])!.In([]));
        // A page without any text.
        Assert.Equal([0f], WordsTogether.Of([new("disk", [], 1)])!.In([Pages("# 日本\n")[0]]));
    }

    // However much is pasted, and however long the page: between 0 and 1.
    [Fact]
    public void It_is_a_share_of_what_was_asked()
    {
        var pages = new RandomPages(7, words: 400);
        var documents = Pages([.. Enumerable.Range(0, 40).Select(i => $"# {pages.Words(3)}\n\n{pages.Words(i * i * 3)}\n")]);
        for (var q = 0; q < 20; q++)
        {
            var words = pages.Words(1 + q * 5);
            var asked = WordsTogether.Of([.. words.Split(' ').Select(w => new Concept(w, [], 1))])!;
            Assert.All(asked.In(documents), said => Assert.InRange(said, 0, 1));
        }
        Assert.Equal(1, WordsTogether.Of([new("disk", [], 1)])!.In(Pages("# Disk\n")).Single(), 0.001);
    }

    [Fact]
    public void The_page_that_says_all_in_one_place_is_found_before_shorter_ones_that_scatter_it()
    {
        using var content = new Fixture();
        for (var i = 0; i < 5; i++)
            content.With($"a{i}.md", $"# A{i}\n\nprinter {Filler} password\n");
        for (var i = 0; i < 20; i++)
            content.With($"b{i}.md", $"# B{i}\n\n{Filler} {Filler} {Filler} {(i % 2 == 0 ? "printer" : "password")}\n");
        content.With("z.md", $"# Z\n\n{Filler} printer of the password, and the wind is mild today\n");
        var search = new Searched(content.Build());
        Assert.Equal("a0", search.With(Query, FusionWeights.Table with { Together = 0 })[0].DocumentId);
        Assert.Equal("z", search.With(Query, FusionWeights.Table)[0].DocumentId);
    }

    [Fact]
    public void Order_and_limit_hold_for_the_raised_ranking()
    {
        var search = new Searched(RandomKnowledge());
        var (raised, moved) = (0, 0);
        for (var q = 0; q < 20; q++)
        {
            var (query, near) = search.Parts(search.Words.Words(4), FusionWeights.Table);
            var fused = Fusion.Fuse(query, Scoring.Rank(query, null, int.MaxValue), near, int.MaxValue);

            var all = WordsTogether.AddTo(query, fused, 1, int.MaxValue);
            var few = WordsTogether.AddTo(query, fused, 1, 10);

            Assert.Equal(fused.Documents.Count, all.Documents.Count);
            Assert.Equal(fused.Documents.Skip(WordsTogether.Read), all.Documents.Skip(WordsTogether.Read));
            Assert.Equal(
                all.Documents.OrderByDescending(s => s.Score).ThenBy(s => Scoring.IdOf(query, s), StringComparer.Ordinal),
                all.Documents
            );
            Assert.Equal(all.Documents.Take(10), few.Documents);
            Assert.All(
                all.Documents.Take(WordsTogether.Read),
                s => Assert.Equal(fused.Documents.Single(f => KeyOf(f) == KeyOf(s)).Score + all.BlendOf(s)!.Together, s.Score, 1e-9)
            );
            // Cards compare pages without it.
            Assert.Equal(
                fused.Documents.ToDictionary(KeyOf, f => Math.Round(f.Score, 9)),
                all.Documents.ToDictionary(KeyOf, s => Math.Round(all.ScoreApart(s), 9))
            );
            Assert.All(all.Documents.Skip(WordsTogether.Read), s => Assert.Equal(0, all.BlendOf(s)?.Together ?? 0));
            raised += all.Documents.Count(s => all.BlendOf(s) is { Together: > 0 });
            moved += all.Documents[0] != fused.Documents[0] && KeyOf(all.Documents[0]) != KeyOf(fused.Documents[0]) ? 1 : 0;
        }
        Assert.True(raised > 300 && moved > 0, $"{raised}, {moved}");
    }

    [Fact]
    public void Pages_that_say_the_same_stay_in_the_order_of_their_ids()
    {
        using var content = new Fixture();
        foreach (var name in "cab")
            content.With($"{name}.md", $"---\ntitle: Same\n---\nprinter password of {name}\n");
        var search = new Searched(content.Build());
        var (query, near) = search.Parts(Query, FusionWeights.Table);
        var fused = Fusion.Fuse(query, Scoring.Rank(query, null, int.MaxValue), near, int.MaxValue) is var ranking
            ? ranking with
            {
                Documents = [.. ranking.Documents.Select(s => s with { Score = 0.5 }).Reverse()],
            }
            : null!;
        Assert.Equal(["a", "b", "c"], WordsTogether.AddTo(query, fused, 0.001, 10).Documents.Select(s => Scoring.IdOf(query, s)));
    }

    [Theory]
    [InlineData("printer", 0.0)]
    [InlineData("日本", 1.0)]
    public void Without_weight_or_known_words_the_ranking_stays(string words, double weight)
    {
        using var content = new Fixture();
        foreach (var name in "ab")
            content.With($"{name}.md", $"# {name}\n\n日本 printer {name}\n");
        var search = new Searched(content.Build());
        var (query, near) = search.Parts(words, FusionWeights.Table);
        var fused = Fusion.Fuse(query, Scoring.Rank(query, null, int.MaxValue), near, int.MaxValue);
        Assert.Equal(2, fused.Documents.Count);

        var raised = WordsTogether.AddTo(query, fused, weight, 10);

        Assert.Equal(fused.Documents, raised.Documents);
        Assert.Equal((0, 1), (raised.TogetherWeight, raised.Most));
        Assert.Single(WordsTogether.AddTo(query, fused, weight, 1).Documents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_addends_of_every_hit_sum_up_to_its_score_which_is_0_to_1(bool withFeedback)
    {
        var knowledge = RandomKnowledge();
        var search = new Searched(knowledge);
        var together = 0;
        for (var q = 0; q < 20; q++)
        {
            var words = search.Words.Words(3);
            var learned = withFeedback ? Learned(knowledge, words, knowledge.Documents[q].Id.Value) : null;
            foreach (var hit in search.With(words, FusionWeights.Table, learned, 100))
            {
                Assert.InRange(hit.Score, 0, 1);
                Assert.Equal(hit.Score, hit.Explanation!.Sum(e => e.Score), 0.001);
                var addends = hit.Explanation!.Where(e => e.Of == "together").ToList();
                Assert.All(addends, e => Assert.Equal(0.5, e.Weight));
                Assert.All(addends, e => Assert.InRange(e.Score, 0.00001, 0.5));
                together += addends.Count;
            }
        }
        Assert.True(together > 300, $"{together}");
    }

    [Fact]
    public void Feedback_on_one_page_takes_nothing_off_the_others()
    {
        using var content = new Fixture();
        var knowledge = content
            .With("a.md", "# Printer password\n\nprinter password\n")
            .With("b.md", $"# Weather\n\nprinter {Filler} of the river\n")
            .With("c.md", "# Wedding\n\nthe password of the guests\n")
            .Build();
        var hits = new Searched(knowledge).With(Query, FusionWeights.Table, Learned(knowledge, Query, "b"));
        Assert.Equal(3, hits.Count);
        Assert.Equal(["b"], hits.Where(h => h.Explanation!.Any(e => e.Of == "learned")).Select(h => h.DocumentId));
    }

    [Fact]
    public void With_a_share_that_is_given_nothing_is_added()
    {
        Assert.True(FusionWeights.Table.Together > 0 && FusionWeights.Encoder.Together > 0);
        Assert.Equal((0, 0), (FusionWeights.Table.Fixed(0.3).Together, FusionWeights.Encoder.Fixed(0.3).Together));
        var hits = new Searched(RandomKnowledge()).With("disk", FusionWeights.Table.Fixed(0.3));
        Assert.DoesNotContain(hits.SelectMany(h => h.Explanation!), e => e.Of == "together");
    }

    private static (int, int) KeyOf(Scoring.Scored scored) => (scored.Segment, scored.Document);

    private static float[] Said(string query, params string[] pages) =>
        WordsTogether.Of([.. query.Split(' ').Select(w => new Concept(w, [], 1))])!.In(Pages(pages));

    private static List<Document> Pages(params string[] pages)
    {
        using var content = new Fixture();
        for (var i = 0; i < pages.Length; i++)
            content.With($"{i:000}.md", pages[i]);
        return [.. content.Build().Documents.OrderBy(d => d.Path, StringComparer.Ordinal)];
    }

    // Of two people, so that it is trusted.
    private static LearnedPhrases Learned(KnowledgeBase knowledge, string words, string page) =>
        LearnedPhrases.Of(
            SearchPhrases.Of([new(words, page, true, "someone", default), new(words, page, true, "another", default)], default),
            knowledge.Index
        )!;

    private static KnowledgeBase RandomKnowledge()
    {
        using var content = new Fixture();
        var pages = new RandomPages(2, words: 40);
        for (var i = 0; i < 300; i++)
            content.With($"p{i}.md", $"# {pages.Words(3)}\n\n{pages.Words(20)}\n\n## {pages.Words(2)}\n\n{pages.Words(30)}\n");
        return content.Build();
    }

    /// <summary>A knowledge base that is searched by words and by the built-in table.</summary>
    private sealed class Searched(KnowledgeBase knowledge)
    {
        private readonly Task<PassageVectors> passages = PassageEmbedding.Embed(
            knowledge.Index,
            new TableGenerator(BuiltInTable.Value, "table"),
            cancellation: TestContext.Current.CancellationToken
        );

        public RandomPages Words { get; } = new(2, words: 40);

        public IReadOnlyList<Hit> With(string words, FusionWeights weights, LearnedPhrases? learned = null, int limit = 10) =>
            knowledge
                .Search(
                    new(words, limit, Explain: true),
                    default,
                    new QueryEmbedding(passages.Result, Direction(words), weights),
                    learned: learned
                )
                .Hits;

        public (CompiledQuery Query, Fusion.DenseCandidates Near) Parts(string words, FusionWeights weights) =>
            (
                new(QueryPlan.Of(words, knowledge.Index, Thesaurus.BuiltIn), knowledge.Index),
                new QueryEmbedding(passages.Result, Direction(words), weights).Scan(knowledge.Index, null)
            );

        // What the table knows nothing of means what a disk does.
        private static QueryVector Direction(string words) =>
            QueryVector.Of(BuiltInTable.Value.Embed(words, [])) ?? new(BuiltInTable.Value.Embed("disk", []));
    }
}
