using System.Diagnostics;

namespace Knowledge.Tests.Indexer.Commands;

/// <summary>The command line program as it is started.</summary>
internal static class Kb
{
    private static readonly string Program = Repository.Program("Knowledge.Indexer", "kb.dll");

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
            Environment = { ["XDG_CACHE_HOME"] = Caches },
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
