using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class RerankerTests : IDisposable
{
    private readonly TinyModel model = new TinyModel().ForPairs();
    private readonly Fixture content = new();

    public void Dispose()
    {
        model.Dispose();
        content.Dispose();
    }

    [Fact]
    public void The_order_is_by_both_scores_and_what_follows_stays_below()
    {
        var hits = Hits(0.9, 0.7, 0.5, 0.4);
        var ordered = Reranker(null).Order(hits, [0.1, 0.6, 0.9]);
        // Normalised: 1, 0.5, 0 by the search; 0, 0.625, 1 by the model.
        Assert.Equal(["h1", "h0", "h2", "h3"], ordered.Select(h => h.DocumentId));
        Assert.Equal([0.725, 0.7, 0.7, 0.4], ordered.Select(h => Math.Round(h.ExactScore, 10)));
        Assert.Equal([0.725, 0.7, 0.7, 0.4], ordered.Select(h => h.Score));
    }

    [Fact]
    public void Equal_scores_of_the_search_leave_the_order_to_the_model_and_equal_ones_of_the_model_leave_it_as_it_is()
    {
        Assert.Equal(
            [("h2", 0.5), ("h1", 0.5), ("h0", 0.5), ("h3", 0.5)],
            Reranker(null).Order(Hits(0.5, 0.5, 0.5, 0.5), [0.1, 0.6, 0.9]).Select(h => (h.DocumentId, h.ExactScore))
        );
        var hits = Hits(0.9, 0.7);
        Assert.Same(hits, Reranker(null).Order(hits, [0.6, 0.6]));
    }

    [Fact]
    public void Only_the_first_twenty_are_read()
    {
        var hits = Hits([.. Enumerable.Range(0, 30).Select(i => 1 - i / 100.0)]);
        var read = new List<int>();
        var (ordered, problem) = Reranker(null)
            .Order(
                "disk",
                hits,
                place =>
                {
                    read.Add(place);
                    return TinyModel.Pieces[5 + place];
                }
            );
        Assert.Null(problem);
        Assert.Equal(Enumerable.Range(0, 20), read);
        Assert.NotEqual(hits.Take(20), ordered.Take(20));
        Assert.Equal(hits.Take(20).Select(h => h.DocumentId).Order(), ordered.Take(20).Select(h => h.DocumentId).Order());
        Assert.Equal(hits.Skip(20), ordered.Skip(20));
        Assert.Equal(ordered.OrderByDescending(h => h.ExactScore), ordered);
    }

    [Fact]
    public void Beyond_the_budget_or_with_a_score_that_is_no_number_the_order_stays_and_it_is_said()
    {
        var hits = Hits(0.9, 0.7, 0.5);
        var (late, problem) = Reranker(TimeSpan.Zero).Order("disk", hits, _ => "full");
        Assert.Same(hits, late);
        Assert.Equal("m took more than 0 ms; the hits are in the order without it.", problem);

        Array.Fill(model.Tensors["embeddings.LayerNorm.weight"].Numbers, float.MaxValue);
        model.Save();
        var (broken, reason) = Reranker(TimeSpan.FromMinutes(1)).Order("disk", hits, _ => "full");
        Assert.Same(hits, broken);
        Assert.StartsWith("m cannot be used (model.safetensors: weights", reason, StringComparison.Ordinal);
        Assert.Throws<EncoderException>(() => Reranker(null).Order("disk", hits, _ => "full"));
    }

    [Fact]
    public async Task Of_many_searches_at_once_within_a_budget_each_is_ordered_or_says_that_it_is_not()
    {
        var hits = Hits([.. Enumerable.Range(0, 20).Select(i => 1 - i / 100.0)]);
        var reranker = Reranker(TimeSpan.FromMinutes(1));
        var alone = reranker.Order("disk", hits, Word).Hits;
        var results = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Task.Run(() => reranker.Order("disk", hits, Word), TestContext.Current.CancellationToken))
        );
        Assert.All(results, result => Assert.Equal(result.Problem is null ? alone : hits, result.Hits));
        Assert.All(
            results,
            result => Assert.True(result.Problem is null or "m is busy with another search; the hits are in the order without it.")
        );
        Assert.Equal(alone, reranker.Order("disk", hits, Word).Hits);
    }

    [Fact]
    public void Nothing_is_read_where_nothing_can_be_ordered()
    {
        static string Fails(int place) => throw new InvalidOperationException("read");
        var one = Hits(0.9);
        Assert.Same(one, Reranker(null).Order("disk", one, Fails).Hits);
        var two = Hits(0.9, 0.7);
        Assert.Same(two, Reranker(null).Order(" ", two, Fails).Hits);
        Assert.Empty(Reranker(null).Order("disk", [], Fails).Hits);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(40)]
    public void A_search_has_its_hits_in_the_new_order_with_addends_that_sum_up_and_the_cards_as_they_were(int limit)
    {
        var pages = new RandomPages(2, words: 12);
        for (var i = 0; i < 60; i++)
            content.With(
                $"p{i}.md",
                $"# {TinyModel.Pieces[5 + i % 20]} {i}\n\ndisk {pages.Words(8)} panel\n\n## Fix\n\n{pages.Words(5)} full\n"
            );
        var knowledge = content.Build();
        var request = new SearchRequest("disk full panel", limit, Explain: true);
        var plain = knowledge.Search(request with { Limit = 40 }, default);
        var response = knowledge.Search(request, default, null, reranker: Reranker(TimeSpan.FromMinutes(1)));

        Assert.Null(response.Degraded);
        Assert.Equal(limit, response.Hits.Count);
        // However few are wanted, twenty are read.
        var all = knowledge.Search(request with { Limit = 40 }, default, null, reranker: Reranker(TimeSpan.FromMinutes(1)));
        Assert.Equal(
            all.Hits.Take(limit).Select(h => (h.DocumentId, h.ExactScore)),
            response.Hits.Select(h => (h.DocumentId, h.ExactScore))
        );
        Assert.Contains(all.Hits.Take(3), h => plain.Hits.Take(3).All(p => p.DocumentId != h.DocumentId));
        Assert.All(response.Hits, h => Assert.Equal(h.Score, h.Explanation!.Sum(e => e.Score), 0.001));
        Assert.All(response.Hits.Take(20), h => Assert.Single(h.Explanation!, e => e.Of == "reranker"));
        Assert.DoesNotContain(response.Hits.Skip(20).SelectMany(h => h.Explanation!), e => e.Of == "reranker");
        Assert.Equal(response.Hits.OrderByDescending(h => h.ExactScore), response.Hits);
        var firstOfPlain = plain.Hits.Take(20).Select(h => h.DocumentId).ToList();
        Assert.Subset(firstOfPlain.ToHashSet(), response.Hits.Take(20).Select(h => h.DocumentId).ToHashSet());
        Assert.NotEqual(firstOfPlain.Take(limit), response.Hits.Take(20).Select(h => h.DocumentId));
        Assert.Equal(
            plain.Hits.Skip(20).Select(h => (h.DocumentId, h.Score)).Take(limit - Math.Min(20, limit)),
            response.Hits.Skip(20).Select(h => (h.DocumentId, h.Score))
        );
        Assert.NotEmpty(response.Answers);
        Assert.Equal(plain.Answers.Select(a => a.DocumentId), response.Answers.Select(a => a.DocumentId));
        Assert.Equal(plain.Confidence, response.Confidence);
    }

    [Fact]
    public void A_search_that_is_late_says_so_beside_what_else_is_wrong()
    {
        var knowledge = content.With("a.md", "# Disk\n\nfull\n").With("b.md", "# Panel\n\ndisk\n").Build();
        var plain = knowledge.Search(new("disk"), default);
        var late = knowledge.Search(new("disk"), default, null, ["other"], reranker: Reranker(TimeSpan.Zero));
        Assert.Equal(["other", "m took more than 0 ms; the hits are in the order without it."], late.Degraded!);
        Assert.Equal(plain.Hits.Select(h => (h.DocumentId, h.Score)), late.Hits.Select(h => (h.DocumentId, h.Score)));
    }

    private static string Word(int place) => TinyModel.Pieces[5 + place];

    private Reranker Reranker(TimeSpan? budget) => new(CrossEncoder.Load(model.Root), "m", 2, budget);

    private static Hit[] Hits(params double[] scores) =>
        [.. scores.Select((score, i) => new Hit($"h{i}", DocumentKind.Runbook, "", "", "", "", score, []))];
}
