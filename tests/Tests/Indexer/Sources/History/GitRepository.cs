using System.Diagnostics;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Sources.History;

/// <summary>A real git repository that a test writes, gone when the test is.</summary>
internal sealed class GitRepository : IDisposable
{
    public static readonly string Git =
        GitProcess.Find(Environment.GetEnvironmentVariable("PATH"), []) ?? throw new InvalidOperationException("These tests need git.");

    private readonly string place = Directory.CreateTempSubdirectory("kb-git-").FullName;

    /// <param name="root">A directory that is there; by default a new one.</param>
    public GitRepository(string? root = null)
    {
        Root = root ?? Path.Combine(place, "repository");
        Run("init", "--quiet", "--initial-branch=main");
    }

    public string Root { get; }

    /// <summary>Beside the repository.</summary>
    public string Outside => place;

    public string Head => Run("rev-parse", "HEAD").Trim();

    public GitRepository With(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    /// <summary>Commits everything.</summary>
    public GitRepository Commit(string day, string author = "Ada")
    {
        Run("add", "--all");
        RunAs(day, author, "commit", "--quiet", "--allow-empty", "--message", "a change");
        return this;
    }

    public string Run(params string[] arguments) => RunAs("2026-01-01", "Ada", arguments);

    public Task<SourceHistory?> ReadAsync(string directory = "", SourceHistory? before = null, TimeSpan? limit = null) =>
        GitHistory.ReadAsync(
            Git,
            Path.Combine(Root, directory),
            before,
            limit ?? TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(place, recursive: true);
    }

    private string RunAs(string day, string author, params string[] arguments)
    {
        Directory.CreateDirectory(Root);
        var start = new ProcessStartInfo(Git, arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (
            var (key, value) in new[]
            {
                ("GIT_CONFIG_NOSYSTEM", "1"),
                ("GIT_CONFIG_GLOBAL", "/dev/null"),
                ("GIT_AUTHOR_NAME", author),
                ("GIT_AUTHOR_EMAIL", "secret@mail.example"),
                ("GIT_AUTHOR_DATE", $"{day}T12:00:00Z"),
                ("GIT_COMMITTER_NAME", author),
                ("GIT_COMMITTER_EMAIL", "secret@mail.example"),
                ("GIT_COMMITTER_DATE", $"{day}T12:00:00Z"),
            }
        )
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
