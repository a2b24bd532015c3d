using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>A real Alertmanager delivers to a real server, which is killed while alerts arrive.</summary>
[Trait("Reliability", "F-02")]
public sealed class AlertmanagerTests : IDisposable
{
    private const string Secret = "correct horse battery";

    private readonly ServerProcess server = new(
        new Dictionary<string, string> { ["KB_HOOK_ALERTMANAGER_SECRET"] = Secret },
        ("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n\n## Remediation\n\n1. Free the disk and start the load again.\n")
    );

    private readonly List<Process> started = [];

    public void Dispose()
    {
        foreach (var process in started)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<Uri> StartAlertmanager(string name)
    {
        const string Program = "/usr/bin/prometheus-alertmanager";
        Assert.SkipUnless(File.Exists(Program), "Alertmanager is not here; tests/run installs it.");
        var place = Directory.CreateDirectory(Path.Combine(server.Place, name)).FullName;
        File.WriteAllText(
            Path.Combine(place, "am.yml"),
            $"""
            route:
              receiver: kb.prod
              group_by: [alertname]
              group_wait: 100ms
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: kb.prod
                webhook_configs:
                  - url: {server.Address}hooks/alertmanager
                    send_resolved: true
                    http_config:
                      authorization:
                        credentials: {Secret}
            """
        );
        var address = new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}");
        var start = new ProcessStartInfo(
            Program,
            [
                $"--config.file={place}/am.yml",
                $"--storage.path={place}/data",
                $"--web.listen-address={address.Authority}",
                "--cluster.listen-address=",
            ]
        )
        {
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        started.Add(process);
        using var client = new HttpClient();
        for (var guard = 0; guard < 600; guard++)
        {
            try
            {
                if ((await client.GetAsync(new Uri(address, "/-/ready"), Cancellation)).IsSuccessStatusCode)
                    return address;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
            await Task.Delay(50, Cancellation);
        }
        throw new TimeoutException("Alertmanager was not ready.");
    }

    private static async Task Amtool(Uri alertmanager, params string[] arguments)
    {
        using var amtool = Process.Start(
            new ProcessStartInfo("/usr/bin/amtool", ["alert", "add", .. arguments, $"--alertmanager.url={alertmanager}"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await amtool.WaitForExitAsync(Cancellation);
        Assert.Equal(0, amtool.ExitCode);
    }

    private async Task<JsonElement> Until(string address, Func<JsonElement, bool> holds)
    {
        JsonElement answer = default;
        for (var guard = 0; guard < 300; guard++)
        {
            answer = await server.Client.GetFromJsonAsync<JsonElement>(new Uri(address, UriKind.Relative), Cancellation);
            if (holds(answer))
                return answer;
            await Task.Delay(100, Cancellation);
        }
        Assert.Fail($"Waited in vain: {answer}");
        return answer;
    }

    [Fact]
    public async Task It_delivers_firing_and_resolved_and_two_of_them_make_no_second_alert()
    {
        await server.Start();
        Uri[] both = [await StartAlertmanager("am1"), await StartAlertmanager("am2")];
        var start = TimeProvider
            .System.GetUtcNow()
            .AddMinutes(-5)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var alertmanager in both)
        {
            await Amtool(
                alertmanager,
                "alertname=LoadStale",
                "severity=critical",
                "service=feed",
                $"--start={start}",
                "--annotation=summary=No rows since 04:10"
            );
            await Amtool(alertmanager, "alertname=PurpleElephant", "severity=warning", $"--start={start}");
        }

        var alerts = await Until(
            "/api/alerts?state=firing",
            a => a.GetProperty("alerts").EnumerateArray().Sum(i => i.GetProperty("alert").GetProperty("heard").GetInt32()) >= 4
        );
        Assert.Equal(
            ["LoadStale", "PurpleElephant"],
            alerts.GetProperty("alerts").EnumerateArray().Select(i => i.GetProperty("alert").GetProperty("name").GetString()).Order()
        );
        var stale = alerts
            .GetProperty("alerts")
            .EnumerateArray()
            .Single(i => i.GetProperty("alert").GetProperty("name").GetString() == "LoadStale");
        Assert.Equal("/docs/load", stale.GetProperty("match").GetProperty("url").GetString());
        var page = await server.Client.GetStringAsync(
            new Uri($"/alerts/{stale.GetProperty("alert").GetProperty("id").GetString()}", UriKind.Relative),
            Cancellation
        );
        Assert.Contains("Free the disk and start the load again", page, StringComparison.Ordinal);
        Assert.Contains("No rows since 04:10", page, StringComparison.Ordinal);

        var end = TimeProvider
            .System.GetUtcNow()
            .AddSeconds(-1)
            .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var alertmanager in both)
            await Amtool(
                alertmanager,
                "alertname=LoadStale",
                "severity=critical",
                "service=feed",
                $"--start={start}",
                $"--end={end}",
                "--annotation=summary=No rows since 04:10"
            );
        await Until("/api/alerts?state=resolved", a => a.GetProperty("alerts").GetArrayLength() == 1);
        Assert.Equal(1, (await Until("/api/alerts?state=firing", a => true)).GetProperty("alerts").GetArrayLength());
    }

    [Fact]
    public async Task Without_its_secret_nothing_is_taken()
    {
        await server.Start();
        var body = new StringContent("""[{"labels": {"alertname": "A"}}]""", Encoding.UTF8, "application/json");
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await server.Client.PostAsync(new Uri("/hooks/alertmanager", UriKind.Relative), body, Cancellation)).StatusCode
        );
        Assert.Equal(0, (await Until("/api/inbox", _ => true)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_could_not_be_read_is_listed_and_replayed_from_the_command_line()
    {
        await server.Start();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/alertmanager", UriKind.Relative))
        {
            Content = new StringContent("no JSON at all"),
        };
        message.Headers.Authorization = new("Bearer", Secret);
        Assert.Equal(HttpStatusCode.Accepted, (await server.Client.SendAsync(message, Cancellation)).StatusCode);
        await Until("/api/inbox?unreadable=true", i => i.GetProperty("items").GetArrayLength() == 1);

        var (code, output, _) = await Indexer.Commands.Kb.Run("inbox", "list", "--unreadable", "--server", server.Address.ToString());
        Assert.Equal(0, code);
        Assert.Contains("It is not JSON", output, StringComparison.Ordinal);
        (code, output, _) = await Indexer.Commands.Kb.Run("inbox", "replay", "--server", server.Address.ToString());
        Assert.Equal((0, "1 requests are read again\n"), (code, output));
        var (unreached, _, error) = await Indexer.Commands.Kb.Run("inbox", "list", "--server", "http://127.0.0.1:1");
        Assert.Equal((3, true), (unreached, error.StartsWith("kb: http://127.0.0.1:1/ does not answer", StringComparison.Ordinal)));
        Assert.Equal(2, (await Indexer.Commands.Kb.Run("inbox", "list", "--server", "nowhere")).ExitCode);
    }

    // A hundred requests of twenty alerts, several at a time; killed in the middle, what was not answered is sent again, as
    // Alertmanager does.
    [Fact]
    public async Task Killed_while_two_thousand_alerts_arrive_it_loses_and_doubles_none()
    {
        await server.Start();
        var accepted = 0;
        var killed = false;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 100),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation },
            async (request, cancellation) =>
            {
                var alerts = Enumerable
                    .Range(0, 20)
                    .Select(a => new
                    {
                        status = "firing",
                        labels = new { alertname = $"A{request}", instance = $"{a}" },
                        annotations = new { summary = "s" },
                        startsAt = "2026-03-02T04:10:00Z",
                        fingerprint = $"{request}-{a}",
                    });
                var body = JsonSerializer.Serialize(new { version = "4", alerts });
                for (var attempt = 0; attempt < 200; attempt++)
                {
                    try
                    {
                        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/alertmanager", UriKind.Relative))
                        {
                            Content = new StringContent(body, Encoding.UTF8, "application/json"),
                        };
                        message.Headers.Authorization = new("Bearer", Secret);
                        var answer = await server.Client.SendAsync(message, cancellation);
                        if (answer.IsSuccessStatusCode)
                        {
                            if (Interlocked.Increment(ref accepted) != 40)
                                return;
                            server.Kill();
                            Volatile.Write(ref killed, true);
                            await server.Start();
                            return;
                        }
                    }
                    catch (HttpRequestException)
                    {
                        // Not answered: it may be kept or not.
                    }
                    await Task.Delay(100, cancellation);
                }
                Assert.Fail("A request was never accepted.");
            }
        );

        Assert.True(killed);
        var inbox = await Until("/api/inbox", i => i.GetProperty("unread").GetInt32() == 0);
        var items = inbox.GetProperty("items").EnumerateArray().ToList();
        // Of the eight that were under way when it was killed some may be kept twice; that doubles no alert.
        Assert.InRange(items.Count, 100, 108);
        Assert.All(items, i => Assert.Equal(20, i.GetProperty("alerts").GetInt32()));
        var alerts = (await Until("/api/alerts?limit=500", a => true)).GetProperty("alerts").EnumerateArray().ToList();
        Assert.All(
            alerts,
            a =>
            {
                Assert.Equal(1, a.GetProperty("alert").GetProperty("episodes").GetInt32());
                Assert.InRange(a.GetProperty("alert").GetProperty("heard").GetInt32(), 1, 2);
            }
        );
        var metrics = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Contains("kb_alerts_firing 2000", metrics, StringComparison.Ordinal);
    }
}
