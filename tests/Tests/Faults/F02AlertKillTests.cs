using System.Globalization;
using System.Net;
using System.Text;
using Dapper;
using Knowledge.Tests.Api;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Faults;

/// <summary>F-02: a server that is killed again and again while three senders deliver loses no alert that it acknowledged.</summary>
public sealed class F02AlertKillTests : IDisposable
{
    private const string Secret = "correct horse battery";
    private const int Senders = 3;

    private static readonly int Kills = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 100 : 5;

    private readonly ServerProcess server = new(
        new Dictionary<string, string> { ["KB_HOOK_ALERTMANAGER_SECRET"] = Secret, ["KB_EMBEDDER"] = "none" },
        ("disk.md", "# Disk full\n\n## Remediation\n\n1. Clean it.\n")
    );

    public void Dispose() => server.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // As a sender does: each until it is acknowledged, then the next.
    private async Task<int> Deliver(int sender, CancellationToken stop)
    {
        for (var number = 0; ; number++)
        for (var isDone = false; !isDone; )
        {
            if (stop.IsCancellationRequested)
                return number;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/hooks/alertmanager")
                {
                    Content = new StringContent(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $$$"""{"alerts":[{"status":"firing","fingerprint":"{{{sender}}}-{{{number}}}","""
                                + $$$""" "labels":{"alertname":"A{{{sender}}}x{{{number}}}"}}]}"""
                        ),
                        Encoding.UTF8,
                        "application/json"
                    ),
                    Headers = { { "Authorization", $"Bearer {Secret}" } },
                };
                using var answer = await server.Client.SendAsync(request, Cancellation);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable,
                    $"{answer.StatusCode}"
                );
                isDone = answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // It was killed: whether this one is kept is not known, so it is sent again.
                await Task.Delay(20, Cancellation);
            }
            await Task.Delay(5, Cancellation);
        }
    }

    [Fact]
    public async Task Kills_at_any_moment_lose_no_alert_and_double_none()
    {
        await server.Start();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, Senders).Select(s => Deliver(s, stop.Token)).ToList();
        // The same moments in each run, from at once to while all goes its way.
        var moments = new Random(2026);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(moments.Next(10, 600), Cancellation);
            server.Kill();
            await server.Start();
        }
        await Task.Delay(200, Cancellation);
        await stop.CancelAsync();
        var acknowledged = await Task.WhenAll(senders);
        Assert.True(acknowledged.Sum() > 10 * Kills, $"{acknowledged.Sum()} alerts");

        var expected = acknowledged.SelectMany((count, s) => Enumerable.Range(0, count).Select(n => $"A{s}x{n}")).ToHashSet();
        for (var guard = 0; guard < 300 && !Alerts().ToHashSet().IsSupersetOf(expected); guard++)
            await Task.Delay(100, Cancellation);
        var found = Alerts();
        Assert.Empty(expected.Except(found));
        // One that was kept before it could be answered is sent again, and is the same alert.
        Assert.Equal(found.Count, found.Distinct().Count());
        TestContext.Current.TestOutputHelper?.WriteLine($"{expected.Count} alerts over {Kills} kills");
    }

    // Beside the server: a list of its shows a thousand at most.
    private IReadOnlyList<string> Alerts()
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(server.Data, "knowledge.db")};Mode=ReadOnly;Pooling=False");
        store.Open();
        return [.. store.Query<string>("SELECT name FROM alerts")];
    }
}
