using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class RunbookLinkCheckTests
{
    private static readonly (string, string)[] Files =
    [
        ("queue-long.md", CheckRunner.Good),
        ("JobCompletion.md", CheckRunner.Good),
        ("handbook.md", CheckRunner.Good),
        (
            "rules.yaml",
            CheckRunner.Rules(
                ("QueueLong", "https://kb.example/docs/queue-long"),
                ("Gone", "https://kb.example/docs/gone"),
                ("JobNotCompleted", "https://kb.example/docs/jobnotcompleted"),
                ("NoLink", null),
                ("Sentence", "ask the team"),
                ("Section", "https://kb.example/docs/queue-long#no-such-heading"),
                ("Elsewhere", "https://wiki.example/x"),
                ("Index", "https://kb.example/docs/README.md")
            )
        ),
    ];

    [Fact]
    public void A_dead_link_is_an_error_at_its_line_with_the_address_as_written()
    {
        var findings = CheckRunner.Find(FindingCodes.DeadRunbookLink, Files);
        Assert.Equal(["https://kb.example/docs/gone", "https://kb.example/docs/jobnotcompleted"], findings.Select(f => f.Subject));
        Assert.All(findings, f => Assert.Equal((Severity.Error, "rules.yaml"), (f.Severity, f.File)));
        Assert.Equal([13, 18], findings.Select(f => f.Line));
        Assert.Equal([null, "jobcompletion"], findings.Select(f => f.RescuedBy));
    }

    [Fact]
    public void A_generic_link_is_a_warning() =>
        Assert.Equal(
            ("https://kb.example/docs/README.md", Severity.Warning),
            Assert.Single(CheckRunner.Find(FindingCodes.GenericRunbookLink, Files)) is var f ? (f.Subject, f.Severity) : default
        );

    [Fact]
    public void An_alert_without_an_address_is_named() =>
        Assert.Equal(["NoLink", "Sentence"], CheckRunner.Find(FindingCodes.AlertWithoutRunbook, Files).Select(f => f.Subject));

    [Fact]
    public void A_section_that_is_not_there_is_distinguished_from_a_page_that_is_not() =>
        Assert.Equal(
            "https://kb.example/docs/queue-long#no-such-heading",
            Assert.Single(CheckRunner.Find(FindingCodes.RunbookAnchorMissing, Files)).Subject
        );

    [Fact]
    public void A_rule_without_a_link_is_found_beside_one_of_the_same_name_with_a_link() =>
        Assert.Equal(
            6,
            Assert
                .Single(
                    CheckRunner.Find(
                        FindingCodes.AlertWithoutRunbook,
                        (
                            "r.yaml",
                            "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up, annotations: {runbook_url: 'https://w.example/a'}}\n"
                                + "  # twin\n  - {alert: A, expr: down}\n"
                        )
                    )
                )
                .Line
        );
}
