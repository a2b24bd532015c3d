using System.Diagnostics;
using System.Globalization;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>
/// The program as it was before the newest migration, built from the history of this repository into a directory that goes with it.
/// </summary>
internal sealed class PreviousProgram : IDisposable
{
    private const string Migrations = "api/Store/migrations/";

    private readonly string directory = Directory.CreateTempSubdirectory("kb-previous-").FullName;

    private PreviousProgram(string commit)
    {
        Commit = commit;
        try
        {
            Run("/bin/sh", "-c", $"git -C '{Repository.Root}' archive {commit} | tar -x -C '{directory}'");
            // Nothing of it stays behind: neither a compiler nor nodes of the build wait for more.
            Run(
                "dotnet",
                "build",
                Path.Combine(directory, "api"),
                "-c",
                "Release",
                "-v",
                "quiet",
                "-nodeReuse:false",
                "-p:UseSharedCompilation=false",
                "-p:RunAnalyzers=false"
            );
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it was built of.</summary>
    public string Commit { get; }

    public string Program => Path.Combine(directory, "artifacts", "bin", "Knowledge.Api", "release", "Knowledge.Api.dll");

    /// <summary>Null where the history does not tell, as in a copy without it.</summary>
    public static PreviousProgram? Build() => Find() is { } commit ? new(commit) : null;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static string? Find()
    {
        foreach (var commit in Lines("log", "--format=%H", "--", Migrations))
        {
            if (Newest(commit) != Migration.Latest)
                return null;
            if (Newest(commit + "^") == Migration.Latest - 1)
                return Lines("rev-parse", commit + "^") is [var before, ..] ? before : null;
        }
        return null;
    }

    private static int Newest(string commit) =>
        Lines("ls-tree", "--name-only", commit, Migrations)
            .Select(f => int.Parse(f[Migrations.Length..].Split('-')[0], CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();

    private static IReadOnlyList<string> Lines(params IReadOnlyList<string> arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["-C", Repository.Root, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        var lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return git.ExitCode == 0 ? lines : [];
    }

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {said}");
    }
}
