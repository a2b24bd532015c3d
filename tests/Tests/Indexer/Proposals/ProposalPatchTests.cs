using CsCheck;
using Knowledge.Indexer.Proposals;
using Knowledge.Tests.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Proposals;

/// <summary>A patch is what git makes of it: applied by the real one.</summary>
public sealed class ProposalPatchTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 35, 0, TimeSpan.FromHours(1));

    private readonly GitRepository repository = new();

    public void Dispose() => repository.Dispose();

    private static Proposal Change(string path, string old, string now) =>
        new(path, old, now, "Say how", "It took an hour.", "Ada Example", At);

    private string Patch(Proposal proposal)
    {
        var file = Path.Combine(repository.Outside, "change.patch");
        File.WriteAllText(file, ProposalPatch.Of(proposal));
        return file;
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(repository.Root, path));

    [Theory]
    [InlineData("disk.md", "a\nb\nc\n", "a\nB\nc\n")]
    [InlineData("deep/disk full.md", "a\n", "a\nb\n")]
    [InlineData("no-end.md", "a\nb", "a\nb\n")]
    [InlineData("no-end-now.md", "a\nb\n", "a\nb")]
    [InlineData("emptied.md", "a\nb\n", "")]
    [InlineData("filled.md", "", "a\n")]
    [InlineData("größe/scheibe.md", "Größe\n", "Große Größe\n")]
    [InlineData("odd \"name\".md", "a\n", "b\n")]
    public void Git_am_commits_it(string path, string old, string now)
    {
        repository.With("other.md", "x\n").With(path, old).Commit("2026-01-01");
        repository.Run("am", "--quiet", Patch(Change(path, old, now)));
        Assert.Equal(now, Read(path));
        Assert.Equal("Say how|Ada Example|2026-03-02T08:35:00+00:00", repository.Run("log", "-1", "--format=%s|%an|%aI").Trim());
        Assert.Contains("It took an hour.", repository.Run("log", "-1", "--format=%b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_end_as_on_windows_keep_their_ends()
    {
        repository.With("a.md", "one\r\ntwo\r\n").Commit("2026-01-01");
        var patch = Patch(Change("a.md", "one\r\ntwo\r\n", "one\r\nTWO\r\n"));
        repository.Run("apply", "--check", patch);
        repository.Run("am", "--quiet", "--keep-cr", patch);
        Assert.Equal("one\r\nTWO\r\n", Read("a.md"));
    }

    [Fact]
    public void Whatever_somebody_writes_about_it_is_not_read_as_something_else()
    {
        repository.With("a.md", "one\n").Commit("2026-01-01");
        var proposal = new Proposal(
            "a.md",
            "one\n",
            "--- two\n+++ three\nFrom me\n-- \n",
            "Grüße, \"quoted\" <tag>\nX-Header: no",
            "From: Somebody Else <else@mail.example>\nSubject: Another\n---\ndiff --git a/x b/x\nFrom a friend\n-- \nend",
            "Ada \"Ä\" <ada@mail.example>",
            At
        );
        repository.Run("am", "--quiet", Patch(proposal));
        Assert.Equal(proposal.New, Read("a.md"));
        var log = repository.Run("log", "-1", "--format=%an|%ae|%s|%b");
        Assert.Matches("^Ada +Ä +ada mail.example\\|proposal@knowledge.invalid\\|Grüße, \"quoted\" <tag> X-Header: no\\|", log);
        Assert.Contains("From a friend", log, StringComparison.Ordinal);
        Assert.Contains("end", log, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Header", repository.Run("log", "-1", "--format=%b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_two_texts_are_led_from_one_to_the_other()
    {
        // One file a case, all in one commit: git is started once for each direction.
        var cases = new List<(string Old, string New)>();
        Gen.Char["ab\n"]
            .Array[0, 60]
            .Select(c => new string(c))
            .Select(Gen.Char["ab\n"].Array[0, 60].Select(c => new string(c)))
            .Sample((old, now) => cases.Add((old, now)), iter: 200, threads: 1);
        cases.Add((string.Join('\n', Enumerable.Range(0, 9000)), string.Join('\n', Enumerable.Range(1, 9000))));
        for (var i = 0; i < cases.Count; i++)
            repository.With($"f{i}.md", cases[i].Old);
        repository.Commit("2026-01-01");
        var patches = string.Concat(
            cases.Select(
                (c, i) =>
                    c.Old == c.New ? "" : $"diff --git a/f{i}.md b/f{i}.md\n--- a/f{i}.md\n+++ b/f{i}.md\n{UnifiedDiff.Of(c.Old, c.New)}"
            )
        );
        var file = Path.Combine(repository.Outside, "all.patch");
        File.WriteAllText(file, patches);
        repository.Run("apply", "--whitespace=nowarn", file);
        for (var i = 0; i < cases.Count; i++)
            Assert.Equal(cases[i].New, Read($"f{i}.md"));
        Assert.Equal("", UnifiedDiff.Of("same\n", "same\n"));
    }
}
