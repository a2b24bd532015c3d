using System.Net;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Assistant;

/// <summary>Steps that were done for an alert become a draft; what was not done is never in it.</summary>
public sealed class RunbookDraftTests : IAsyncDisposable
{
    private const string Runbook = """
        ---
        alerts: [DiskFull]
        ---
        # Disk full

        ## Remediation

        1. Look at the log of the loader.

           ```sh
           journalctl -u loader --since -1h
           ```

        2. Restart the controller of the loader.
        3. See that shards are written again.
        """;

    private FakeChatServer? chat;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (chat is not null)
            await chat.DisposeAsync();
    }

    [Fact]
    public async Task Each_step_cites_an_entry_and_what_was_not_ticked_is_not_sent()
    {
        chat = await FakeChatServer.Replying(
            "Look at the log of the loader: `journalctl -u loader --since -1h` [1]\nRestart the controller of the loader [1]\n"
                + "See that shards are written again [2]\nLook at the log: `journalctl -u loader --since -9h` [1]"
        );
        using var server = Server.With(("disk.md", Runbook)).Setting("chat-url", chat.Url);
        using var client = server.Client();
        var id = await Fire(server, client, "firing");
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/assistant/runbook?alert={id}", Cancellation)).StatusCode);
        await Tick(client, id, "step-remediation-1", "step-remediation-3");
        await Fire(server, client, "resolved");

        var page = await client.GetStringAsync($"/assistant/runbook?alert={id}", Cancellation);

        var draft = WebUtility.HtmlDecode(page[(page.IndexOf("<pre>", StringComparison.Ordinal) + 5)..].Split("</pre>")[0]);
        Assert.Equal(
            "---\nkind: runbook\nalerts: [\"DiskFull\"]\n---\n# DiskFull\n\n## Remediation\n\n"
                + "1. Look at the log of the loader: `journalctl -u loader --since -1h`\n2. See that shards are written again\n",
            draft.ReplaceLineEndings("\n").TrimStart('\n')
        );
        Assert.Contains("2 sentences are not shown", page, StringComparison.Ordinal);
        var sent = Assert.Single(chat.Requests).GetRawText();
        Assert.DoesNotContain("Restart the controller", sent, StringComparison.Ordinal);
        Assert.Contains("/assistant/runbook?alert=", await client.GetStringAsync($"/alerts/{id}", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/assistant/runbook?alert=absent", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Where_nothing_was_ticked_nothing_is_asked()
    {
        chat = await FakeChatServer.Replying("Restart everything [1]");
        using var server = Server.With(("disk.md", Runbook)).Setting("chat-url", chat.Url);
        using var client = server.Client();
        var id = await Fire(server, client, "firing");
        await Fire(server, client, "resolved");

        Assert.Contains(
            "no step was ticked",
            await client.GetStringAsync($"/assistant/runbook?alert={id}", Cancellation),
            StringComparison.Ordinal
        );
        Assert.Empty(chat.Requests);
    }

    private static async Task<string> Fire(Server server, HttpClient client, string status)
    {
        var payload = JsonSerializer.Serialize(
            new
            {
                version = "4",
                alerts = new[]
                {
                    new
                    {
                        status,
                        fingerprint = "f",
                        startsAt = "2026-11-29T01:00:00Z",
                        endsAt = status == "resolved" ? "2026-11-29T02:00:00Z" : "0001-01-01T00:00:00Z",
                        labels = new { alertname = "DiskFull" },
                    },
                },
            }
        );
        var answer = await client.PostAsync(
            "/hooks/alertmanager",
            new StringContent(payload, Encoding.UTF8, "application/json"),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        for (var guard = 0; guard < 600; guard++)
        {
            if (alerts.List(new(), 10) is [var alert] && alert.State.ToString().Equals(status, StringComparison.OrdinalIgnoreCase))
                return alert.Id;
            await Task.Delay(50, Cancellation);
        }
        throw new TimeoutException("The alert was not read.");
    }

    private static async Task Tick(HttpClient client, string id, params string[] steps)
    {
        var form = steps.Select(s => KeyValuePair.Create("step", s)).Append(new("document", "disk")).Append(new("seen", ""));
        var answer = await client.PostAsync($"/alerts/{id}/steps", new FormUrlEncodedContent(form), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
