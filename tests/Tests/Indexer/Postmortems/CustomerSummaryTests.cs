using Knowledge.Indexer.Postmortems;

namespace Knowledge.Tests.Indexer.Postmortems;

/// <summary>Told after the incident: in the past tense, from what is final, with where each sentence comes from.</summary>
public sealed class CustomerSummaryTests : IDisposable
{
    private const string Page = """
        ---
        kind: postmortem
        title: Empty dashboards
        detected: 2026-03-02 04:10
        mitigated: 2026-03-02 07:31
        services: [loader]
        symptoms: [Dashboards open without rows, the loader retries]
        wording:
          - Last night's data load is late. We are loading again.
          - Your dashboards will be complete by {time} UTC.
          - Your dashboards were empty until {time} UTC.
          - The loader was stuck.
          - We currently investigate missing data.
          - All prices are complete.
        surfaces:
          code: {state: patched, link: x}
          process: {state: patched, link: x}
        ---
        # Empty dashboards

        ## For customers

        Prices of that night were loaded again and are complete.

        ## Action items

        - [ ] Fix the code of the writer
        """;

    private readonly Fixture fixture = new Fixture().With("postmortems/a.md", Page);

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Fault_05_what_was_said_that_morning_is_left_out_and_what_holds_afterwards_is_told_with_its_source()
    {
        var knowledge = fixture.Build();
        var summary = CustomerSummary.Of(knowledge.Find("postmortems/a")!, knowledge);
        Assert.Equal(
            [
                ("Your dashboards were empty until 07:31 UTC.", "what to tell customers, 3"),
                ("Prices of that night were loaded again and are complete.", "section For customers"),
            ],
            summary.Sentences.Select(s => (s.Text, s.Source))
        );
        Assert.Equal(5, summary.Withheld.Count);
        Assert.Equal("it names loader", summary.Withheld.Single(w => w.Sentence == "The loader was stuck.").Reason);
        Assert.All(
            summary.Withheld.Where(w => !w.Sentence.Contains("loader", StringComparison.Ordinal)),
            w => Assert.Contains("present", w.Reason, StringComparison.Ordinal)
        );
        Assert.Equal(["Dashboards open without rows"], summary.Seen);
        // An action on the code is open: nobody is told that the fault was fixed.
        Assert.Equal(
            ["We agreed on a change of how we work."],
            summary.Changed.Where(c => c.Source != "Do we know what to tell customers?").Select(c => c.Text)
        );
    }

    [Fact]
    public void What_is_declared_and_nobody_verified_is_told_as_that_and_no_more()
    {
        fixture.With(
            "postmortems/a.md",
            Page.Replace("- [ ] Fix the code of the writer", "- [x] Fix the code of the writer", StringComparison.Ordinal)
                .Replace(
                    "  process:",
                    "  data: {state: patched, link: x}\n  drill: {state: patched, link: x}\n  process:",
                    StringComparison.Ordinal
                )
        );
        var knowledge = fixture.Build();
        var summary = CustomerSummary.Of(knowledge.Find("postmortems/a")!, knowledge);
        Assert.Equal(
            [
                ("A change was made that is meant to fix the fault that led to it.", false),
                ("A correction of the data was made.", false),
                ("We agreed on what to tell you, and when.", true),
                ("We agreed on a change of how we work.", false),
                ("We practised the case.", false),
            ],
            summary.Changed.Select(c => (c.Text, c.IsVerified))
        );
    }

    [Fact]
    public void Without_an_end_no_blank_time_is_told()
    {
        fixture.With("postmortems/a.md", Page.Replace("mitigated: 2026-03-02 07:31\n", "", StringComparison.Ordinal));
        var knowledge = fixture.Build();
        var summary = CustomerSummary.Of(knowledge.Find("postmortems/a")!, knowledge);
        Assert.DoesNotContain(summary.Sentences, s => s.Text.Contains("{time}", StringComparison.Ordinal));
    }
}
