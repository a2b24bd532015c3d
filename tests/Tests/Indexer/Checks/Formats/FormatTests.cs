using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Checks.Formats;

namespace Knowledge.Tests.Indexer.Checks.Formats;

public sealed class FormatTests
{
    private static readonly Finding Dead = new(
        "KB101",
        Severity.Error,
        "a b/rules,1.yaml",
        7,
        "100 % gone\r\n::error::x | `y` <b> @team",
        "https://x.example/a_b"
    )
    {
        RescuedBy = "jobs/x",
    };
    private static readonly Finding Source = new("KB120", Severity.Warning, "", 1, "Nobody.", "runbooks");

    [Fact]
    public void Sarif_has_what_the_standard_asks_for()
    {
        var log = SarifFormat.Write(Report(Reported(Dead), Reported(Source), Reported(Dead, accepted: true)));
        SarifRules.Check(log);
        var results = log["runs"]![0]!["results"]!.AsArray();
        Assert.Equal("a%20b/rules%2C1.yaml", (string?)results[0]!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]);
        Assert.Equal("jobs/x", (string?)results[0]!["properties"]!["rescuedBy"]);
        Assert.Null(results[1]!["locations"]);
        Assert.Equal("external", (string?)results[2]!["suppressions"]![0]!["kind"]);
        Assert.Equal("2", (string?)results[0]!["partialFingerprints"]!["kbFinding/v1"]);
    }

    [Fact]
    public void Sarif_keeps_the_most_severe_5000_and_says_that_there_are_more()
    {
        var log = SarifFormat.Write(
            Report([
                .. Enumerable
                    .Range(0, 6000)
                    .Select(i => Reported(Dead with { Severity = i % 6 == 0 ? Severity.Error : Severity.Note, Line = i + 1 })),
            ])
        );
        SarifRules.Check(log);
        var results = log["runs"]![0]!["results"]!.AsArray();
        Assert.Equal((5000, 1000), (results.Count, results.Count(r => (string?)r!["level"] == "error")));
        Assert.Contains(
            "1000 of 6000",
            (string?)log["runs"]![0]!["invocations"]![0]!["toolExecutionNotifications"]![0]!["message"]!["text"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Reviewdog_gets_places_that_are_files()
    {
        var diagnostic = Assert.Single(ReviewdogFormat.Write(Report(Reported(Dead), Reported(Source)))["diagnostics"]!.AsArray())!;
        Assert.Equal(
            ("ERROR", "a b/rules,1.yaml", 7, "KB101"),
            (
                (string?)diagnostic["severity"],
                (string?)diagnostic["location"]!["path"],
                (int?)diagnostic["location"]!["range"]!["start"]!["line"],
                (string?)diagnostic["code"]!["value"]
            )
        );
    }

    [Fact]
    public void A_workflow_command_stays_one_command()
    {
        var lines = GitHubFormat.Write(Report(Reported(Dead), Reported(Source))).ToList();
        Assert.Equal(
            "::error file=a b/rules%2C1.yaml,line=7,title=KB101::100 %25 gone%0D%0A::error::x | `y` <b> @team (https://x.example/a_b)",
            lines[0]
        );
        Assert.Equal("::warning title=KB120::Nobody. (runbooks)", lines[1]);
    }

    [Fact]
    public void The_tenth_annotation_of_a_level_says_how_many_more_there_are()
    {
        var lines = GitHubFormat
            .Write(
                Report([.. Enumerable.Range(0, 25).Select(_ => Reported(Dead)), .. Enumerable.Range(0, 10).Select(_ => Reported(Source))])
            )
            .ToList();
        Assert.Equal(
            (10, 10),
            (
                lines.Count(l => l.StartsWith("::error", StringComparison.Ordinal)),
                lines.Count(l => l.StartsWith("::warning", StringComparison.Ordinal))
            )
        );
        Assert.Contains("16 more", lines[9], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_of_Markdown_stays_a_cell()
    {
        var row = MarkdownFormat.Write(Report(Reported(Dead))).Split('\n').Single(l => l.Contains("KB101", StringComparison.Ordinal));
        Assert.Equal(5, row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'));
        Assert.All(["<b>", "@team", "https://", "`y`"], raw => Assert.DoesNotContain(raw, row, StringComparison.Ordinal));
        Assert.Contains("nothing found", MarkdownFormat.Write(Report()), StringComparison.Ordinal);
    }

    private static CheckReport Report(params ReportedFinding[] findings) =>
        new([.. findings.Select((f, i) => f with { Fingerprint = $"{(f.Finding == Dead && !f.IsAccepted ? 2 : i)}" })], 3);

    private static ReportedFinding Reported(Finding finding, bool accepted = false) => new(finding, finding.File, "", accepted);
}
