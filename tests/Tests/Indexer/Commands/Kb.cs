using System.Diagnostics;

namespace Knowledge.Tests.Indexer.Commands;

/// <summary>The command line program as it is started.</summary>
internal static class Kb
{
    private static readonly string Program = Repository.Program("Knowledge.Indexer", "kb.dll");

    /// <summary>The folder in which the program lies by its name, for shells that start it.</summary>
    public static string Folder => Path.GetDirectoryName(Program)!;

    // Nothing of whoever runs the tests is read or written.
    private static readonly string Caches = Directory.CreateTempSubdirectory("kb-caches-").FullName;

    public static Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments) => RunWith([], arguments);

    /// <param name="variables">Of the environment.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunWith(
        IEnumerable<(string Name, string Value)> variables,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["XDG_CACHE_HOME"] = Caches, ["XDG_CONFIG_HOME"] = Caches },
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return await Ran(start);
    }

    /// <summary>A line of a shell in which <c>kb</c> is the program.</summary>
    public static Task<(int ExitCode, string Output, string Error)> Shell(
        string line,
        params IEnumerable<(string Name, string Value)> variables
    )
    {
        var start = new ProcessStartInfo("bash", ["-c", line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["XDG_CACHE_HOME"] = Caches,
                ["XDG_CONFIG_HOME"] = Caches,
                ["NO_COLOR"] = "",
                ["TERM"] = "xterm",
            },
        };
        start.Environment["PATH"] = $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Ran(start);
    }

    /// <summary>The same with a terminal of a width and a height, as somebody sits at it.</summary>
    public static Task<(int ExitCode, string Output, string Error)> Terminal(
        string line,
        int columns = 80,
        int rows = 24,
        params IEnumerable<(string Name, string Value)> variables
    ) =>
        Shell(
            $"script -qec \"stty cols {columns} rows {rows}; $LINE_OF_TEST\" /dev/null </dev/null",
            [.. variables, ("LINE_OF_TEST", line)]
        );

    private static async Task<(int ExitCode, string Output, string Error)> Ran(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
