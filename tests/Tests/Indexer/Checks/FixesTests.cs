using System.Text;
using Knowledge.Indexer.Checks;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class FixesTests : IDisposable
{
    private readonly Fixture fixture = new();

    [Theory]
    [InlineData("# A\n\n### B\n\n#### C\n\n### D\n\n## E\n\n#### F ####\n", "# A\n\n## B\n\n### C\n\n## D\n\n## E\n\n### F ####\n")]
    [InlineData(
        "# A\n\n```sh\n### not a heading\nsystemctl \u202Erestart\u200B x\n```\n\nA \u200F letter.\n",
        "# A\n\n```sh\n### not a heading\nsystemctl restart x\n```\n\nA \u200F letter.\n"
    )]
    [InlineData(
        "# A\n\n[x](gone.md) [q](moved.md#b-c) [r](elsewhere.md)\n",
        "# A\n\n[x](gone.md) [q](deep/er/moved.md#b-c) [r](elsewhere.md)\n"
    )]
    [InlineData("# A\n\n[x](deep/er/moved.md#B-c) [y](#a) [z](#A)\n", "# A\n\n[x](deep/er/moved.md#b-c) [y](#a) [z](#a)\n")]
    [InlineData("# A\n\nB\n---\n\n#### C\n", "# A\n\nB\n---\n\n### C\n")]
    public void Fixes_what_does_not_change_the_meaning_of_the_text(string before, string after)
    {
        fixture.With("a.md", before).With("deep/er/moved.md", "# Moved\n\n## B c\n\ntext\n");
        Assert.Equal((0, true), (Fix().Refused.Count, File.ReadAllText(At("a.md")) == after));
        Assert.Empty(Fixes.Of(Content()));
    }

    [Fact]
    public void Leaves_line_ends_mark_and_permissions_as_they_are()
    {
        File.WriteAllBytes(At("a.md"), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("# A\r\n\r\n### B\r\n\r\ntext\r\n")]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                At("a.md"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute
            );
        Assert.Equal(1, Fix().Lines);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("# A\r\n\r\n## B\r\n\r\ntext\r\n")], File.ReadAllBytes(At("a.md")));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(At("a.md")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(["a.md"], Directory.EnumerateFiles(fixture.Directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Leaves_alone_what_changed_meanwhile_and_what_is_a_link()
    {
        fixture.With("a.md", "# A\n\n### B\n\ntext\n").With("b.md", "# B\n\n### C\n\ntext\n").With("sub/d.md", "# D\n\ntext\n");
        File.CreateSymbolicLink(At("sub/link.md"), At("b.md"));
        var edits = Fixes.Of(Content());
        File.WriteAllText(At("a.md"), "# A\n\n### B\n\nsomebody wrote this meanwhile\n");
        var (lines, refused) = FixWriter.Write(edits, Directories);
        Assert.Equal((1, 2), (lines, refused.Count));
        Assert.Contains("meanwhile", File.ReadAllText(At("a.md")), StringComparison.Ordinal);
        Assert.Equal("# B\n\n## C\n\ntext\n", File.ReadAllText(At("b.md")));
        Assert.NotNull(new FileInfo(At("sub/link.md")).LinkTarget);
    }

    [Fact]
    public void The_difference_is_shown_without_hidden_characters()
    {
        fixture.With("a.md", "# A\n\n```sh\nls \u202Ex\n```\n");
        Assert.Equal(["--- a/a.md", "+++ b/a.md", "@@ -4 +4 @@ KB142", "-ls [U+202E]x", "+ls x"], FixWriter.Diff(Fixes.Of(Content())));
    }

    public void Dispose() => fixture.Dispose();

    private Dictionary<string, string> Directories => new() { ["content"] = fixture.Directory };

    private string At(string path) => Path.Combine(fixture.Directory, path);

    private CheckedContent Content() => CheckedContent.Of(fixture.Build(), CheckRunner.Now, TimeSpan.FromDays(180));

    private (int Lines, IReadOnlyList<string> Refused) Fix() => FixWriter.Write(Fixes.Of(Content()), Directories);
}
