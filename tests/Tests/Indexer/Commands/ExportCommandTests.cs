namespace Knowledge.Tests.Indexer.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly Fixture content = new Fixture()
        .With(
            "disk-full.md",
            "---\nsymptoms: [No space left on device]\nservices: [batch]\nowner: team-a\n---\n"
                + "# Disk full\n\n## Symptoms\n\n- No space left\n\n"
                + "## Remediation\n\n1. Clean up: `rm /tmp/x`. The token is AKIAJ7Q2XN4LPV9TRW3K.\n\n---\n\nmore\n"
        )
        .With("Über/Größe & Länge.md", "# Größe\n\n## Diagnosis\n\n1. Look: `ls`\n\n## Remediation\n\n1. Do.\n")
        .With("incident.md", "---\nkind: postmortem\n---\n# Incident\n\n## Root cause\n\nThe disk.\n");

    private readonly string target = Directory.CreateTempSubdirectory("kb-skills-").FullName;

    public void Dispose()
    {
        content.Dispose();
        Directory.Delete(target, recursive: true);
    }

    private Task<(int ExitCode, string Output, string Error)> Export() =>
        Kb.Run("export", "skills", target, "--content", content.Directory);

    [Fact]
    public async Task Each_runbook_is_a_skill_with_a_name_like_its_folder()
    {
        var (exit, output, error) = await Export();

        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("2 skills written", output, StringComparison.Ordinal);
        var folders = Directory.GetDirectories(target).Select(d => Path.GetFileName(d)!).ToList();
        Assert.Equal(2, folders.Count);
        Assert.Contains("disk-full", folders);
        foreach (var folder in folders)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(target, folder, "SKILL.md"), TestContext.Current.CancellationToken);
            Assert.StartsWith($"---\nname: {folder}\ndescription: \"", text, StringComparison.Ordinal);
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", folder);
            Assert.InRange(text.Split('\n')[2].Length, 20, 1_100);
            Assert.DoesNotContain("AKIA", text, StringComparison.Ordinal);
        }
        var skill = await File.ReadAllTextAsync(Path.Combine(target, "disk-full", "SKILL.md"), TestContext.Current.CancellationToken);
        Assert.Contains("Use when somebody sees: No space left", skill, StringComparison.Ordinal);
        Assert.Contains("owner: \"team-a\"", skill, StringComparison.Ordinal);
        Assert.Contains("`rm /tmp/x`", skill, StringComparison.Ordinal);
        Assert.Contains("to a person before it is run", skill, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Written_again_it_follows_the_page_and_leaves_alone_what_somebody_edited()
    {
        await Export();
        var (edited, own) = (Path.Combine(target, "disk-full", "SKILL.md"), Path.Combine(target, "mine"));
        await File.AppendAllTextAsync(edited, "My own note\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(own);
        content.With("mine.md", "# Mine\n\n## Remediation\n\n1. Do.\n");
        await File.WriteAllTextAsync(
            Path.Combine(own, "SKILL.md"),
            "---\nname: mine\n---\nby hand\n",
            TestContext.Current.CancellationToken
        );
        content.With("Über/Größe & Länge.md", "# Größe\n\n## Remediation\n\n1. Do something else.\n");

        var (exit, output, error) = await Export();

        Assert.Equal(0, exit);
        Assert.StartsWith("1 skill written, 2 left alone", output, StringComparison.Ordinal);
        Assert.Equal(2, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(
            "My own note",
            await File.ReadAllTextAsync(edited, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Contains(
            Directory.GetFiles(target, "SKILL.md", SearchOption.AllDirectories).Select(File.ReadAllText),
            t => t.Contains("something else", StringComparison.Ordinal)
        );
        Assert.Empty(Directory.GetFiles(target, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Without_runbooks_it_writes_nothing()
    {
        using var empty = new Fixture().With("incident.md", "---\nkind: postmortem\n---\n# Incident\n");
        var (exit, _, _) = await Kb.Run("export", "skills", target, "--content", empty.Directory);
        Assert.Equal(3, exit);
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }
}
