using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Sources;

/// <summary>What a source says about itself in its <c>knowledge.yaml</c>.</summary>
public sealed class SourceSettingsTests
{
    private const string Text = "Disk is full\n\nFix:\n1. Look:\n     df -h /data\n";

    [Theory]
    [InlineData("text-pages: \"*.txt\"", "notes/disk.txt", true)]
    [InlineData("text-pages: [notes/*.txt]", "notes/disk.txt", true)]
    [InlineData("text-pages: [notes]", "notes/disk.txt", true)]
    [InlineData("text-pages: [other]", "notes/disk.txt", false)]
    [InlineData("text-pages: [notes/]", "notes/deep/disk.txt", true)]
    [InlineData("text-pages: [\"**\"]", "a.log", true)]
    [InlineData("text-pages: [\"**\"]", "a.sh", false)]
    [InlineData("text-pages: [\"**\"]", "a.csv", false)]
    [InlineData("runbook-links: [howto]", "notes/disk.txt", false)]
    public void Plain_text_is_a_page_where_it_is_asked_for(string settings, string path, bool isPage)
    {
        using var content = new ContentDirectory();
        content.Write("knowledge.yaml", settings + "\n");
        content.Write(path, Text);
        var source = content.Read();
        Assert.Equal(isPage, source.Files.Any(f => f.Path == path && f.Documents.Count == 1));
        Assert.Equal(!isPage, UnservedFiles.Of([source]).Files.Any(f => f.Path == path));
        Assert.DoesNotContain(UnservedFiles.Of([source]).Files, f => f.Path == "knowledge.yaml");
    }

    [Fact]
    public void What_is_asked_for_counts_when_it_changes_and_when_it_goes()
    {
        using var content = new ContentDirectory();
        content.Write("disk.txt", Text);
        content.Write("rules.yaml", "groups: [{rules: [{alert: A, expr: up, annotations: {howto: wiki/disk}}]}]\n");
        var first = content.Read();
        Assert.Null(Link(first));
        content.Write("knowledge.yaml", "text-pages: [disk.txt]\nrunbook-links: howto\n");
        var second = content.Read(first);
        Assert.Equal("wiki/disk", Link(second));
        Assert.Contains(second.Files, f => f.Path == "disk.txt");
        Assert.Same(second.Files[^1], content.Read(second).Files[^1]);
        File.Delete(Path.Combine(content.Root, "knowledge.yaml"));
        var third = content.Read(second);
        Assert.Null(Link(third));
        Assert.DoesNotContain(third.Files, f => f.Path == "disk.txt");

        static string? Link(SourceSnapshot source) => source.Files.Single(f => f.Path == "rules.yaml").Documents[0].Rule!.RunbookUrl;
    }

    [Fact]
    public void A_name_of_its_own_counts_before_the_known_ones()
    {
        using var fixture = new Fixture()
            .With("knowledge.yaml", "runbook-links: [x-guide]\n")
            .With("a.yaml", "groups: [{rules: [{alert: A, expr: up, labels: {x-guide: own/a}, annotations: {runbook: known/a}}]}]\n")
            .With("b.yaml", "groups: [{rules: [{alert: B, expr: up, annotations: {x-guide: TODO, runbook: known/b}}]}]\n")
            .With("c.tf", "resource \"x_alert\" \"c\" {\n name = \"C\"\n message = \"late\"\n x-guide = \"own/c\"\n}\n");
        Assert.Equal(["A own/a", "B known/b", "C own/c"], fixture.Build().Documents.Select(d => $"{d.Title} {d.Rule!.RunbookUrl}").Order());
    }

    [Theory]
    [InlineData("text-page: [a.txt]\n", FindingCodes.InvalidValue)]
    [InlineData("text-pages: [a\n", FindingCodes.InvalidYaml)]
    public void What_is_wrong_in_it_is_told(string yaml, string code)
    {
        using var fixture = new Fixture().With("knowledge.yaml", yaml).With("a.md", "# A\n\nText.\n");
        Assert.Equal((code, "knowledge.yaml"), fixture.Build().Findings.Select(f => (f.Code, f.File)).Single());
    }

    [Fact]
    public void A_kept_text_is_a_page_while_the_directory_is_gone()
    {
        var texts = new Dictionary<string, string> { ["disk.txt"] = Text, ["knowledge.yaml"] = "text-pages: [disk.txt]\n" };
        var files = KeptSource.Read(
            new("s", "/nowhere"),
            null,
            [.. texts.Keys.Select(path => new KeptFile(path, path, default, false))],
            paths => texts.Where(t => paths.Contains(t.Key)).ToDictionary()
        );
        Assert.Equal("Disk is full", Assert.Single(files[0].Documents).Title);
        Assert.True(files[1].IsUsed);
    }

    [Fact]
    public void Not_too_much_is_taken() =>
        Assert.Equal(50, SourceSettings.Read($"text-pages: [{string.Join(',', Enumerable.Range(0, 500))}]").Settings.TextPages.Count);
}
