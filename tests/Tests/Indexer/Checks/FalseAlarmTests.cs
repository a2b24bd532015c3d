using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

/// <summary>What checks must not complain of, in shapes that real repositories have, and beside each what they must.</summary>
public sealed class FalseAlarmTests
{
    private const string Good = CheckRunner.Good;

    [Theory]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("TODO")]
    [InlineData("TBD")]
    [InlineData("<none>")]
    [InlineData("https://wiki.example/TODO")]
    public void What_says_that_there_is_no_runbook_is_no_link(string url)
    {
        (string, string)[] files = [("rules.yaml", CheckRunner.Rules([.. Enumerable.Range(1, 7).Select(i => ($"A{i}", (string?)url))]))];
        Assert.Empty(CheckRunner.Find(FindingCodes.DeadRunbookLink, files));
        Assert.Empty(CheckRunner.Find(FindingCodes.GenericRunbookLink, files));
        Assert.Equal(7, CheckRunner.Find(FindingCodes.AlertWithoutRunbook, files).Count);
    }

    [Theory]
    [InlineData("docs/support/playbook/a", 0)]
    [InlineData("/wiki/runbooks/a", 0)]
    [InlineData("ops/no-such", 1)]
    [InlineData("elsewhere/no-such.md", 1)]
    [InlineData("ops/a", 0)]
    public void A_path_of_another_site_is_not_dead(string url, int dead) =>
        Assert.Equal(
            dead,
            CheckRunner.Find(FindingCodes.DeadRunbookLink, ("ops/a.md", Good), ("rules.yaml", CheckRunner.Rules(("Zulu", url)))).Count
        );

    [Fact]
    public void A_label_links_to_the_runbook()
    {
        const string rules =
            "groups: [{rules: [{alert: RouterSilent, expr: up, labels: {playbook: pages/gateway}, annotations: {summary: it is down}}]}]";
        (string, string)[] files = [("rules.yaml", rules), ("pages/gateway.md", Good)];
        Assert.Empty(CheckRunner.Find(FindingCodes.AlertWithoutRunbook, files));
        Assert.Empty(CheckRunner.Find(FindingCodes.DeadRunbookLink, files));
    }

    [Fact]
    public void One_alert_for_two_clusters_is_a_note()
    {
        var rules = CheckRunner.Rules(("A", null));
        Assert.Equal(Severity.Note, Assert.Single(CheckRunner.Find(FindingCodes.IdClash, ("a.yaml", rules), ("b.yaml", rules))).Severity);
        Assert.Equal(
            Severity.Warning,
            Assert
                .Single(CheckRunner.Find(FindingCodes.IdClash, ("a.md", Good), ("a.html", "<h1>A</h1><p>Some words of it here.</p>")))
                .Severity
        );
    }

    [Theory]
    [InlineData("Look whether the log holds a `TRUNCATE TABLE` statement.", 0)]
    [InlineData("The audit log shows `DROP TABLE orders` statements.", 0)]
    [InlineData("`FLUSHALL` commands show in the slow log.", 0)]
    [InlineData("`DROP SCHEMA IF EXISTS` is replicated last.", 0)]
    [InlineData("Run the `DROP TABLE orders` statement.", 1)]
    [InlineData("Use the `FLUSHALL` command.", 1)]
    [InlineData("`TRUNCATE TABLE orders`", 1)]
    public void A_statement_that_is_named_is_not_run(string sentence, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner.Find(FindingCodes.DangerousCommand, ("a.md", $"# A\n\n## Remediation\n\n1. {sentence}\n")).Count
        );

    [Theory]
    [InlineData("CREATE TABLE demo (a Int32);\nDROP TABLE demo;", 0)]
    [InlineData("DROP TABLE IF EXISTS `demo`;\nCREATE TABLE IF NOT EXISTS demo (a Int32);", 0)]
    [InlineData("CREATE TABLE demo2 (a Int32);\nDROP TABLE demo;", 1)]
    [InlineData("DROP TABLE demo;", 1)]
    [InlineData("2026-03-02 10:00:00 E | mkfs failed with error (17) File exists", 0)]
    [InlineData("mkfs.ext4 /dev/sdb1", 1)]
    [InlineData("rm -ri ~/.config/app/", 0)]
    [InlineData("sudo rm -rf /tmp/build-$N", 0)]
    [InlineData("rm -rf /tmp/a /srv/data", 1)]
    [InlineData("rm -rf /tmp", 1)]
    [InlineData("rm -rf ~/.config/app/", 1)]
    public void What_a_page_creates_itself_it_may_drop(string code, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner.Find(FindingCodes.DangerousCommand, ("a.md", $"# A\n\n## Remediation\n\n```\n{code}\n```\n")).Count
        );

    [Theory]
    [InlineData("echo \"\U0001F468\u200D\U0001F4BB look\"", 0)]
    [InlineData("echo \"\U0001F3F3\uFE0F\u200D\U0001F308 done\"", 0)]
    [InlineData("echo \"\U0001F9D1\U0001F3FD\u200D\U0001F680\"", 0)]
    [InlineData("echo \"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F\"", 0)]
    [InlineData("echo \"\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645\"", 0)]
    [InlineData("\u200B", 0)]
    [InlineData("echo a\u200Db", 1)]
    [InlineData("echo \U0001F468\u200Drm", 1)]
    [InlineData("echo \U000E0067\U000E0062", 1)]
    [InlineData("\u200Bls", 1)]
    public void Characters_that_belong_to_a_sign_are_seen(string code, int findings)
    {
        var page = $"# A\n\n## Diagnosis\n\n```sh\n{code}\n```\n";
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.HiddenCharacters, ("a.md", page)).Count);
    }

    [Theory]
    [InlineData("src/pkg", 0)]
    [InlineData("src/pkg/", 0)]
    [InlineData("src/pkg/a.go", 0)]
    [InlineData("src/none", 1)]
    [InlineData("target", 0)]
    [InlineData("/ops/target.md", 0)]
    [InlineData("/target.md", 0)]
    [InlineData("gone.md", 1)]
    public void Links_to_what_is_there(string target, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.BrokenLink,
                    ("docs/page.md", $"{Good}\n\n[it]({target})\n"),
                    ("docs/src/pkg/a.go", "package pkg\n"),
                    ("docs/ops/target.html.md", Good),
                    ("docs/target.md", Good)
                )
                .Count
        );

    [Fact]
    public void A_path_from_the_root_of_a_site_is_a_warning() =>
        Assert.Equal(
            Severity.Warning,
            Assert.Single(CheckRunner.Find(FindingCodes.BrokenLink, ("docs/a.md", $"{Good}\n\n[it](/other/b.md)\n"))).Severity
        );

    [Theory]
    [InlineData("docs/a.md", "#tools:helm", 0)]
    [InlineData("docs/a.md", "#named", 0)]
    [InlineData("docs/a.md", "#tools:none", 1)]
    [InlineData("docs/a.md", "#__tabbed_1_2", 0)]
    [InlineData("docs/a.md", "b.md#remediation:~:text=x", 0)]
    [InlineData("docs/a.md", "b.md#queue-long-remediation", 0)]
    [InlineData("docs/a.md", "b.md#other-absent", 1)]
    [InlineData("docs/partials/a.md", "#elsewhere", 0)]
    public void Sections_as_generators_name_them(string path, string target, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.BrokenAnchor,
                    (path, $"{Good}\n\n[it]({target})\n"),
                    ("docs/b.md", Good),
                    ("docs/c.md", $"(tools:helm)=\n{Good}\n\n```{{figure}} a.png\n:name: named\n```\n")
                )
                .Count
        );

    [Theory]
    [InlineData("password: &password <password>", 0)]
    [InlineData("password: Xk7!qpW2&", 1)]
    public void A_name_in_yaml_is_no_password(string line, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.Secret, ("a.md", $"{Good}\n\n```yaml\n{line}\n```\n")).Count);

    [Fact]
    public void A_definition_of_a_resource_and_a_skeleton_are_no_faults()
    {
        (string, string)[] files =
        [
            ("a.md", Good),
            ("crd.yaml", "kind: CustomResourceDefinition\nspec: {x: {groups: {rules: {alert: {type: string}}}}}\n"),
            ("skeleton/catalog-info.yaml", "kind: Component\nmetadata:\n  name: ${{ values.name }}\n  {%- if x %}\n"),
        ];
        Assert.Empty(CheckRunner.Find(FindingCodes.InvalidYaml, files));
    }

    [Theory]
    [InlineData("team: '{{ $labels.team }}'", "up == 0", 0)]
    [InlineData("severity: page", "a * on (instance) group_left(team) role_owner", 0)]
    [InlineData("severity: page", "sum by (team, job) (a) > 0", 0)]
    [InlineData("severity: page", "a{team!~\"none\"} > 0", 0)]
    [InlineData("severity: page", "sum by (job) (a) > 0", 1)]
    public void Who_is_known_when_it_fires_is_not_nobody(string label, string expression, int findings)
    {
        var rules =
            $"groups: [{{rules: [{{alert: A, expr: '{expression}', labels: {{{label.Replace("'", "\"", StringComparison.Ordinal)}}}}}, "
            + "{alert: B, expr: up, labels: {team: data}}]}]";
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.NoOwner, ("rules.yaml", rules)).Count);
    }

    [Theory]
    [InlineData("https://wiki.example/runbook.md#QueueLag", "QueueLag{0}Critical", 0)]
    [InlineData("https://wiki.example/shares_stuck", "Storage{0}SharesStuck", 0)]
    [InlineData("https://wiki.example/networkprobesfailed", "Net{0}NetworkProbesFailed", 0)]
    [InlineData("https://wiki.example/queue-troubleshooting", "QueueLag{0}Critical", 5)]
    [InlineData("https://wiki.example/runbook", "QueueLag{0}Critical", 5)]
    [InlineData("https://wiki.example/docs/storage", "Storage{0}SharesStuck", 5)]
    public void A_page_that_several_alerts_share_because_it_is_about_them(string url, string name, int findings)
    {
        var rules = Enumerable
            .Range(0, 5)
            .Select(i => (name.Replace("{0}", $"Zone{(char)('A' + i)}", StringComparison.Ordinal), (string?)url));
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.GenericRunbookLink, ("rules.yaml", CheckRunner.Rules([.. rules]))).Count);
    }

    [Theory]
    [InlineData("Inhibition", "severity: page", 0)]
    [InlineData("QueueLag", "severity: none", 0)]
    [InlineData("QueueLag", "severity: page", 1)]
    public void What_wakes_nobody_needs_no_runbook(string name, string label, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.AlertWithoutRunbook,
                    ("rules.yaml", $"groups: [{{rules: [{{alert: {name}, expr: up, labels: {{{label}}}}}]}}]")
                )
                .Count
        );

    [Theory]
    [InlineData("rm -rf .terraform", 0)]
    [InlineData("rm -rf ~/.tool/manifests/*", 0)]
    [InlineData("rm -rf app/node_modules && npm ci", 0)]
    [InlineData("SELECT concat('DROP TABLE ', name, ';') FROM system.tables", 0)]
    [InlineData("kubectl -n x delete drivers.csi.example.io --all", 0)]
    [InlineData("rm -rf .terraform /srv/data", 1)]
    [InlineData("rm -rf target; DROP TABLE orders", 1)]
    [InlineData("kubectl delete pvc --all", 1)]
    [InlineData("rm -rf ~/.tool", 1)]
    public void What_is_made_again_is_not_lost(string code, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner.Find(FindingCodes.DangerousCommand, ("a.md", $"# A\n\n## Remediation\n\n```\n{code}\n```\n")).Count
        );

    [Theory]
    [InlineData("password: aGVsbG8ud29ybGQK", 0)]
    [InlineData("OS_PASSWORD: c2VjcmV0", 0)]
    [InlineData("password: aGVsbG8tV29ybGQ5", 1)]
    [InlineData("password: Xk7qpW2rT9", 1)]
    public void A_word_in_base64_is_an_example(string line, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.Secret, ("a.md", $"{Good}\n\n```yaml\n{line}\n```\n")).Count);

    [Theory]
    [InlineData("| GDPR | ☐ Yes ☐ No ☐ TBD |", 0)]
    [InlineData("Look for any TODO items in the chat.", 0)]
    [InlineData("See the guide [Link TBD]", 1)]
    [InlineData("☐ Yes ☐ TBD, TODO: say when", 1)]
    public void A_mark_that_is_an_answer_is_none(string line, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.TodoLeft, ("a.md", $"{Good}\n\n{line}\n")).Count);

    [Fact]
    public void An_index_is_short_by_its_nature()
    {
        const string index = "# Troubleshoot\n\nWhat to look at, by what is seen: [queues](a.md).\n";
        Assert.Empty(CheckRunner.Find(FindingCodes.Stub, ("runbooks/index.md", index), ("runbooks/a.md", Good)));
        Assert.Single(CheckRunner.Find(FindingCodes.Stub, ("runbooks/b.md", index), ("runbooks/a.md", Good)));
    }
}
