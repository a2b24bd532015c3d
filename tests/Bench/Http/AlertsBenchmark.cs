using System.Diagnostics;
using System.Globalization;

namespace Knowledge.Bench.Http;

/// <summary>Alerts as they come in, and the way from an alert's name to its runbook.</summary>
/// <param name="Accepted">By alerts in one request: what <c>wrk</c> measured of durable acknowledgements.</param>
/// <param name="ReadSeconds">Until all of them were read, after the last request.</param>
/// <param name="Runbooks">Pages that are served.</param>
/// <param name="RedirectMs">One per request of <c>/r/NAME</c>, one after the other.</param>
internal sealed record AlertsReport(
    IReadOnlyList<AcceptedLoad> Accepted,
    double ReadSeconds,
    int Runbooks,
    IReadOnlyList<double> RedirectMs
)
{
    public static readonly IReadOnlyList<int> PerRequest = [1, 20];
}

internal sealed record AcceptedLoad(int AlertsPerRequest, LoadResult Load);

internal static class AlertsBenchmark
{
    private const int Redirects = 2_000;
    private const int Seconds = 10;

    /// <param name="program">The folder that the server was published to.</param>
    public static async Task<AlertsReport> Run(int runbooks, string program)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-alerts-").FullName;
        try
        {
            var (content, data) = (Path.Combine(work, "content"), Path.Combine(work, "data"));
            Directory.CreateDirectory(content);
            for (var i = 0; i < runbooks; i++)
                await File.WriteAllTextAsync(
                    Path.Combine(content, $"Service{i % 97}Alert{i}.md"),
                    $"# Service{i % 97}Alert{i}\n\n## Meaning\n\nThe queue {i} of service {i % 97} does not get shorter.\n\n"
                        + $"## Remediation\n\n1. Restart consumer {i}.\n"
                );
            using var server = new Server(program, content, data);
            await server.WaitUntilReady();
            Progress.Write($"alerts: {runbooks:N0} runbooks are served; asking for them by name");
            var redirects = new List<double>();
            using (var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address })
                for (var i = 0; i < Redirects + 200; i++)
                {
                    var number = i * 7919 % runbooks;
                    var before = Stopwatch.GetTimestamp();
                    using var answer = await client.GetAsync(
                        new Uri($"/r/Service{number % 97}Alert{number}?severity=critical", UriKind.Relative)
                    );
                    if (
                        answer.Headers.Location?.ToString() is not { } location
                        || !location.EndsWith($"alert{number}", StringComparison.Ordinal)
                    )
                        throw new InvalidOperationException($"/r led to {answer.Headers.Location}.");
                    if (i >= 200)
                        redirects.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                }
            var accepted = new List<AcceptedLoad>();
            foreach (var each in AlertsReport.PerRequest)
            {
                Progress.Write($"alerts: posting {each} a request for {Seconds} s");
                accepted.Add(
                    new(each, await Load.RunScript("hooks.lua", server.Address, Seconds, each.ToString(CultureInfo.InvariantCulture)))
                );
            }
            var ended = Stopwatch.GetTimestamp();
            while (await server.Metric("kb_inbox_unread") > 0)
                await Task.Delay(100);
            return new(accepted, Stopwatch.GetElapsedTime(ended).TotalSeconds, runbooks, redirects);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
