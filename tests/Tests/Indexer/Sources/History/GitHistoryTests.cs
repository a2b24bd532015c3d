using Knowledge.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Sources.History;

public sealed class GitHistoryTests : IDisposable
{
    private const string Page = "---\nreviewed: 2026-01-01\n---\n# Disk\n\nFree some space.\nThen look again.\n";

    private readonly GitRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Theory]
    [InlineData("---\nreviewed: 2026-03-01\n---\n# Disk\n\nFree some space.\nThen look again.\n", false)]
    [InlineData("---\nreviewed: 2026-01-01\n---\n# Disk\n\n\n  Free some  space.\nThen look again.   \n", false)]
    [InlineData("---\nreviewed: 2026-01-01\n---\n# Disk\n\nFree some space.\nThen look again.\n\n*Last updated: 2026-03-01*\n", false)]
    [InlineData("---\nreviewed: 2026-03-01\n---\n# Disk\n\nFree more space.\nThen look again.\n", true)]
    [InlineData("---\nreviewed: 2026-01-01\n---\n# Disk\n\nFree some space.\n", true)]
    [InlineData("---\nreviewed: 2026-01-01\nowner: data\n---\n# Disk\n\nFree some space.\nThen look again.\n", true)]
    [InlineData("---\nreviewed: 2026-01-01\n---\n# Disk\n\nFree some space.\nThen look again.\nUpdated 3 nodes\n", true)]
    public async Task A_commit_that_only_bumps_a_date_or_moves_white_space_is_no_change(string text, bool isChange)
    {
        repository.With("disk.md", Page).Commit("2026-01-01").With("disk.md", text).Commit("2026-03-01", "Bob");
        var file = (await repository.ReadAsync())!.Files["disk.md"];
        Assert.Equal(isChange ? Day(3) : Day(1), file.Changed);
        Assert.Equal(isChange ? ["Bob", "Ada"] : ["Ada"], file.Authors);
    }

    [Fact]
    public async Task Names_have_no_mail_addresses_and_no_control_characters()
    {
        repository.With("a.md", "x\n").Commit("2026-01-01", "ada@mail.example").With("a.md", "y\n").Commit("2026-02-01", "Eve\u001b[31m");
        var file = (await repository.ReadAsync())!.Files["a.md"];
        Assert.Equal(["Eve\uFFFD[31m", "ada"], file.Authors);
    }

    [Fact]
    public async Task A_renamed_file_keeps_its_history_and_a_new_one_of_its_name_does_not_have_it()
    {
        repository.With("old.md", Page).Commit("2026-01-01");
        repository.Run("mv", "old.md", "new.md");
        repository.Commit("2026-02-01", "Bob").With("old.md", "something else entirely\n").Commit("2026-03-01", "Eve");
        var files = (await repository.ReadAsync())!.Files;
        Assert.Equal((Day(1), "Ada"), (files["new.md"].Changed, files["new.md"].Authors.Single()));
        Assert.Equal((Day(3), "Eve"), (files["old.md"].Changed, files["old.md"].Authors.Single()));
    }

    // Quotes, backslashes and control characters make git quote a name; what is beyond ASCII stays in it as it is.
    [Theory]
    [InlineData("a \"quoted\" \U0001F4BE page.md")]
    [InlineData("back\\slash-8.md")]
    [InlineData("tab\tand Größe.md")]
    [InlineData("trailing blank ")]
    [InlineData("\u0001\u0002.md")]
    public async Task Names_that_git_quotes_are_read_as_they_are(string name)
    {
        repository.With(name, Page).Commit("2026-01-01").With(name, Page + "More.\n").Commit("2026-02-01", "Bob");
        var files = (await repository.ReadAsync())!.Files;
        Assert.Equal([name], files.Keys);
        Assert.Equal(Day(2), files[name].Changed);
    }

    [Fact]
    public async Task Two_files_that_exchange_their_names_keep_their_own_history()
    {
        repository.With("a.md", string.Concat(Enumerable.Range(0, 40).Select(i => $"a{i}\n"))).Commit("2026-01-01");
        repository.With("b.md", string.Concat(Enumerable.Range(0, 40).Select(i => $"b{i}\n"))).Commit("2026-02-01", "Bob");
        repository.Run("mv", "a.md", "c.md");
        repository.Commit("2026-03-01", "Eve");
        repository.Run("mv", "b.md", "a.md");
        repository.Commit("2026-03-02", "Eve");
        repository.Run("mv", "c.md", "b.md");
        repository.Commit("2026-03-03", "Eve");
        var files = (await repository.ReadAsync())!.Files;
        Assert.Equal((Day(2), Day(1)), (files["a.md"].Changed, files["b.md"].Changed));
    }

    [Fact]
    public async Task Only_the_directory_of_the_source_counts_and_paths_begin_there()
    {
        repository.With("docs/sub/a b.md", "x\n").With("other.md", "x\n").Commit("2026-01-01");
        Assert.Equal(["sub/a b.md"], (await repository.ReadAsync("docs"))!.Files.Keys);
    }

    [Theory]
    [InlineData("quote\"d.md")]
    [InlineData("-c core.pager=x.md")]
    [InlineData("übung.md")]
    [InlineData("back\\slash.md")]
    [InlineData("new\nline.md")]
    public async Task Any_file_name_is_understood(string name)
    {
        repository.With(name, "x\n").Commit("2026-01-01");
        Assert.Equal([name], (await repository.ReadAsync())!.Files.Keys);
    }

    [Fact]
    public async Task Lines_of_a_page_that_look_like_a_patch_are_lines_of_a_page()
    {
        repository.With("a.md", "x\n").With("b.md", "x\n").Commit("2026-01-01");
        repository
            .With("a.md", "-- a/b.md\n++ b/b.md\n@@ -1 +1 @@\n\0" + "1700000000 \0Eve\ndiff --git a/b.md b/b.md\n")
            .Commit("2026-02-01", "Bob");
        repository.With("a.md", "no end").Commit("2026-03-01", "Bob").With("a.md", "++ b/b.md").Commit("2026-04-01", "Bob");
        var files = (await repository.ReadAsync())!.Files;
        Assert.Equal((Day(4), Day(1)), (files["a.md"].Changed, files["b.md"].Changed));
        Assert.DoesNotContain("Eve", files.SelectMany(f => f.Value.Authors));
    }

    [Fact]
    public async Task Only_new_commits_are_read_again_and_give_the_same()
    {
        repository.With("a.md", Page).With("b.md", "b\n").With("c.md", "c\n").Commit("2026-01-01");
        var first = (await repository.ReadAsync())!;
        Assert.Same(first, await repository.ReadAsync(before: first));
        repository.Run("mv", "a.md", "moved.md");
        repository.With("b.md", "b changed\n").Commit("2026-02-01", "Bob");
        repository.Run("rm", "--quiet", "c.md");
        repository.Commit("2026-03-01", "Bob");
        var next = (await repository.ReadAsync(before: first))!;
        var whole = (await repository.ReadAsync())!;
        Assert.Equal(repository.Head, next.Head);
        Assert.Equal(["b.md", "moved.md"], next.Files.Keys.Order());
        Assert.Equal((Day(1), Day(2)), (next.Files["moved.md"].Changed, next.Files["b.md"].Changed));
        Assert.Equal(["Bob", "Ada"], next.Files["b.md"].Authors);
        Assert.All(next.Files, f => Assert.Equal(whole.Files[f.Key].Changed, f.Value.Changed));
    }

    [Fact]
    public async Task A_history_that_was_rewritten_is_read_anew()
    {
        repository.With("a.md", "1\n").Commit("2026-01-01").With("a.md", "2\n").Commit("2026-03-01");
        var first = (await repository.ReadAsync())!;
        repository.Run("reset", "--quiet", "--hard", "HEAD~1");
        Assert.Equal(Day(1), (await repository.ReadAsync(before: first))!.Files["a.md"].Changed);
        Assert.Equal(Day(1), (await repository.ReadAsync(before: first with { Head = "--output=/tmp/x" }))!.Files["a.md"].Changed);
    }

    [Fact]
    public async Task The_first_commit_of_a_shallow_clone_made_nothing()
    {
        repository
            .With("a.md", "1\n")
            .With("b.md", "1\n")
            .Commit("2026-01-01")
            .With("a.md", "2\n")
            .Commit("2026-02-01")
            .With("b.md", "2\n")
            .Commit("2026-03-01");
        var clone = Path.Combine(repository.Outside, "clone");
        repository.Run("clone", "--quiet", "--depth=2", $"file://{repository.Root}", clone);
        var history = await GitHistory.ReadAsync(
            GitRepository.Git,
            clone,
            null,
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(["b.md"], history!.Files.Keys);
    }

    [Fact]
    public async Task A_directory_without_commits_or_without_git_has_no_history()
    {
        Assert.Null(await repository.ReadAsync());
        Assert.False(GitHistory.IsCheckout(repository.Outside));
        Assert.Null(
            await GitHistory.ReadAsync(
                GitRepository.Git,
                repository.Outside,
                null,
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Null(
            await GitHistory.ReadAsync(
                Path.Combine(repository.Outside, "no-git"),
                repository.Root,
                null,
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Nothing_that_a_repository_configures_is_run()
    {
        var trace = Path.Combine(repository.Outside, "ran");
        var program = Path.Combine(repository.Outside, "evil.sh");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$0 $@\" >> '{trace}'\n");
        MakeExecutable(program);
        repository
            .With("a.md", "1\n")
            .With(".gitattributes", "*.md diff=evil filter=evil\n")
            .Commit("2026-01-01")
            .With("a.md", "2\n")
            .Commit("2026-02-01");
        foreach (
            var key in new[]
            {
                "core.pager",
                "pager.log",
                "core.fsmonitor",
                "diff.external",
                "diff.evil.command",
                "diff.evil.textconv",
                "filter.evil.clean",
                "filter.evil.smudge",
                "core.sshCommand",
                "gpg.program",
                "core.askPass",
                "core.editor",
                "credential.helper",
                "remote.origin.uploadpack",
                "alias.log",
                "core.gitProxy",
            }
        )
            repository.Run("config", key, key == "alias.log" ? "!" + program : program);
        repository.Run("config", "log.showSignature", "true");
        repository.Run("config", "core.hooksPath", repository.Outside);
        var history = await repository.ReadAsync();
        Assert.Equal(Day(2), history!.Files["a.md"].Changed);
        Assert.False(File.Exists(trace), File.Exists(trace) ? File.ReadAllText(trace) : "");
    }

    [Fact]
    public async Task A_git_that_hangs_is_ended_with_all_it_started()
    {
        var pids = Path.Combine(repository.Outside, "pids");
        var hanging = Path.Combine(repository.Outside, "git");
        File.WriteAllText(hanging, $"#!/bin/sh\necho $$ >> '{pids}'\nsleep 600 &\necho $! >> '{pids}'\nwait\n");
        MakeExecutable(hanging);
        var started = TimeProvider.System.GetTimestamp();
        var result = await GitProcess.RunAsync(
            hanging,
            repository.Root,
            ["log"],
            (stream, stop) => GitLog.ReadAsync(stream, false, null, stop),
            TimeSpan.FromMilliseconds(500),
            TestContext.Current.CancellationToken
        );
        Assert.False(result is var (_, isWhole) && isWhole);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30));
        foreach (var pid in File.ReadAllLines(pids))
            await Knowledge.Tests.Api.Live.LiveServer.Until(() => !IsRunning(pid));
    }

    [Fact]
    public void Git_is_not_looked_for_in_a_source_or_a_relative_directory()
    {
        var bin = Path.Combine(repository.Root, "bin");
        repository.With("bin/git", "#!/bin/sh\n");
        Assert.Equal(Path.Combine(bin, "git"), GitProcess.Find($"relative{Path.PathSeparator}{bin}", []));
        Assert.Null(GitProcess.Find(bin, [repository.Root]));
        Assert.Null(GitProcess.Find($".{Path.PathSeparator}bin", []));
    }

    [Theory]
    [InlineData("https://github.com/team/runbooks.git", "https://github.com/team/runbooks/edit/main/docs/")]
    [InlineData("", null)]
    public async Task The_origin_says_where_a_page_is_edited(string origin, string? expected)
    {
        repository.With("docs/a.md", "x\n").Commit("2026-01-01");
        if (origin.Length > 0)
            repository.Run("remote", "add", "origin", origin);
        repository.Run("update-ref", "refs/remotes/origin/main", "HEAD");
        Assert.Equal(expected, (await repository.ReadAsync("docs"))!.EditUrl);
    }

    [Fact]
    public async Task A_branch_that_the_origin_does_not_have_gives_way_to_the_one_it_shows()
    {
        repository.With("a.md", "x\n").Commit("2026-01-01");
        repository.Run("remote", "add", "origin", "https://github.com/team/runbooks");
        repository.Run("checkout", "--quiet", "-b", "mine");
        Assert.Null((await repository.ReadAsync())!.EditUrl);
        repository.Run("update-ref", "refs/remotes/origin/trunk", "HEAD");
        repository.Run("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
        Assert.Equal("https://github.com/team/runbooks/edit/trunk/", (await repository.ReadAsync())!.EditUrl);
    }

    private static DateTimeOffset Day(int month) => new(2026, month, 1, 12, 0, 0, TimeSpan.Zero);

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended before or while it was looked at.
            return false;
        }
    }
}
