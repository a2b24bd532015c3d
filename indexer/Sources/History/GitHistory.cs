using System.Text;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Reads what git knows about a directory, and no more than is new since the last time.</summary>
internal static class GitHistory
{
    private const int MaxAnswer = 4096;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Whether the directory is in a checkout at all; a look at the disk, without git.</summary>
    public static bool IsCheckout(string directory)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(directory)); at is not null; at = at.Parent)
            if (Path.Exists(Path.Combine(at.FullName, ".git")))
                return true;
        return false;
    }

    /// <summary>Whether git says that nothing was committed yet: there is no history, and none that could not be read.</summary>
    public static async Task<bool> IsWithoutCommitsAsync(string program, string directory, CancellationToken cancellation) =>
        await AskAsync(program, directory, ["rev-list", "--max-count=1", "--all"], cancellation) is "";

    private static async Task<string?> AskAsync(string program, string directory, string[] arguments, CancellationToken cancellation)
    {
        var answer = await GitProcess.RunAsync(program, directory, arguments, ReadAnswerAsync, AnswerLimit, cancellation);
        return answer is var (text, whole) && whole ? text.TrimEnd('\n') : null;
    }

    /// <param name="program">Absolute path of git.</param>
    /// <param name="before">What was known; the same is given back when no commit came.</param>
    /// <param name="limit">For the log; the newest commits are read first, and what was read until then counts.</param>
    /// <returns>Null when there is no commit, or git does not answer.</returns>
    public static async Task<SourceHistory?> ReadAsync(
        string program,
        string directory,
        SourceHistory? before,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        var lines = (await AskAsync("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "HEAD"))?.Split('\n');
        if (lines is not ["true", var shallow, var head] || !IsCommit(head))
            return null;
        if (before?.Head == head)
            return before;
        var known =
            before is { IsPartial: false }
            && IsCommit(before.Head)
            && await AskAsync("merge-base", "--is-ancestor", before.Head, head) is not null
                ? before
                : null;
        var log = await GitProcess.RunAsync(
            program,
            directory,
            GitLog.Arguments(known?.Head),
            (stream, stop) => GitLog.ReadAsync(stream, shallow == "true", known?.Files, stop),
            limit,
            cancellation
        );
        if (log is not var (files, isWhole))
            return null;
        if (await AskAsync("rev-parse", "--show-prefix") is not { } prefix)
            return null;
        return new(head, await EditUrlAsync(prefix), files, !isWhole) { Prefix = prefix };

        Task<string?> AskAsync(params string[] arguments) => GitHistory.AskAsync(program, directory, arguments, cancellation);

        async Task<string?> EditUrlAsync(string prefix)
        {
            if (await AskAsync("config", "--local", "--get", "remote.origin.url") is not { Length: > 0 } origin)
                return null;
            // The branch that is checked out, if the origin has it; else the one that the origin shows first.
            var branch = await AskAsync("symbolic-ref", "--quiet", "--short", "HEAD");
            if (branch is null || await AskAsync("show-ref", "--verify", "--quiet", $"refs/remotes/origin/{branch}") is null)
                branch =
                    await AskAsync("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD") is { } first
                    && first.StartsWith("origin/", StringComparison.Ordinal)
                        ? first[7..]
                        : null;
            return branch is null ? null : ForgeAddress.EditUrl(origin, branch, prefix);
        }
    }

    private static bool IsCommit(string text) => text.Length is >= 40 and <= 64 && text.All(char.IsAsciiHexDigitLower);

    private static async Task<(string Text, bool IsCut)> ReadAnswerAsync(Stream stream, CancellationToken cancellation)
    {
        var bytes = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return (Encoding.UTF8.GetString(bytes, 0, length), length == bytes.Length);
    }
}
