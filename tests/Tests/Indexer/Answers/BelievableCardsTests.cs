using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Search;
using Knowledge.Tests.Indexer.Embeddings;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>Cards that misled when they were tried by hand; each with what it must be, and what it must not be.</summary>
public sealed class BelievableCardsTests
{
    private static readonly KnowledgeBase Example = Fixture.Of(Path.Combine(Repository.Root, "runbooks"));
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<EmbeddedSearch>> WithMeaning = new(() => EmbeddedSearch.Create(Example, EmbedderSettings.BuiltIn));

    private static async Task<SearchResponse[]> Ask(string query) =>
        [Example.Search(new(query), Now), await (await WithMeaning.Value).Search(query)];

    [Fact]
    public async Task Blank_charts_since_this_morning_are_not_first_a_browser_that_is_too_old()
    {
        foreach (var response in await Ask("customers see blank charts since this morning"))
        {
            Assert.Contains("empty", response.Hits[0].DocumentId, StringComparison.Ordinal);
            if (response.Answers.Count > 0)
                Assert.DoesNotContain("browser", response.Answers[0].Cause, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("how do I restart the server")]
    [InlineData("restart the server")]
    [InlineData("ssl certificate expired")]
    public async Task Questions_about_something_else_get_no_sure_cause(string query)
    {
        foreach (var response in await Ask(query))
            Assert.DoesNotContain(response.Answers, a => a.Confidence == Confidence.High);
    }

    // "Certificate" stands for "ssl certificate", and has nothing of "ssl".
    [Fact]
    public async Task What_a_synonym_leaves_out_is_not_answered_by_it()
    {
        var response = await (await EmbeddedSearch.Create(Example, EmbedderSettings.Table)).Search("ssl certificate expired");
        Assert.DoesNotContain(response.Answers, a => a.Confidence == Confidence.High);
        // What is meant is found all the same.
        Assert.Equal("login-failing", Example.Search(new("cert expired"), Now).Hits[0].DocumentId);
    }

    [Theory]
    [InlineData("who do I call at night")]
    [InlineData("whom do I contact?")]
    public async Task Who_asks_for_a_person_gets_one_and_no_cause(string query)
    {
        foreach (var response in await Ask(query))
        {
            Assert.Empty(response.Answers);
            Assert.NotNull(response.Contact?.Contact);
            Assert.Null(response.Gap);
        }
    }

    [Fact]
    public void Who_asks_for_the_owner_of_a_service_gets_that_one() =>
        Assert.Equal("data", Example.Search(new("who owns the ticker-loader"), Now).Contact?.Team);

    [Fact]
    public void A_problem_with_the_question_for_a_person_behind_it_is_a_problem()
    {
        var response = Example.Search(new("dashboards not loading, who do I call?"), Now);
        Assert.Null(response.Contact);
        Assert.NotNull(response.Answers[0].Owner);
    }

    [Fact]
    public async Task Fault_13_a_disk_that_is_not_full_is_not_the_cause_of_a_stuck_load()
    {
        foreach (var response in await Ask("disk is not full but load is stuck"))
        {
            if (response.Answers is not [var first, ..])
                continue;
            Assert.Null(first.SpeaksAgainst);
            Assert.DoesNotContain("disk", first.Cause, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(first.Steps, s => s.Command?.Contains("-delete", StringComparison.Ordinal) == true);
            // It is said on the card that it speaks against, behind the others.
            Assert.All(
                response.Answers.Where(a => a.Cause.Contains("disk of the batch host is full", StringComparison.Ordinal)),
                a => Assert.Equal(["disk is not full"], a.SpeaksAgainst)
            );
        }
    }

    [Theory]
    [InlineData("ORA-00061")]
    [InlineData("ORA-00061: another instance has a different DML_LOCKS setting")]
    [InlineData("load fails with ORA-00061")]
    public async Task A_code_that_nobody_wrote_of_gets_no_answer_of_its_neighbour(string query)
    {
        foreach (var response in await Ask(query))
        {
            Assert.Empty(response.Answers);
            Assert.Equal(["ORA-00061"], response.UnknownCodes);
        }
    }

    [Fact]
    public async Task Fault_14_help_words_and_several_typing_errors_are_in_nobodys_way()
    {
        foreach (var response in await Ask("empty dashbords pls help urgent customer angry"))
        {
            Assert.Contains("empty", response.Hits[0].DocumentId, StringComparison.Ordinal);
            Assert.NotEmpty(response.Answers);
            Assert.Contains("nightly ticker load", response.Answers[0].Cause, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Greetings_and_names_of_people_are_in_nobodys_way()
    {
        var plain = Example.Search(new("empty dashboard"), Now);
        var letter = Example.Search(new("Hi Zbigniew,\nempty dashboard\nKind regards\nAnnegret Musterfrau"), Now);
        Assert.Equal((plain.Answers[0].Cause, plain.Confidence), (letter.Answers[0].Cause, letter.Confidence));
    }

    [Fact]
    public async Task The_first_wording_is_true_before_the_cause_is_known()
    {
        foreach (var response in await Ask("empty dashboard"))
        {
            Assert.StartsWith("We see that your dashboards show no data", response.Answers[0].Wording, StringComparison.Ordinal);
            Assert.NotEmpty(response.Answers[0].MoreWording);
        }
        var browser = Example.CauseAt("unsupported-browser", Now)!;
        Assert.Null(browser.Wording);
        Assert.NotEmpty(browser.MoreWording);
    }

    [Fact]
    public void Fault_15_what_an_answer_says_was_suspected_in_vain_is_not_offered_beside_it()
    {
        var response = Example.Search(new("empty dashboard"), Now);
        Assert.Contains(response.Answers[0].DeadEnds, d => d.Suspicion == "Unsupported browser");
        Assert.DoesNotContain(response.Answers, a => a.DocumentId is "unsupported-browser" or "websocket-blocked-by-firewall");
    }

    [Fact]
    public void Fault_12_cards_stand_in_the_order_of_how_sure_they_are()
    {
        foreach (var question in File.ReadLines(Path.Combine(Repository.Root, "tests/Tests/Indexer/Search/example-questions.tsv")).Skip(1))
        {
            var answers = Example.Search(new(question.Split('\t')[1].Replace("\\n", "\n", StringComparison.Ordinal)), Now).Answers;
            var ordered = answers.OrderByDescending(a => a.SpeaksAgainst is null).ThenByDescending(a => a.Confidence);
            Assert.Equal(ordered, answers);
        }
    }

    [Theory]
    [InlineData("users get 502")]
    [InlineData("pod cannot assume iam role")]
    [InlineData("coffee machine is broken")]
    public void Contributing_factors_and_stories_of_incidents_are_hits_and_no_cards(string query)
    {
        var knowledge = Fixture.Of(Samples.Require("corpora/dfds-postmortems"));
        Assert.Empty(knowledge.Search(new(query), Now).Answers);
    }
}
