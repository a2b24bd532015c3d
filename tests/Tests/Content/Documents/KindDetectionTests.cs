using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Documents;

public sealed class KindDetectionTests
{
    private const string Response =
        "## Investigation\n\n1. Look with `a b`.\n\n## Containment actions\n\n1. Block with `c d`.\n\n## Lessons learned\n\nWrite down.\n";

    [Theory]
    [InlineData("incident-response/phishing.md", "# Playbook: phishing\n\n" + Response)]
    [InlineData("incident-response/flood.md", "# Flood\n\n## Analysis\n\n1. `a b`\n\n## Mitigation\n\n1. `c d`\n\n## Follow-up\n\nMeet.\n")]
    [InlineData("playbooks/ddos.md", "# DDoS\n\n" + Response)]
    [InlineData("docs/ransomware-playbook.md", "# Ransomware\n\n" + Response + "\n## Follow-up\n\nMeet.\n")]
    [InlineData("playbooks/leak.md", "# Leak\n\n" + Response + "\n## Timeline reconstruction\n\nWrite down what happened when.\n")]
    [InlineData("skills/skill-leak.md", "# Playbook: leak\n\n## Establish timeline\n\n- first alert\n\n" + Response)]
    public void A_playbook_that_asks_for_lessons_is_a_runbook(string path, string text) =>
        Assert.Equal(DocumentKind.Runbook, Pages.Read(text, path).Kind);

    [Theory]
    [InlineData("incidents/2026-01-02.md", "# Checkout was down\n\n## Resolution\n\nWe restarted it.\n\n## Lessons learned\n\nMany.\n")]
    [InlineData("incident-reports/a.md", "# Checkout was down\n\n## Fix\n\nDone.\n\n## Action items\n\n- One\n")]
    [InlineData("docs/a.md", "# Checkout was down\n\n## Timeline\n\n- 10:00 down\n\n## Action items\n\n- One\n")]
    [InlineData("runbooks/incidents/a.md", "# Down\n\n## Fix\n\nDone.\n\n## Lessons\n\nMany.\n\n## Actions\n\n- One\n")]
    [InlineData("playbooks/leak.md", "# Leak\n\n" + Response + "\n## Timeline\n\n- 2026-03-02 10:00 a key was found\n")]
    [InlineData("playbooks/postmortems/a.md", "# Down\n\n## Fix\n\nDone.\n")]
    public void What_tells_of_an_incident_is_a_postmortem(string path, string text) =>
        Assert.Equal(DocumentKind.Postmortem, Pages.Read(text, path).Kind);

    [Theory]
    [InlineData("# Postmortem: checkout was down", DocumentKind.Postmortem)]
    [InlineData("# Post-mortem – checkout was down", DocumentKind.Postmortem)]
    [InlineData("# Post mortem 2026-03-02", DocumentKind.Postmortem)]
    [InlineData("# [Postmortem] Checkout was down", DocumentKind.Postmortem)]
    [InlineData("# Checkout was down (postmortem)", DocumentKind.Postmortem)]
    [InlineData("# Checkout was down - Postmortem", DocumentKind.Postmortem)]
    [InlineData("---\ntitle: \"Post-mortem : la caisse\"\n---\n# Caisse", DocumentKind.Postmortem)]
    [InlineData("---\ntitle: \"Postmortem: checkout\"\nkind: runbook\n---\n# A", DocumentKind.Runbook)]
    [InlineData("# Checkout is down", DocumentKind.Runbook)]
    [InlineData("# Post-mortem-process of the team", DocumentKind.Runbook)]
    [InlineData("# Postmortem meeting is cancelled", DocumentKind.Runbook)]
    [InlineData("# How to write a postmortem", DocumentKind.Runbook)]
    [InlineData("# Runbooks and postmortems", DocumentKind.Runbook)]
    public void A_title_says_that_a_page_is_a_postmortem(string title, DocumentKind kind) =>
        Assert.Equal(kind, Pages.Read($"{title}\n\n## Root cause\n\nThe disk.\n\n## Fix\n\n1. Empty it.\n", "docs/a.md").Kind);

    [Theory]
    [InlineData("adr/0007-use-a-queue.md", "# 7. Use a queue\n\n## Context\n\nLost.\n\n## Problem\n\nDirect.\n\n## Decision\n\nQueue.\n")]
    [InlineData(
        "docs/queue.md",
        "# Queue\n\n## Status\n\nAccepted\n\n## Context\n\nLost.\n\n## Decision\n\nQueue.\n\n## Alternative solutions\n\nNone.\n"
    )]
    [InlineData("decisions/1.md", "# Warteschlange\n\n## Kontext\n\nWeg.\n\n## Entscheidung\n\nJa.\n\n## Lösung\n\nSo.\n")]
    public void A_decision_record_is_an_article(string path, string text) =>
        Assert.Equal(DocumentKind.Article, Pages.Read(text, path).Kind);

    [Fact]
    public void A_runbook_with_a_decision_in_it_is_none() =>
        Assert.Equal(DocumentKind.Runbook, Pages.Read("# P\n\n## Decision tree\n\nx\n\n## Remediation\n\n1. `a b`\n", "docs/p.md").Kind);

    [Theory]
    [InlineData("after/post_mortem_template.md", "_When it was seen, and by whom._", DocumentKind.Article)]
    [InlineData("after/post-mortem-template.md", "_By the clock of whom?_", DocumentKind.Article)]
    [InlineData("incidents/mail-template-outage.md", "- 10:04 mails are empty", DocumentKind.Postmortem)]
    [InlineData("incidents/2026-03-02-mail.md", "_When it was seen, and by whom._", DocumentKind.Postmortem)]
    public void What_is_to_be_filled_in_tells_of_no_incident(string path, string timeline, DocumentKind kind) =>
        Assert.Equal(
            kind,
            Pages
                .Read(
                    $"# Postmortem\n\n## Impact\n\n_Be exact here._\n\n## Timeline\n\n{timeline}\n\n## Action items\n\n_Which are done._\n",
                    path
                )
                .Kind
        );

    private const string Long =
        "## How it works\n\nThe name is made of what the provider says and of a secret of the hub, so that nobody can tell whose it is, "
        + "not even we, and whoever takes both still has to guess; support asks the user for it, since no list of names is kept "
        + "anywhere.\n\n";

    [Theory]
    [InlineData("docs/names.md", Long + "## Longer term solution\n\nAsk the provider for pairwise names.\n", DocumentKind.Article)]
    [InlineData("docs/locks.md", Long + "### Problem\n\nTwo versions are not compatible.\n", DocumentKind.Article)]
    [InlineData("docs/names.md", Long + "## Solution\n\n1. Ask the provider.\n", DocumentKind.Runbook)]
    [InlineData("README.md", "## Linting\n\n### Runbook check\n\nWhether the links of the rules lead anywhere.\n", DocumentKind.Article)]
    [InlineData("README.md", "## Troubleshooting\n\n1. Look with `df -h`.\n", DocumentKind.Runbook)]
    [InlineData(
        "sops/README.md",
        "For each alert there is a page that says what it means and what to do.\n\n- Process\n",
        DocumentKind.Article
    )]
    [InlineData("runbooks/disk-full/README.md", "The disk of a host is full, which happens when a batch writes.\n", DocumentKind.Runbook)]
    [InlineData("runbooks/disk.md", "The disk of a host is full, which happens when a batch writes.\n", DocumentKind.Runbook)]
    public void One_short_section_makes_no_runbook_and_a_README_stands_for_its_folder(string path, string body, DocumentKind kind) =>
        Assert.Equal(
            kind,
            Pages
                .Read(
                    $"# Page\n\nThis page says what it says in more than thirty words, so that it is a page and not only a list of "
                        + $"links to other pages, whatever its name is and wherever it lies in the folders.\n\n{body}",
                    path
                )
                .Kind
        );

    [Theory]
    [InlineData("### Query the trail for attacker actions", SectionKind.Remediation)]
    [InlineData("### Identify suspicious actions", SectionKind.Remediation)]
    [InlineData("### Action items", SectionKind.Actions)]
    [InlineData("## Identify suspicious actions", SectionKind.Actions)]
    public void Actions_of_others_below_a_remediation_are_a_part_of_it(string heading, SectionKind kind) =>
        Assert.Equal(kind, Pages.Read($"# Leak\n\n## Eradicate\n\nAll of it.\n\n{heading}\n\nLook.\n").Sections[^1].Kind);

    [Theory]
    [InlineData("playbooks/stolen-key.md", "Incident Response Playbook Template", "stolen key")]
    [InlineData("runbooks/kafka.md", "Vorlage: Runbook", "kafka")]
    [InlineData("playbooks/template.md", "Incident Response Playbook Template", "Incident Response Playbook Template")]
    [InlineData("docs/mail.md", "The e-mail template", "The e-mail template")]
    [InlineData("playbooks/a.md", "Playbook: template injection", "Playbook: template injection")]
    public void The_title_of_a_template_names_no_page_that_was_made_from_it(string path, string heading, string title) =>
        Assert.Equal(title, Pages.Read($"# {heading}\n\n## Containment\n\n1. Block with `c d`.\n", path).Title);

    [Theory]
    [InlineData("Troubleshooting of names", DocumentKind.Runbook)]
    [InlineData("名字问题处理", DocumentKind.Runbook)]
    [InlineData("Names", DocumentKind.Article)]
    public void A_page_named_after_a_remedy_is_a_runbook_however_short_its_sections_are(string title, DocumentKind kind) =>
        Assert.Equal(kind, Pages.Read($"# {title}\n\n{Long}{Long}## Solution\n\nAsk the provider.\n", "docs/names.md").Kind);
}
