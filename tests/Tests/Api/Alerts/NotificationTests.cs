using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Alerts;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Others are told of an alert, whatever happens meanwhile.</summary>
[Trait("Reliability", "A-16")]
public sealed class NotificationTests : IDisposable
{
    private const string Secret = "correct horse battery";
    private static readonly (string, string) Page = (
        "load.md",
        "---\nalerts: [LoadStale]\nstays-green: [{check: systemd says active}]\n---\n# Load is stale\n\n## Remediation\n"
            + "\n1. Free the disk.\n\n   ```sh\n   ssh <host> df -h\n   ```\n"
    );

    private readonly WebhookTarget target = new();

    public void Dispose() => target.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServerProcess Create(bool allowed) =>
        new(
            new Dictionary<string, string>
            {
                ["KB_NOTIFY_URL"] = $"http://127.0.0.1:{target.Port}/generic",
                ["KB_NOTIFY_SECRET"] = Secret,
                ["KB_NOTIFY_SLACK_URL"] = $"http://127.0.0.1:{target.Port}/slack/T0/SECRET",
                ["KB_NOTIFY_ALLOW"] = allowed ? "127.0.0.1" : "",
                ["KB_NOTIFY_INTERVAL"] = "0",
                ["KB_PUBLIC_URL"] = "https://kb.example",
            },
            Page
        );

    private static async Task Fire(ServerProcess server, string name = "LoadStale")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/hooks/alertmanager", UriKind.Relative))
        {
            Headers = { { HookSignatures.SecretHeader, HookKey.SecretOf(server.Data, "alertmanager") } },
            Content = new StringContent(
                $$"""{"version": "4", "alerts": [{"status": "firing", "labels": """
                    + $$"""{"alertname": "{{name}}", "instance": "batch-01:9100","""
                    + $$""" "severity": "critical"}, "annotations": {"summary": "No """
                    + $$"""rows"}, "startsAt": "2026-03-02T04:10:00Z", "fingerprint": "{{name}}"}]}""",
                Encoding.UTF8,
                "application/json"
            ),
        };
        using var answer = await server.Client.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task<string> UntilStatus(ServerProcess server, string said, Func<bool>? holds = null)
    {
        for (var guard = 0; ; guard++, await Task.Delay(50, Cancellation))
        {
            var page = await server.Client.GetStringAsync(new Uri("/status", UriKind.Relative), Cancellation);
            if (page.Contains(said, StringComparison.Ordinal) && holds?.Invoke() != false)
                return page;
            Assert.True(guard < 300, $"Waited in vain for “{said}”");
        }
    }

    private async Task Until(Func<bool> holds)
    {
        for (var guard = 0; !holds(); guard++)
        {
            Assert.True(guard < 300, $"{target.Received.Count} received");
            await Task.Delay(50, Cancellation);
        }
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_after_a_kill_and_with_the_runbook_in_it()
    {
        using var server = Create(allowed: true);
        await server.Start();
        target.Status = 503;
        await Fire(server);
        await Until(() =>
            target.Received.Any(r => r.Path == "/generic")
            && target.Received.Any(r => r.Path.StartsWith("/slack", StringComparison.Ordinal))
        );
        server.Kill();
        var before = target.Received.ToList();
        target.Received.Clear();
        target.Status = 200;
        await server.Start();
        await Until(() =>
            target.Received.Any(r => r.Path == "/generic")
            && target.Received.Any(r => r.Path.StartsWith("/slack", StringComparison.Ordinal))
        );

        var (_, headers, body, _) = target.Received.First(r => r.Path == "/generic");
        Assert.Equal(before.First(r => r.Path == "/generic").Headers["webhook-id"], headers["webhook-id"]);
        Assert.Equal(
            "v1,"
                + Convert.ToBase64String(
                    HMACSHA256.HashData(
                        Encoding.UTF8.GetBytes(Secret),
                        Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}")
                    )
                ),
            headers["webhook-signature"]
        );
        using var json = JsonDocument.Parse(body);
        var data = json.RootElement.GetProperty("data");
        Assert.Equal("load", data.GetProperty("match").GetProperty("documentId").GetString());
        Assert.Contains("ssh batch-01 df -h", data.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("https://kb.example/docs/load", data.GetProperty("text").GetString(), StringComparison.Ordinal);
        var slack = target.Received.First(r => r.Path.StartsWith("/slack", StringComparison.Ordinal)).Body;
        Assert.Contains("ssh batch-01 df -h", slack, StringComparison.Ordinal);
        Assert.Contains("systemd says active", slack, StringComparison.Ordinal);

        // The same event again, and the same message is not sent a second time: what began later is, and then nothing waits any more.
        await Fire(server);
        await Fire(server, "QueueStuck");
        await UntilStatus(server, "0 waiting, 0 given up", () => target.Received.Count >= 4);
        Assert.Equal(4, target.Received.Count);
        Assert.Equal(2, target.Received.Count(r => r.Body.Contains("QueueStuck", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_address_inside_is_refused_unless_it_is_listed_and_no_page_shows_a_secret()
    {
        using var server = Create(allowed: false);
        await server.Start();
        await Fire(server);
        var page = await UntilStatus(server, "not a public address");
        Assert.DoesNotContain("SECRET", page, StringComparison.Ordinal);
        Assert.Empty(target.Received);
    }

    [Fact]
    public async Task What_the_other_side_will_never_take_is_given_up_and_said()
    {
        target.Status = 404;
        using var server = Create(allowed: true);
        await server.Start();
        await Fire(server);
        await UntilStatus(server, "0 waiting, 2 given up");
        Assert.Equal(2, target.Received.Count);
    }
}
