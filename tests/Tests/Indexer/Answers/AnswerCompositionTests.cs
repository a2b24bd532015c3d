using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>Cards over small knowledge bases: what is put together, from where, in which order.</summary>
public sealed class AnswerCompositionTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private readonly Fixture content = new();

    public void Dispose() => content.Dispose();

    [Fact]
    public void A_cause_that_several_pages_name_is_one_card_with_what_each_knows_of_it()
    {
        var answer = Answers(
            content
                .With(
                    "pump-hums.md",
                    """
                    ---
                    symptoms: [the pump hums]
                    stays-green: [{check: pressure gauge, blind-to: It shows the old value}]
                    ---
                    # Pump hums

                    ## Causes

                    - **The filter of the pump is clogged with sand.** Fix: [Clean the filter](clean-filter.md).

                      Check: `pumpctl filter --show`

                      Expect: more than 80 %.
                    - The motor is worn.
                    """
                )
                .With(
                    "clean-filter.md",
                    """
                    ---
                    owner: water
                    wording: We are cleaning the filter.
                    ---
                    # Clean the filter

                    ## Diagnosis

                    1. Restart the meter with `systemctl restart meter`.
                    2. Read the meter with `pumpctl meter`.

                    ## Remediation

                    1. Take the filter out.
                    2. Rinse it.

                    ## Verification

                    1. Listen.
                    """
                )
                .With(
                    "postmortems/2025.md",
                    "---\ndate: 2025-05-05\nrunbooks: [clean-filter]\ndead-ends: [{suspicion: low voltage, minutes-lost: 9}]\n---\n"
                        + "# Dry tap\n\n## Root cause\n\nThe pump's filter was clogged with sand. Nobody looked.\n\n"
                        + "## Timeline\n\n- 10:00 dry\n"
                )
                .With(
                    "postmortems/2024.md",
                    "---\ndate: 2024-04-04\n---\n# Dry again\n\n## Root cause\n\n"
                        + "Sand clogged the filter of the pump.\n\n## Timeline\n\n- 10:00 dry\n"
                ),
            "pump hums"
        )[0];

        Assert.Contains("clogged with sand", answer.Cause, StringComparison.Ordinal);
        Assert.Equal("clean-filter", answer.DocumentId);
        Assert.Equal(new Occurrences(2, new(2025, 5, 5)), answer.Seen);
        Assert.Equal("water", answer.Owner!.Team);
        // The check that tells causes apart first; what may change something last.
        Assert.Equal(["pumpctl filter --show", "pumpctl meter", "systemctl restart meter"], answer.Checks.Select(c => c.Command));
        Assert.Equal(["Take the filter out.", "Rinse it."], answer.Steps.Select(s => s.Text));
        Assert.Equal("Listen.", Assert.Single(answer.Verify).Text);
        Assert.Equal("pressure gauge", Assert.Single(answer.StaysGreen).Check);
        Assert.Equal(9, Assert.Single(answer.DeadEnds).MinutesLost);
        Assert.Equal("We are cleaning the filter.", answer.Wording);
        Assert.Contains(answer.Evidence, e => e.Url == "/docs/clean-filter#remediation");
        Assert.Contains(answer.Evidence, e => e.Url == "/docs/postmortems/2024#root-cause");
    }

    [Fact]
    public void Different_causes_are_cards_of_their_own_in_the_authors_order()
    {
        var causes = Answers(
                content.With(
                    "tap.md",
                    "# Tap drips\n\n## Causes\n\n- The washer is worn out.\n- Pressure in the mains is too high.\n"
                        + "- Somebody left it open.\n\n## Fix\n\n1. Change the washer.\n"
                ),
                "tap drips"
            )
            .Select(a => a.Cause);
        Assert.Equal(["The washer is worn out.", "Pressure in the mains is too high.", "Somebody left it open."], causes);
    }

    [Theory]
    [InlineData(
        "# Valve stuck\n\n## Meaning\n\nThe valve does not move. It should.\n\n## Mitigation\n\nOil it.\n",
        "The valve does not move."
    )]
    [InlineData("# Valve stuck\n\nSome words.\n\n## Mitigation\n\n1. Oil it.\n", "Valve stuck")]
    public void A_page_without_causes_gives_what_it_means_or_its_title(string text, string cause)
    {
        var answer = Assert.Single(Answers(content.With("valve.md", text), "valve stuck"));
        Assert.Equal((cause, "Oil it."), (answer.Cause, Assert.Single(answer.Steps).Text));
    }

    [Fact]
    public void An_alert_answers_with_the_runbook_it_leads_to()
    {
        var answer = Answers(
            content
                .With(
                    "rules.yaml",
                    "groups:\n- name: g\n  rules:\n  - alert: PumpHot\n    expr: t > 90\n"
                        + "    annotations: {runbook_url: https://kb.example/docs/cool-the-pump}\n"
                )
                .With("cool-the-pump.md", "# Cool it\n\n## Causes\n\n- The fan stands still.\n\n## Remediation\n\n1. Start the fan.\n"),
            "PumpHot"
        )[0];
        Assert.Equal(("cool-the-pump", "The fan stands still."), (answer.DocumentId, answer.Cause));
    }

    private static IReadOnlyList<Answer> Answers(Fixture content, string query) => content.Build().Search(new(query), Now).Answers;
}
