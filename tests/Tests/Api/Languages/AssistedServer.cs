using System.Text;
using System.Text.Json;
using Knowledge.Api.Live;
using Knowledge.Tests.Api.Assistant;
using Knowledge.Tests.Indexer.Archive;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Languages;

/// <summary>A server with an archive and a language model, and something to show on each page that takes one of them.</summary>
internal sealed class AssistedServer : IAsyncDisposable
{
    private static readonly (string Path, string Text)[] Pages =
    [
        (
            "nightly.md",
            "---\nkind: runbook\nsymptoms: [Dashboards show no data]\n---\n# Nightly load stuck\n\n## Symptoms\n\n"
                + "- Dashboards show no data\n\n## Causes\n\n- The spool is full, so the load retries without an error.\n\n"
                + "## Remediation\n\n1. Delete shards that are older than 7 days.\n"
        ),
        (
            "empty.md",
            "---\nkind: postmortem\ndate: 2026-03-02\n---\n# Empty dashboards\n\n## Root cause\n\n"
                + "The spool was full. No alert noticed that the load retried for three hours.\n"
        ),
        (
            "disk.md",
            "---\nalerts: [DiskFull]\n---\n# Disk of the loader\n\n## Remediation\n\n1. Look at the log of the loader.\n"
                + "2. Check that shards are written again.\n"
        ),
    ];

    private const string Archived = "The relay was restarted, then mails came.";

    // Lines for each page; what a page does not ask for, or its evidence does not carry, it drops.
    private const string Reply =
        "The spool is full, so the load retries without an error [1]\n"
        + "detection: No alert noticed that the load retried for three hours [2]\n"
        + "Look at the log of the loader [1]\ndashboards show no data\nThe vendor did it [1]";

    private readonly ArchiveFixture archive = new();
    private FakeChatServer? chat;
    private Server? server;

    /// <summary>What stands in pages, the archive and replies: none of it is a text of the program.</summary>
    public static string Words { get; } =
        string.Join(' ', Pages.Select(p => p.Text)) + $" {Archived} Relay down tickets {Reply} empty disk";

    public HttpClient Client { get; private set; } = null!;

    /// <returns>The id of an alert that is over, with a step that was done.</returns>
    public async Task<string> Start()
    {
        archive.Build(isWhole: true, ArchiveFixture.Page("OPS-1", "Relay down", Archived, "2026-01-05"));
        chat = await FakeChatServer.Replying(Reply);
        server = Server.With(Pages).Setting("chat-url", chat.Url).Setting("archive", $"tickets={archive.Out}");
        Client = server.Client();
        var id = await Send("firing");
        using var ticked = await Client.PostAsync(
            $"/alerts/{id}/steps",
            new FormUrlEncodedContent([new("step", "step-remediation-1"), new("document", "disk"), new("seen", "")])
        );
        await Send("resolved");
        // The archive is opened in the background.
        for (var guard = 0; guard < 300; guard++, await Task.Delay(25))
        {
            using var page = await Client.GetAsync("/archive/tickets/OPS-1");
            if (page.IsSuccessStatusCode)
                return id;
        }
        throw new InvalidOperationException("The archive is not opened.");
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        if (chat is not null)
            await chat.DisposeAsync();
        archive.Dispose();
    }

    private async Task<string> Send(string status)
    {
        var alert = new
        {
            status,
            fingerprint = "f",
            startsAt = "2026-11-29T01:00:00Z",
            endsAt = status == "resolved" ? "2026-11-29T02:00:00Z" : "0001-01-01T00:00:00Z",
            labels = new { alertname = "DiskFull" },
        };
        using var body = new StringContent(
            JsonSerializer.Serialize(new { version = "4", alerts = new[] { alert } }),
            Encoding.UTF8,
            "application/json"
        );
        (await Client.PostAsync("/hooks/alertmanager", body)).EnsureSuccessStatusCode();
        var alerts = server!.Services.GetRequiredService<LiveAlerts>();
        for (var guard = 0; guard < 300; guard++, await Task.Delay(25))
            if (alerts.List(new(), 10) is [var read] && read.State.ToString().Equals(status, StringComparison.OrdinalIgnoreCase))
                return read.Id;
        throw new InvalidOperationException("The alert was not read.");
    }
}
