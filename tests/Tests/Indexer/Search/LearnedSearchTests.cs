using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Search;

public sealed class LearnedSearchTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    private KnowledgeBase Pages()
    {
        for (var i = 0; i < 12; i++)
            Page($"other-{i}", $"Printer {i} out of paper", $"Tray {i} of the printer is empty. Put paper in.");
        Page("panel", "Panel shows no data", "The query of the panel returns nothing. Restart the collector.");
        Page("panel-card", "Panel shows no data for one card", "One card of the panel shows no data.");
        Page("login", "Login fails", "Users cannot sign in. Restart the identity service.");
        Page("disk", "Disk full on the batch host", "The disk of the batch host is full. Remove old files.");
        fixture.With(
            "postmortems/2026-01-02-login.md",
            "---\nkind: postmortem\ntitle: Login was down\ndate: 2026-01-02\n---\n## Summary\n\nThe identity service was down.\n"
        );
        return fixture.Build();

        void Page(string id, string title, string text) =>
            fixture.With($"{id}.md", $"---\nkind: runbook\ntitle: {title}\n---\n## Remediation\n\n1. {text}\n");
    }

    [Fact]
    public void Words_that_no_page_has_lead_to_the_page_that_helped()
    {
        var knowledge = Pages();

        Assert.Empty(Search(knowledge, "telly dark").Hits);
        var once = Search(knowledge, "telly dark", Vote("telly is dark", "panel"));
        var twice = Search(knowledge, "telly dark", Vote("telly is dark", "panel", "ann"), Vote("telly is dark", "panel", "joe"));

        Assert.Equal("panel", once.Hits[0].DocumentId);
        Assert.Equal("learned: telly is dark", once.Hits[0].Why[0]);
        Assert.Equal(Confidence.Medium, once.Confidence);
        Assert.Equal("panel", Assert.Single(once.Answers).DocumentId);
        Assert.Equal(Confidence.High, twice.Confidence);
    }

    [Fact]
    public void Pages_like_one_that_two_said_helped_come_with_it()
    {
        var knowledge = Pages();

        Assert.DoesNotContain(Search(knowledge, "telly dark", Vote("telly is dark", "panel")).Hits, h => h.DocumentId == "panel-card");
        var hits = Search(knowledge, "telly dark", Vote("telly is dark", "panel"), Vote("dark telly in the lobby", "panel")).Hits;

        Assert.Equal(["panel", "panel-card"], hits.Take(2).Select(h => h.DocumentId));
        Assert.Equal("like a page that helped: Panel shows no data", hits[1].Why[0]);
    }

    [Fact]
    public void What_was_not_asked_for_is_left_where_it_is()
    {
        var knowledge = Pages();
        Feedback[] said =
        [
            Vote("telly is dark", "panel", "ann"),
            Vote("telly is dark", "panel", "joe"),
            Vote("printer shows no data", "panel", "ann"),
            Vote("printer shows no data", "panel", "joe"),
        ];

        foreach (var query in new[] { "printer 3 out of paper", "disk full", "login fails" })
            Assert.Equal(
                Search(knowledge, query).Hits.Select(h => h.DocumentId).Take(3),
                Search(knowledge, query, said).Hits.Select(h => h.DocumentId).Take(3)
            );
    }

    [Fact]
    public void One_wrong_vote_drives_no_good_page_out_of_the_first_three()
    {
        var knowledge = Pages();
        const string query = "printer out of paper";
        var first = Search(knowledge, query).Hits.Take(3).Select(h => h.DocumentId).ToList();

        foreach (var rejected in first)
            Assert.Contains(
                rejected,
                Search(knowledge, query, new Feedback(query, rejected, false, "kim", default)).Hits.Take(3).Select(h => h.DocumentId)
            );
        Assert.Equal(first.Order(), Search(knowledge, query, Vote(query, "login")).Hits.Take(3).Select(h => h.DocumentId).Order());
        Assert.Equal("login", Search(knowledge, query, Vote(query, "login", "ann"), Vote(query, "login", "joe")).Hits[0].DocumentId);
    }

    [Fact]
    public void What_several_reject_gives_way()
    {
        var knowledge = Pages();
        const string query = "panel shows no data";
        Assert.Equal("panel", Search(knowledge, query).Hits[0].DocumentId);

        var one = Search(knowledge, query, new Feedback(query, "panel", false, "ann", default));
        var three = Search(
            knowledge,
            query,
            [.. new[] { "ann", "joe", "kim" }.Select(who => new Feedback(query, "panel", false, who, default))]
        );

        Assert.Equal("panel-card", one.Hits[0].DocumentId);
        Assert.Equal("panel-card", three.Hits[0].DocumentId);
        Assert.True(three.Hits.Single(h => h.DocumentId == "panel").Score < 0.2);
        // Of other words nobody said anything.
        Assert.Equal(
            "panel",
            Search(knowledge, "panel returns nothing", new Feedback(query, "panel", false, "ann", default)).Hits[0].DocumentId
        );
    }

    [Fact]
    public void Filters_hold_for_what_was_learned_too()
    {
        var knowledge = Pages();

        Assert.DoesNotContain(
            Search(
                knowledge,
                "telly dark kind:postmortem",
                Vote("telly is dark", "panel", "ann"),
                Vote("telly is dark", "panel", "joe")
            ).Hits,
            h => h.DocumentId == "panel"
        );
    }

    [Fact]
    public void Addends_make_up_the_score_with_what_was_learned()
    {
        var knowledge = Pages();

        foreach (
            var hit in Search(
                knowledge,
                "panel dark",
                [
                    Vote("telly is dark", "panel"),
                    Vote("dark telly in the lobby", "panel"),
                    new("panel dark", "panel-card", false, "kim", default),
                ]
            ).Hits
        )
        {
            Assert.InRange(hit.Score, 0, 1);
            Assert.Equal(hit.Score, hit.Explanation!.Sum(c => c.Score), 3);
        }
    }

    [Fact]
    public void Of_very_many_phrases_those_that_share_most_count()
    {
        for (var i = 0; i < 400; i++)
            fixture.With($"many/page-{i}.md", $"# Page number {i}\n\nText of page {i}.\n");
        var knowledge = Pages();
        var said = Enumerable
            .Range(0, 400)
            .Select(i => Vote($"screen trouble case{i}x", $"many/page-{i}"))
            .Append(Vote("screen flickers when it rains", "panel"))
            .Append(Vote("screen flickers when it rains", "panel", "joe"));

        Assert.Equal("panel", Search(knowledge, "the screen flickers again", [.. said]).Hits[0].DocumentId);
    }

    [Fact]
    public void Nothing_is_learned_of_deleted_pages()
    {
        var knowledge = Pages();

        Assert.Null(LearnedPhrases.Of(SearchPhrases.Of([Vote("telly is dark", "absent")], default), knowledge.Index));
        Assert.Null(LearnedPhrases.Of(SearchPhrases.None, knowledge.Index));
    }

    [Theory]
    [InlineData("a:1", "a b c d e")]
    [InlineData("c:1", "c a b d e")]
    [InlineData("d:1", "a b c d e")]
    [InlineData("e:1", "a b c e d")]
    [InlineData("e:2", "e a b c d")]
    [InlineData("a:-1", "b c a d e")]
    [InlineData("c:-1", "a b c d e")]
    [InlineData("e:-1", "a b c d e")]
    [InlineData("a:-2", "b c d e a")]
    public void Cards_go_by_what_people_said(string verdict, string expected)
    {
        var (card, voices) = (verdict.Split(':')[0], int.Parse(verdict.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(expected, string.Join(' ', CardOrder.ByFeedback(["a", "b", "c", "d", "e"], c => c == card ? voices : 0)));
    }

    private static Feedback Vote(string query, string document, string actor = "ann") => new(query, document, true, actor, default);

    private static SearchResponse Search(KnowledgeBase knowledge, string query, params Feedback[] said) =>
        knowledge.Search(
            new(query, 10, Explain: true),
            default,
            queryEmbedding: null,
            learned: LearnedPhrases.Of(SearchPhrases.Of(said, default), knowledge.Index)
        );
}
