using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Timelines;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer.Checks;
using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer;

/// <summary>
/// Small inputs that were read wrongly once, as their folders in the sample material say, each beside inputs of the same kind. Those of
/// senders, rules, pages and chats are with what reads them.
/// </summary>
public sealed class CasesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    private static KnowledgeBase Case(string folder) => Fixture.Of(Samples.Require($"cases/{folder}"));

    private static IEnumerable<string> Codes(KnowledgeBase knowledge) => CheckRun.Of(knowledge, Now).Select(f => f.Code);

    private static KnowledgeBase Built(params (string Path, string Text)[] files)
    {
        using var fixture = new Fixture();
        foreach (var (path, text) in files)
            fixture.With(path, text);
        return fixture.Build();
    }

    [Fact]
    public void Case_22_a_label_names_the_runbook()
    {
        var knowledge = Case("22-playbook-label");
        Assert.DoesNotContain(FindingCodes.AlertWithoutRunbook, Codes(knowledge));
        var alert = AlertPayloadReader
            .Read(File.ReadAllBytes(Samples.Require("cases/22-playbook-label/alert.json")), new(Received: Now))
            .Alerts[0];
        Assert.Equal("pages/gateway-of-the-branch", knowledge.Alerts.Match(alert, []).DocumentId);
    }

    [Theory]
    [InlineData("sop", "pages/gateway")]
    [InlineData("runbook_link", "https://kb.example/docs/pages/gateway")]
    [InlineData("documentation", "pages/gateway.md")]
    public void Any_name_of_the_link_is_followed(string label, string link)
    {
        var knowledge = Built(
            ("rules.yaml", $"groups: [{{rules: [{{alert: RouterSilent, expr: up, labels: {{{label}: \"{link}\"}}}}]}}]\n"),
            ("pages/gateway.md", CheckRunner.Good)
        );
        Assert.DoesNotContain(FindingCodes.AlertWithoutRunbook, Codes(knowledge));
        Assert.DoesNotContain(FindingCodes.DeadRunbookLink, Codes(knowledge));
    }

    [Fact]
    public void Case_23_what_says_that_there_is_no_runbook_is_no_dead_link()
    {
        var codes = Codes(Case("23-runbook-not-applicable")).ToList();
        Assert.Equal(7, codes.Count(c => c == FindingCodes.AlertWithoutRunbook));
        Assert.DoesNotContain(FindingCodes.DeadRunbookLink, codes);
        Assert.DoesNotContain(FindingCodes.GenericRunbookLink, codes);
    }

    [Fact]
    public void Case_25_an_incident_in_a_readme_is_a_postmortem()
    {
        var page = Assert.Single(Case("25-postmortem-readme").Documents);
        Assert.Equal((DocumentKind.Postmortem, "Outage of the build queue on 2 July"), (page.Kind, page.Title));
    }

    [Fact]
    public void Case_26_an_index_with_content_is_found() =>
        Assert.Equal("kb/walnut/index", Case("26-folder-index-page").Search(new("walnut broker"), Now).Hits[0].DocumentId);

    [Theory]
    [InlineData("51-statement-named-in-prose", FindingCodes.DangerousCommand)]
    [InlineData("52-emoji-joiner", FindingCodes.HiddenCharacters)]
    [InlineData("54-link-to-source-directory", FindingCodes.BrokenLink)]
    [InlineData("55-pretty-links", FindingCodes.BrokenLink)]
    [InlineData("57-catalog-skeleton", FindingCodes.InvalidYaml)]
    [InlineData("58-front-matter-flush", FindingCodes.InvalidYaml)]
    [InlineData("21-crd-is-no-rule-file", FindingCodes.InvalidYaml)]
    [InlineData("34-heading-verbs", FindingCodes.RequiredSection)]
    [InlineData("31-headings-german", FindingCodes.RequiredSection)]
    public void Cases_that_are_no_finding(string folder, string code) => Assert.DoesNotContain(code, Codes(Case(folder)));

    [Fact]
    public void Case_35_a_decision_has_no_finding_of_runbooks()
    {
        var codes = Codes(Case("35-adr-is-no-runbook")).ToList();
        Assert.Empty(codes.Intersect([FindingCodes.RequiredSection, FindingCodes.NoCommand, FindingCodes.NoVerification]));
    }

    [Fact]
    public async Task Case_52_nothing_is_fixed_in_an_emoji()
    {
        var (_, output, _) = await Kb.Run("check", "--diff", "--content", Samples.Require("cases/52-emoji-joiner"));
        Assert.DoesNotContain("+++", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Case_58_front_matter_that_other_parsers_take_is_read()
    {
        var a = Case("58-front-matter-flush").Find("a")!;
        Assert.Equal(("Flow of the loader", "data"), (a.Title, a.FrontMatter.Owner));
        Assert.Equal("How loading works", Case("58-front-matter-flush").Find("b")!.Title);
    }

    [Theory]
    [InlineData("title: \"a b\"\ndescription: 'one\ntwo'\nowner: data", "a b")]
    [InlineData("title: \"a\nb\"\nowner: data", "a b")]
    [InlineData("title: a b\ndescription: |\n   \nowner: data", "a b")]
    public void Texts_that_go_on_at_the_edge_are_read(string frontMatter, string title)
    {
        var page = Assert.Single(Built(("p.md", $"---\n{frontMatter}\n---\n# P\n\n## Remediation\n\n1. `df -h /`\n")).Documents);
        Assert.Equal((title, "data"), (page.Title, page.FrontMatter.Owner));
        Assert.Empty(page.Findings);
    }

    [Theory]
    [InlineData("title: \"a\nowner: data")]
    [InlineData("title: [a\nowner: data")]
    public void A_text_that_never_ends_is_still_a_fault(string frontMatter) =>
        Assert.Contains(FindingCodes.InvalidYaml, Codes(Built(("p.md", $"---\n{frontMatter}\n---\n# P\n\nText.\n"))));

    [Fact]
    public void Case_59_the_owners_of_a_section_own_its_lines()
    {
        var knowledge = Case("59-codeowners-gitlab-section");
        Assert.Equal("sre", knowledge.OwnerOf(knowledge.Find("runbooks/a")!, Now)?.Team);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void Case_62_the_body_names_the_owner(string id) =>
        Assert.Equal("payments", Case("62-owner-in-the-body").Find(id)!.FrontMatter.Owner);

    [Fact]
    public void Case_64_a_table_of_actions_has_its_columns()
    {
        var actions = Assert.Single(Case("64-pm-actions-table").Documents).Postmortem!.Actions;
        Assert.Equal(
            [("Rotate the log", true, "storage", "2026-03-20"), ("Alert on free space", false, "storage", "2026-04-01")],
            actions.Select(a => (a.Text, a.Done == true, a.Owner!, a.Due!))
        );
    }

    [Fact]
    public void Case_68_notes_with_times_have_no_speakers()
    {
        var (timeline, _) = ChatTimeline.Read(File.ReadAllText(Samples.Require("cases/68-chat-two-notes/chat.txt")), new());
        Assert.Equal((2, 0), (timeline!.Events.Count, timeline.Participants.Count));
    }

    [Theory]
    [InlineData("ORA-00061")]
    [InlineData("error 53101")]
    [InlineData("exit code 217")]
    [InlineData("7.12.9")]
    public void Case_71_a_code_that_nobody_wrote_of_has_no_answer(string query)
    {
        var response = Case("71-unknown-code").Search(new(query), Now);
        Assert.True(response.Confidence < Confidence.Medium, $"{query}: {response.Confidence}");
        Assert.Empty(response.Answers);
    }

    [Theory]
    [InlineData("ORA-01555", "ora")]
    [InlineData("exit code 134", "heap")]
    [InlineData("7.12.3", "es")]
    public void A_code_that_somebody_wrote_of_is_found(string query, string page) =>
        Assert.Equal(page, Case("71-unknown-code").Search(new(query), Now).Hits[0].DocumentId);

    [Theory]
    [InlineData("ｖｐｎ")]
    [InlineData("ＶＰＮ")]
    [InlineData("ｖｐｎｃｔｌ")]
    public void Case_72_full_width_letters_find_the_page(string query) =>
        Assert.Equal("vpn", Case("72-full-width").Search(new(query), Now).Hits[0].DocumentId);

    [Theory]
    [InlineData("docs/runbooks/disk")]
    [InlineData("docs/runbooks/disk.md")]
    [InlineData("runbooks/disk")]
    [InlineData("http://localhost:5080/docs/docs/runbooks/disk")]
    public async Task Case_73_a_path_below_docs_is_shown(string path)
    {
        var (code, output, _) = await Kb.Run("show", path, "--content", Samples.Require("cases/73-show-below-docs"));
        Assert.Equal(path.StartsWith("runbooks", StringComparison.Ordinal) ? 4 : 0, code);
        Assert.Equal(code == 0, output.Contains("Disk is full", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/ops/queue", 0)]
    [InlineData("docs/ops/queue.md#fix", 0)]
    [InlineData("docs/docs/ops/queue", 0)]
    [InlineData("docs/ops/Queue.md", 0)]
    [InlineData("docs/ops/queues", 4)]
    public async Task A_page_below_docs_is_shown_by_its_path(string path, int expected)
    {
        using var content = new ContentDirectory();
        content.Write("docs/ops/queue.md", "# Queue stands\n\n## Fix\n\n1. `queuectl kick now`\n");
        var (code, output, _) = await Kb.Run("show", path, "--content", content.Root);
        Assert.Equal(expected, code);
        Assert.Equal(code == 0, output.Contains("queuectl kick now", StringComparison.Ordinal));
    }

    [Fact]
    public void Case_74_each_file_is_served_or_named_with_its_reason()
    {
        var knowledge = Case("74-check-is-silent/runbooks");
        Assert.Equal("Cache is cold", Assert.Single(knowledge.Documents).Title);
        var unserved = Assert.Single(UnservedFiles.Of(knowledge.Snapshots).Files);
        Assert.Equal(("README.md", "index page"), (unserved.Path, unserved.Reason));
    }
}
