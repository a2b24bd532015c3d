namespace Knowledge.Tests.Indexer.Answers;

/// <summary>What a page does not state as a cause is never shown as one.</summary>
public sealed class NoCauseTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("## Root cause\n\n")]
    [InlineData("## Root cause\n\nTODO\n")]
    [InlineData("## Summary\n\n## Impact\n\n## Root cause\n\n<!-- what was it? -->\n")]
    [InlineData("")]
    public void Fault_02_a_postmortem_in_which_nothing_is_written_is_no_cause(string body)
    {
        fixture
            .With(
                "postmortems/a.md",
                $"---\nkind: postmortem\ntitle: Invoices are missing\ndate: 2026-01-01\n---\n# Invoices are missing\n\n{body}"
            )
            .With("other.md", "# Something else\n\n## Symptoms\n\n- the printer is jammed\n");
        Assert.Empty(fixture.Build().Search(new("invoices are missing"), Now).Answers);
    }

    [Fact]
    public void Fault_03_contributing_factors_lessons_and_actions_are_no_causes()
    {
        const string Text = """
            ---
            kind: postmortem
            title: Invoices are missing
            date: 2026-01-01
            symptoms: [invoices are missing]
            ---
            # Invoices are missing

            ## Root cause

            The queue was full because its reader had no retry.

            ## Contributing factors

            - Nobody had read the runbook.
            - The pager was muted.

            ## Lessons learned

            - A dashboard would have shown it.

            ## Action items

            - [ ] Add an alert
            """;
        fixture.With("postmortems/a.md", Text);
        var answers = fixture.Build().Search(new("invoices are missing"), Now).Answers;
        Assert.Contains("queue was full", Assert.Single(answers).Cause, StringComparison.Ordinal);
    }
}
