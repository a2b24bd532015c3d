using CsCheck;
using Knowledge.Indexer;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class FeedbackLimitsTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private static Scoring.Scored Page(int number, double score) => new(0, number, score, -1, (0, 0));

    [Fact]
    public void No_page_that_is_held_moves_by_more_places_than_it_may() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int)
            .Sample(
                (count, heldCount, places, seed) =>
                {
                    var random = new Random(seed);
                    var numbers = Enumerable.Range(0, count).ToArray();
                    random.Shuffle(numbers);
                    var learned = numbers.Select((n, i) => Page(n, 1.0 / (i + 1))).ToList();
                    random.Shuffle(numbers);
                    var held = numbers.Take(heldCount).Select(n => (0, n)).ToList();

                    var limited = PlaceLimit.Of(learned, held, places);

                    Assert.Equal(learned.Select(s => s.Document).Order(), limited.Select(s => s.Document).Order());
                    Assert.Equal(learned.Select(s => s.Score), limited.Select(s => s.Score));
                    for (var i = 0; i < held.Count; i++)
                        Assert.InRange(limited.ToList().FindIndex(s => s.Document == held[i].Item2), i - places, i + places);
                    // All that is not held stands behind, but for so many pages, and as feedback has it.
                    var others = limited.Select(s => s.Document).Except(held.Select(h => h.Item2)).ToList();
                    Assert.Equal(learned.Select(s => s.Document).Where(others.Contains), others);
                    if (held.Count > 0)
                        Assert.InRange(limited.Take(held.Count).Count(s => others.Contains(s.Document)), 0, places);
                }
            );

    [Fact]
    public void A_page_moves_by_one_where_feedback_would_have_it()
    {
        var learned = new[] { 2, 0, 9, 1, 3 }.Select((n, i) => Page(n, 5 - i)).ToList();

        Assert.Equal([0, 2, 1, 9, 3], PlaceLimit.Of(learned, [(0, 0), (0, 1), (0, 2)], 1).Select(s => s.Document));
        // What stood behind all of them passes the last.
        Assert.Equal([0, 9, 1], PlaceLimit.Of([Page(9, 3), Page(0, 2), Page(1, 1)], [(0, 0), (0, 1)], 1).Select(s => s.Document));
        Assert.Equal([2, 0, 9, 1, 3], PlaceLimit.Of(learned, [], 1).Select(s => s.Document));
        Assert.Equal([2, 0, 9, 1, 3], PlaceLimit.Of(learned, [(0, 0), (0, 7)], 1).Select(s => s.Document));
        Assert.Empty(PlaceLimit.Of([], [(0, 0)], 1));
        Assert.Equal([0, 1, 2, 9, 3], PlaceLimit.Of(learned, [(0, 0), (0, 1), (0, 2)], 0).Select(s => s.Document));
        Assert.Equal([2, 0, 9, 1, 3], PlaceLimit.Of(learned, [(0, 0), (0, 1), (0, 2)], 2).Select(s => s.Document));
    }

    private KnowledgeBase Pages()
    {
        // Not so alike that they are shown as one.
        string[] parts = ["toner cartridge", "fuser heater", "scanner lamp", "duplex roller", "network card", "staple magazine"];
        foreach (var part in parts)
            fixture.With(
                $"{part.Replace(' ', '-')}.md",
                $"---\nkind: runbook\ntitle: Printer out of paper, {part}\n---\n## Remediation\n\n"
                    + $"1. Open the door of the {part}.\n2. Look whether the {part} is worn, and order another {part}.\n"
            );
        fixture.With("login.md", "---\nkind: runbook\ntitle: Login fails\n---\n## Remediation\n\n1. Restart the identity service.\n");
        return fixture.Build();
    }

    private static IReadOnlyList<string> Found(KnowledgeBase knowledge, string query, bool isOneVoice, params IEnumerable<Feedback> said) =>
        [
            .. knowledge
                .Search(
                    new(query, Limit: 20),
                    default,
                    queryEmbedding: null,
                    learned: LearnedPhrases.Of(SearchPhrases.Of(said, default), knowledge.Index, isOneVoice ? new(1, 1, 0) : null)
                )
                .Hits.Select(h => h.DocumentId),
        ];

    [Fact]
    public void Many_phrases_of_one_voice_are_one_voice()
    {
        var knowledge = Pages();
        const string Query = "printer out of paper";
        var before = Found(knowledge, Query, true);
        Assert.Equal(6, before.Count);
        // The same words in ever new ways, which count as other phrases.
        var said = Enumerable
            .Range(0, 20)
            .SelectMany(i =>
                new Feedback[]
                {
                    new($"printer out of paper {i}", "login", true, "a", default),
                    new($"printer out of paper {i}", before[0], false, "a", default),
                }
            )
            .ToList();

        var (moved, overturned) = (Found(knowledge, Query, true, said), Found(knowledge, Query, false, said));

        Assert.Equal("login", overturned[0]);
        for (var i = 0; i < before.Count; i++)
            Assert.InRange(moved.ToList().IndexOf(before[i]), i - 1, i + 1);
        Assert.True(moved.ToList().IndexOf("login") >= before.Count - 1);
        // One word for what stands second brings it up, and what nothing answers is answered.
        Assert.Equal(before[1], Found(knowledge, Query, true, new Feedback(Query, before[1], true, "a", default))[0]);
        Assert.Equal("login", Found(knowledge, "telly dark", true, new Feedback("telly is dark", "login", true, "a", default))[0]);
    }
}
