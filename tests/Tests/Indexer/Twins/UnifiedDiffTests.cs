using System.Diagnostics;
using Knowledge.Indexer.Twins;

namespace Knowledge.Tests.Indexer.Twins;

public sealed class UnifiedDiffTests
{
    private static string? Paths(string diff) => UnifiedDiff.Paths(diff.Split('\n')) is { } paths ? string.Join('|', paths) : null;

    [Theory]
    [InlineData(
        "diff --git a/src/a.py b/src/a.py\nindex 1..2 100644\n--- a/src/a.py\n+++ b/src/a.py\n@@ -1,2 +1,2 @@\n-x\n+y\n z",
        "src/a.py"
    )]
    [InlineData("diff --git a/new.py b/new.py\nnew file mode 100644\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x", "new.py")]
    [InlineData("diff --git a/old.py b/old.py\ndeleted file mode 100644\n--- a/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-x", "old.py")]
    [InlineData("diff --git a/x/old.py b/y/new.py\nsimilarity index 100%\nrename from x/old.py\nrename to y/new.py", "x/old.py|y/new.py")]
    [InlineData("diff --git a/x/old.py b/y/new.py\nsimilarity index 90%\ncopy from x/old.py\ncopy to y/new.py", "x/old.py|y/new.py")]
    [InlineData("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755", "run.sh")]
    [InlineData("diff --git a/p q.png b/p q.png\nindex 1..2 100644\nBinary files a/p q.png and b/p q.png differ", "p q.png")]
    [InlineData("diff --git a/p q.txt b/p q.txt\n--- a/p q.txt\t\n+++ b/p q.txt\t\n@@ -1 +1 @@\n-a\n+b", "p q.txt")]
    [InlineData(
        "diff --git \"a/Gr\\303\\266\\303\\237e.md\" \"b/Gr\\303\\266\\303\\237e.md\"\n--- \"a/Gr\\303\\266\\303\\237e.md\"\n"
            + "+++ \"b/Gr\\303\\266\\303\\237e.md\"\n@@ -1 +1 @@\n-a\n+b",
        "Größe.md"
    )]
    [InlineData("diff --git \"a/a\\tb\\\"c.md\" \"b/a\\tb\\\"c.md\"\nold mode 100644\nnew mode 100755", "a\tb\"c.md")]
    [InlineData(
        "diff --git \"a/\\303\\266.md\" b/plain.md\nsimilarity index 100%\nrename from \"\\303\\266.md\"\nrename to plain.md",
        "ö.md|plain.md"
    )]
    [InlineData("diff --git i/a.py w/a.py\n--- i/a.py\n+++ w/a.py\n@@ -1 +1 @@\n-a\n+b", "a.py")]
    [InlineData("diff --cc src/a.py\nindex 1,2..3\n--- a/src/a.py\n+++ b/src/a.py\n@@@ -1,1 -1,1 +1,2 @@@\n--x\n++y", "src/a.py")]
    [InlineData(
        "--- src/a.py\t2026-03-02 09:35:00\n+++ src/a.py\t2026-03-02 09:36:00\n@@ -1 +1 @@\n-a\n+b\n"
            + "--- src/b.py\t2026\n+++ src/b.py\t2026\n@@ -1 +1 @@\n-a\n+b",
        "src/a.py|src/b.py"
    )]
    [InlineData(
        "From 1 Mon\nSubject: [PATCH] x\n\n---\n a.py | 2 +-\n\ndiff --git a/a.py b/a.py\r\n"
            + "--- a/a.py\r\n+++ b/a.py\r\n@@ -1 +1 @@\r\n-a\r\n+b\r",
        "a.py"
    )]
    public void Names_every_path_that_changes(string diff, string paths) => Assert.Equal(paths, Paths(diff));

    [Fact]
    public void Text_that_was_removed_is_no_file_name()
    {
        const string diff =
            "diff --git a/a.sql b/a.sql\n--- a/a.sql\n+++ b/a.sql\n@@ -1,3 +1,3 @@\n--- old/comment.txt\n+++ new/comment.txt\n"
            + " same\n-b\n+diff --git a/no b/no\n\\ No newline at end of file\ndiff --git a/b.sql b/b.sql\n"
            + "--- a/b.sql\n+++ b/b.sql\n@@ -1 +1 @@\n-a\n+b";
        Assert.Equal("a.sql|b.sql", Paths(diff));
    }

    [Theory]
    [InlineData("")]
    [InlineData("src/a.py\nsrc/b.py")]
    [InlineData("fatal: ambiguous argument 'main...HEAD'")]
    public void What_is_no_diff_is_distinguished_from_a_change_without_paths(string text) => Assert.Null(Paths(text));

    [Fact]
    public void Nothing_breaks_it()
    {
        string[] hostile =
        [
            "diff --git ",
            "diff --git \"",
            "diff --git \"a/x",
            "diff --git \"a\\",
            "diff --git a b c d e",
            "--- \n+++ ",
            "--- \"\\777\"",
            "@@ -1,99999999999999999999 +1,1 @@\n-a",
            "rename from \"",
            "+++ /dev/null\n--- /dev/null",
            "diff --git " + new string('"', 1_000_000),
            "--- " + new string('a', 1_000_000),
            string.Concat(Enumerable.Repeat("@@ -1,5 +1,5 @@\n", 100_000)),
            string.Concat(Enumerable.Repeat("diff --git a/x b/x\n", 100_000)),
        ];
        var time = Stopwatch.StartNew();
        foreach (var text in hostile)
            _ = Paths(text);
        // A guard against what is not linear.
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(20), $"took {time.Elapsed}");
    }

    [Fact]
    public async Task What_git_writes_itself_is_read()
    {
        var directory = Directory.CreateTempSubdirectory("kb-diff-").FullName;
        try
        {
            await Git("init", "-q");
            foreach (var name in new[] { "kept name.txt", "gone.txt", "old/moved.txt", "Größe \"x\".txt", "mode.sh", "plain.txt" })
                Write(name, string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{name} {i}")));
            await Git("add", "-A");
            await Git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a");
            File.Delete(Path.Combine(directory, "gone.txt"));
            Directory.CreateDirectory(Path.Combine(directory, "new"));
            File.Move(Path.Combine(directory, "old/moved.txt"), Path.Combine(directory, "new/moved.txt"));
            foreach (var name in new[] { "kept name.txt", "Größe \"x\".txt", "plain.txt", "added.bin" })
                Write(name, "-- a\n++ b\n\0");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(
                    Path.Combine(directory, "mode.sh"),
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            await Git("add", "-A");
            foreach (var more in new[] { "--no-color", "--no-prefix", "--binary" })
            {
                var paths = UnifiedDiff.Paths((await Git("diff", "--cached", "-M", more)).Split('\n'))!;
                Assert.Equal(
                    ["Größe \"x\".txt", "added.bin", "gone.txt", "kept name.txt", "mode.sh", "new/moved.txt", "old/moved.txt", "plain.txt"],
                    paths.Order(StringComparer.Ordinal).OrderBy(p => p[0] != 'G')
                );
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, name))!);
            File.WriteAllText(Path.Combine(directory, name), text);
        }

        async Task<string> Git(params string[] arguments)
        {
            using var process = Process.Start(
                new ProcessStartInfo("git", arguments) { WorkingDirectory = directory, RedirectStandardOutput = true }
            )!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, process.ExitCode);
            return output;
        }
    }
}
