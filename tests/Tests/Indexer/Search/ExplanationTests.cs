using CsCheck;
using Knowledge.Indexer;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Search;

public sealed class ExplanationTests
{
    private static readonly KnowledgeBase Example = Fixture.Of(Path.Combine(Samples.RepositoryRoot(), "runbooks"));

    [Fact]
    public void The_addends_of_every_hit_sum_up_to_its_score()
    {
        var words = Example
            .Documents.SelectMany(d => d.Sections)
            .SelectMany(s => s.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var hits = 0;
        // From anywhere, in a row, with an error, in quotes, narrowed down.
        Gen.Select(
                Gen.Int[0, words.Count - 11],
                Gen.Select(Gen.Int[0, 2], Gen.Int[0, words.Count - 1]).Array[1, 8],
                Gen.Int[0, 4],
                Gen.Bool,
                (at, parts, decoration, preview) =>
                {
                    var query = string.Join(' ', parts.Select((part, i) => part.Item1 == 0 ? words[part.Item2] : words[at + i]));
                    query = decoration switch
                    {
                        0 => query + " kind:runbook",
                        1 => query.Insert(query.Length / 2, "x"),
                        2 => query + " -kafka",
                        _ => query,
                    };
                    return new SearchRequest(query, 100, Preview: preview, Explain: true);
                }
            )
            .Sample(
                request =>
                {
                    foreach (var hit in Example.Search(request, default).Hits)
                    {
                        Assert.NotEmpty(hit.Explanation!);
                        Assert.Equal(hit.Score, hit.Explanation!.Sum(e => e.Score), 0.001);
                        Assert.All(hit.Explanation!, e => Assert.True(e.Of is "passage" or "document" && e.Why.Length > 0 && e.Weight > 0));
                        Interlocked.Increment(ref hits);
                    }
                },
                iter: 100
            );
        Assert.True(hits > 500);
    }

    // More than a hundred matches: scores are relative to the hundredth.
    [Fact]
    public void It_holds_where_a_search_finds_more_than_a_hundred()
    {
        using var content = new Fixture();
        var pages = new RandomPages(2, words: 40);
        for (var i = 0; i < 300; i++)
            content.With($"p{i}.md", $"# {pages.Words(3)}\n\n{pages.Words(20)}\n\n## {pages.Words(2)}\n\n{pages.Words(30)}\n");
        var knowledge = content.Build();
        var relative = 0;
        for (var q = 0; q < 20; q++)
            foreach (var hit in knowledge.Search(new($"{pages.Word()} {pages.Word()} {pages.Word()}", 100, Explain: true), default).Hits)
            {
                Assert.Equal(hit.Score, hit.Explanation!.Sum(e => e.Score), 0.001);
                relative += hit.Explanation!.Count(e => e.Score < 0);
            }
        Assert.True(relative > 100);
    }

    [Fact]
    public void Only_who_asks_gets_one() => Assert.All(Example.Search(new("disk full"), default).Hits, h => Assert.Null(h.Explanation));
}
