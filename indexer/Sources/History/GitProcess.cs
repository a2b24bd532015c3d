using System.ComponentModel;
using System.Diagnostics;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Runs git to read a repository that nobody vouches for: it must neither run anything of it nor reach another place.</summary>
/// <remarks>
/// Settings of the repository that could run a program are overridden or refused (git-config(1), "Variables"; git(1), "Environment
/// Variables"); those of the
/// user and the machine are not read. Commands are fixed and no name from a repository becomes an argument on its own.
/// </remarks>
internal static class GitProcess
{
    private static readonly string[] Safe =
    [
        "--no-pager",
        "--no-optional-locks",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.attributesFile=/dev/null",
        "-c",
        "core.sshCommand=false",
        "-c",
        "core.quotePath=false",
        "-c",
        "protocol.allow=never",
        "-c",
        "gpg.program=false",
        "-c",
        "gpg.ssh.program=false",
        "-c",
        "gpg.x509.program=false",
        "-c",
        "log.showSignature=false",
        "-c",
        "log.showRoot=true",
        "-c",
        "log.mailmap=false",
        "-c",
        "diff.orderFile=/dev/null",
        "-c",
        "submodule.recurse=false",
        // Nothing of it is run, so it does not matter whose it is; a mounted checkout is mostly somebody else's.
        "-c",
        "safe.directory=*",
        "-c",
        "safe.bareRepository=explicit",
    ];

    private static readonly string[] KeptVariables = ["PATH", "SystemRoot", "TEMP", "TMP", "TMPDIR"];

    /// <summary>The program, from the absolute directories of PATH that lie in no source; null when there is none.</summary>
    /// <remarks>Starting it by name would look in the working directory first.</remarks>
    public static string? Find(string? path, IReadOnlyList<string> sources) =>
        (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(d =>
                Path.IsPathFullyQualified(d)
                && !sources.Any(s =>
                    (Path.GetFullPath(d) + Path.DirectorySeparatorChar).StartsWith(
                        Path.TrimEndingDirectorySeparator(Path.GetFullPath(s)) + Path.DirectorySeparatorChar,
                        StringComparison.Ordinal
                    )
                )
            )
            .Select(d => Path.Combine(d, OperatingSystem.IsWindows() ? "git.exe" : "git"))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// Runs a command and hands what it prints to a reader, which says whether it left the rest; ended, with all it started, then
    /// and with the time.
    /// </summary>
    /// <returns>What the reader made of it; null when git could not be started, failed, or had to be ended before its output did.</returns>
    public static async Task<(T Result, bool IsWhole)?> RunAsync<T>(
        string program,
        string directory,
        IReadOnlyList<string> arguments,
        Func<Stream, CancellationToken, Task<(T Result, bool IsCut)>> read,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        using var process = new Process { StartInfo = Start(program, directory, arguments) };
        try
        {
            if (!process.Start())
                return null;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            return null;
        }
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        try
        {
            process.StandardInput.Close();
            LowerPriority(process);
            // Nobody reads it, but a full pipe would hold git up.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, deadline.Token);
            var (result, isCut) = await read(process.StandardOutput.BaseStream, deadline.Token);
            if (isCut)
                return (result, false);
            await process.WaitForExitAsync(deadline.Token);
            await errors;
            return process.ExitCode == 0 ? (result, true) : null;
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            End(process);
        }
    }

    private static ProcessStartInfo Start(string program, string directory, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in Safe.Concat(arguments))
            start.ArgumentList.Add(argument);
        var kept = KeptVariables
            .Select(k => (Key: k, Value: Environment.GetEnvironmentVariable(k)))
            .Where(v => v.Value is not null)
            .ToList();
        start.Environment.Clear();
        foreach (var (key, value) in kept)
            start.Environment[key] = value;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_ATTR_NOSYSTEM"] = "1";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // A partial clone would fetch what it lacks.
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "none";
        start.Environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        start.Environment["GIT_PAGER"] = "cat";
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["XDG_CONFIG_HOME"] = "/dev/null";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static void LowerPriority(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or NotSupportedException)
        {
            // It has ended already, or may not be told.
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or AggregateException)
        {
            // It has ended meanwhile.
        }
    }
}
