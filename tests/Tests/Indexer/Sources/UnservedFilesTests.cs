using System.Text.Json;
using Knowledge.Content.Findings;
using Knowledge.Indexer;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Sources;
using Knowledge.Tests.Indexer.Commands;

namespace Knowledge.Tests.Indexer.Sources;

public sealed class UnservedFilesTests
{
    private static Dictionary<string, string> Reasons(params (string Path, string Text)[] files)
    {
        using var content = new ContentDirectory();
        foreach (var (path, text) in files)
            content.Write(path, text);
        return UnservedFiles.Of([content.Read()]).Files.ToDictionary(f => f.Path, f => f.Reason);
    }

    [Theory]
    [InlineData("notes.txt", "plain text")]
    [InlineData("img/disk.PNG", "a picture")]
    [InlineData("runbook.docx", "office program")]
    [InlineData("restart.sh", "a program")]
    [InlineData("Chart.tpl", "a template")]
    [InlineData("data.json", "data")]
    [InlineData("thing.xyz", "no format that is read (.xyz)")]
    [InlineData("LICENSE.md", "project file")]
    [InlineData("Makefile", "not Markdown")]
    [InlineData("values.yaml", "")]
    [InlineData("piece.html", "HTML that is no page")]
    [InlineData("broken.ipynb", "no Jupyter notebook")]
    [InlineData("node_modules/x/readme.md", "")]
    public void Each_has_its_reason(string path, string reason)
    {
        var reasons = Reasons((path, "a: 1\n"));
        var named = Assert.Single(reasons);
        Assert.Equal(path.StartsWith("node_modules", StringComparison.Ordinal) ? "node_modules/" : path, named.Key);
        Assert.Contains(reason, named.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page.md", "# P\n\nText.\n")]
    [InlineData("CODEOWNERS", "* @ops\n")]
    [InlineData("OWNERS", "approvers: [kim]\n")]
    [InlineData("thesaurus.yaml", "groups: []\n")]
    [InlineData("headings.yaml", "causes: [why]\n")]
    [InlineData("catalog-info.yaml", "kind: Group\nmetadata: {name: ops}\n")]
    [InlineData(".git/config", "x")]
    public void What_is_served_or_used_is_not_listed(string path, string text) => Assert.Empty(Reasons((path, text)));

    [Fact]
    public void Of_very_many_files_some_are_named_and_all_are_counted()
    {
        var entries = Enumerable.Range(0, UnreadFiles.MaxPaths + 5).Select(i => new ListedEntry($"/r/{i}.png", default, false, false));
        var (_, _, unread) = DirectoryListing.Of("/r", [], _ => entries);
        Assert.Equal((UnreadFiles.MaxPaths + 5, UnreadFiles.MaxPaths), (unread.Total, unread.Paths.Count));
    }

    [Fact]
    public async Task A_directory_that_gives_no_document_is_an_error()
    {
        using var content = new ContentDirectory();
        File.Delete(Path.Combine(content.Root, ContentDirectory.Witness));
        content.Write("notes.txt", "x");
        content.Write("LICENSE.md", "# MIT\n\nx\n");
        var (code, output, _) = await Kb.Run("check", "--content", content.Root);
        Assert.Equal(1, code);
        Assert.Contains("KB015", output, StringComparison.Ordinal);
        Assert.Contains("notes.txt", output, StringComparison.Ordinal);

        var (_, listed, _) = await Kb.Run("check", "--unread", "-o", "json", "--content", content.Root);
        var findings = JsonDocument.Parse(listed).RootElement.EnumerateArray().ToList();
        Assert.Equal(
            ["LICENSE.md", "notes.txt"],
            findings.Where(f => f.GetProperty("code").GetString() == "KB014").Select(f => f.GetProperty("file").GetString())
        );
    }

    [Fact]
    public void An_empty_directory_and_one_of_rules_are_no_error()
    {
        using var empty = new ContentDirectory();
        File.Delete(Path.Combine(empty.Root, ContentDirectory.Witness));
        Assert.DoesNotContain(CheckRun.Of(KnowledgeBase.Build([empty.Read()]), default), f => f.Code == FindingCodes.NothingServed);
        empty.Write("rules.yaml", "groups: [{name: a, rules: [{alert: Down, expr: up == 0}]}]\n");
        Assert.DoesNotContain(CheckRun.Of(KnowledgeBase.Build([empty.Read()]), default), f => f.Code == FindingCodes.NothingServed);
    }

    [Fact]
    public async Task The_sample_directory_names_its_files()
    {
        var (code, output, _) = await Kb.Run("check", "--unread", "--content", Samples.Require("cases/74-check-is-silent/runbooks"));
        Assert.Contains("1 documents", output.Replace("2 documents", "1 documents", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.InRange(code, 0, 1);
    }

    [Fact]
    public void Words_of_headings_that_a_source_adds_count_when_they_change()
    {
        using var content = new ContentDirectory();
        content.Write("page.md", "# P\n\n## First aid\n\n1. `a b`\n");
        var first = content.Read();
        Assert.Empty(Steps(first));
        content.Write("headings.yaml", "remediation: [first aid]\n");
        var second = content.Read(first);
        Assert.Equal("a b", Assert.Single(Steps(second)));
        Assert.Same(second.Files[^1], content.Read(second).Files[^1]);
        File.Delete(Path.Combine(content.Root, "headings.yaml"));
        Assert.Empty(Steps(content.Read(second)));
        content.Write("headings.yaml", "remediate: [first aid]\n");
        Assert.Contains(
            content.Read().Files.SelectMany(f => f.Findings),
            f => f.File == "headings.yaml" && f.Code == FindingCodes.InvalidYaml
        );

        static List<string?> Steps(SourceSnapshot source) =>
            [.. source.Files.Single(f => f.Path == "page.md").Documents[0].Sections.SelectMany(s => s.Steps).Select(s => s.Command)];
    }
}
