using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Knowledge.Bench.Http;

/// <summary>What <c>wrk</c> measured.</summary>
/// <param name="Not200">Answers with a status of 400 or more.</param>
/// <param name="SocketErrors">Connections, reads, writes that failed, and answers that took over 30 seconds.</param>
internal sealed record LoadResult(
    long Requests,
    double Seconds,
    double MedianMs,
    double P99Ms,
    double MaxMs,
    long Not200,
    long SocketErrors
)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>Sends searches with <c>wrk</c>: a fixed number of connections, each asks again when it has its answer.</summary>
internal static class Load
{
    public const int Threads = 1;
    public const int Connections = 16;

    /// <param name="cookie">Of whoever asks; null for nobody.</param>
    public static Task<LoadResult> Run(Uri server, string queries, int seconds, string? cookie = null) =>
        RunScript("search.lua", server, seconds, [queries, Text(Threads), .. cookie is null ? [] : new[] { cookie }]);

    /// <param name="script">Beside the program.</param>
    public static async Task<LoadResult> RunScript(string script, Uri server, int seconds, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(
            "wrk",
            [
                "-t",
                Text(Threads),
                "-c",
                Text(Connections),
                "-d",
                $"{seconds}s",
                "--timeout",
                "30s",
                "-s",
                Path.Combine(AppContext.BaseDirectory, script),
                server.ToString(),
                "--",
                .. arguments,
            ]
        )
        {
            RedirectStandardOutput = true,
        };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var json = output.Split('\n').LastOrDefault(l => l.StartsWith('{'));
        if (wrk.ExitCode != 0 || json is null)
            throw new InvalidOperationException($"wrk ended with exit code {wrk.ExitCode}: {output}");
        return JsonSerializer.Deserialize<LoadResult>(json)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
