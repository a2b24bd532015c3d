using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class BrokenLinkTests
{
    [Theory]
    [InlineData("gone.md", Severity.Error)]
    [InlineData("../db/gone.md#x", Severity.Error)]
    [InlineData("/docs/gone", Severity.Error)]
    [InlineData("gone", Severity.Warning)]
    [InlineData("moved.md", Severity.Error)]
    [InlineData("b.md", null)]
    [InlineData("B", null)]
    [InlineData("../db/moved.md", null)]
    [InlineData("/docs/ops/b", null)]
    [InlineData("../README.md", null)]
    [InlineData("../db/", null)]
    [InlineData("../../outside/gone.md", null)]
    [InlineData("/some/site/path", null)]
    [InlineData("picture.png", null)]
    [InlineData("https://wiki.example/gone.md", null)]
    [InlineData("mailto:a@b.example", null)]
    [InlineData("#anything", null)]
    [InlineData("{{ .Values.host }}/gone.md", null)]
    public void Tells_what_leads_nowhere_from_what_is_not_read_here(string target, Severity? severity)
    {
        var found = CheckRunner.Find(
            FindingCodes.BrokenLink,
            ("ops/a.md", $"{CheckRunner.Good}\n\nSee [it](<{target}>).\n"),
            ("ops/b.md", CheckRunner.Good),
            ("db/moved.md", CheckRunner.Good),
            ("README.md", "# Start here\n\nPages.\n")
        );
        Assert.Equal(severity, found.Count == 0 ? null : Assert.Single(found).Severity);
        Assert.All(found, f => Assert.Equal((target, "ops/a.md", 27), (f.Subject, f.File, f.Line)));
    }

    [Fact]
    public void A_postmortem_must_name_runbooks_that_are_there() =>
        Assert.Equal(
            "no-such",
            Assert
                .Single(
                    CheckRunner.Find(
                        FindingCodes.BrokenLink,
                        ("q.md", CheckRunner.Good),
                        ("pm.md", "---\nkind: postmortem\nrunbooks: [q, no-such]\n---\n# P\n\nText.\n")
                    )
                )
                .Subject
        );

    [Theory]
    [InlineData("b.md#remediation", 0)]
    [InlineData("#diagnosis", 0)]
    [InlineData("b.md#Remediation", 0)]
    [InlineData("b.md#own", 0)]
    [InlineData("b.md#page.symptoms", 0)]
    [InlineData("b.md#absent", 1)]
    [InlineData("#absent", 1)]
    [InlineData("gone.md#absent", 0)]
    public void A_section_that_is_linked_to_must_be_there(string target, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.BrokenAnchor,
                    ("a.md", $"{CheckRunner.Good}\n\n[it]({target})\n"),
                    ("b.md", CheckRunner.Good + "\n\n<a name=\"own\"></a>\n")
                )
                .Count
        );

    [Theory]
    [InlineData("../0012-check", 0)]
    [InlineData("../0012-check/", 0)]
    [InlineData("other/target#remediation", 0)]
    [InlineData("other/target.html", 0)]
    [InlineData("../0013-check", 1)]
    public void Links_without_the_endings_of_a_generator(string target, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner
                .Find(
                    FindingCodes.BrokenLink,
                    ("adr/0008-proxy.html.md", $"{CheckRunner.Good}\n\nSee [it]({target}).\n"),
                    ("adr/0012-check.html.md", CheckRunner.Good),
                    ("0012-check.html.md.erb", CheckRunner.Good),
                    ("adr/other/target.html.markdown", CheckRunner.Good)
                )
                .Count
        );
}
