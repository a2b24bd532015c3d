using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Its own link first, then what is known, and a guess only where somebody opens it.</summary>
public sealed class AlertPageTests : IDisposable
{
    private const string Box = "type=\"checkbox\" class=\"step\"";
    private const string Guess = "that it is about this alert is a guess";
    private const string Elsewhere = "https://runbooks.example/wiki/kubepodcrashlooping";

    private readonly Server server = Server.With(
        (
            "disk.md",
            "# Disk full on the batch host\n\n## Symptoms\n\n- the pod of the loader keeps restarting, its container is in a crash loop\n\n"
                + "## Remediation\n\n1. Look at the log of the pod.\n\n   ```sh\n   kubectl logs loader\n   ```\n"
                + "2. Make room on the host.\n\n   ```sh\n   sudo find /var/spool -delete\n   ```\n"
        ),
        (
            "ledger.md",
            "# Ledger\n\n## Meaning\n\nThe stateful set of the ledger has fewer replicas than it was told to have.\n\n## Remediation\n\n"
                + "Be calm.\n\n1. Look at the events.\n2. Restart the controller.\n3. See that replicas come back.\n"
        ),
        ("jobs/KubeJobCompletion.md", "# KubeJobCompletion\n\n## Remediation\n\n1. Delete the job.\n"),
        ("catalog-info.yaml", "kind: Group\nmetadata:\n  name: data\n---\nkind: Component\nmetadata: {name: feed}\nspec: {owner: data}\n")
    );
    private readonly HttpClient client;

    public AlertPageTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(string Id, JsonElement Match)> Fire(string name, string summary, string? runbook = null)
    {
        var payload = JsonSerializer.Serialize(
            new
            {
                version = "4",
                alerts = new[]
                {
                    new
                    {
                        status = "firing",
                        fingerprint = "f",
                        labels = new { alertname = name, service = "feed" },
                        annotations = runbook is null ? (object)new { summary } : new { summary, runbook_url = runbook },
                    },
                },
            }
        );
        using var body = new StringContent(payload, Encoding.UTF8, "application/json");
        (await client.PostAsync("/hooks/alertmanager", body, Cancellation)).EnsureSuccessStatusCode();
        for (var guard = 0; guard < 600; guard++, await Task.Delay(25, Cancellation))
            if ((await Alerts()).EnumerateArray().FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } item)
                return (item.GetProperty("alert").GetProperty("id").GetString()!, item.GetProperty("match").Clone());
        throw new InvalidOperationException("The alert was never read.");
    }

    private async Task<JsonElement> Alerts() =>
        (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");

    private Task<string> Page(string id) => client.GetStringAsync($"/alerts/{id}", Cancellation);

    private string Notice(string id)
    {
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        return alerts.MessageOf(alerts.Find(id).Alert!, new("https://kb.example/")).PlainText();
    }

    private string Slack(string id)
    {
        var alerts = server.Services.GetRequiredService<LiveAlerts>();
        return string.Join(
            '\n',
            alerts.MessageOf(alerts.Find(id).Alert!, new("https://kb.example/")).Slack().Blocks.Select(b => b.Text.Text)
        );
    }

    private static void InOrder(string text, params string[] parts)
    {
        var from = 0;
        foreach (var part in parts)
        {
            var at = text.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"“{part}” does not stand after {from} in: {text}");
            from = at + part.Length;
        }
    }

    [Theory]
    [InlineData(Elsewhere, "elsewhere", "not read here")]
    [InlineData("https://runbooks.example/jobs/kubegone", "dead", "dead: no page has its name")]
    [InlineData("Ask the platform team", "noAddress", "no address")]
    [InlineData(null, null, null)]
    public async Task Fault_01_a_crash_looping_pod_gets_no_tickable_runbook_by_its_words(string? link, string? state, string? told)
    {
        var (id, match) = await Fire("KubePodCrashLooping", "pod keeps restarting, crash loop of the container on the host", link);

        Assert.False(match.TryGetProperty("documentId", out _));
        Assert.Equal("disk", match.GetProperty("suggestion").GetProperty("documentId").GetString());
        Assert.Equal(state, match.TryGetProperty("links", out var links) ? links[0].GetProperty("state").GetString() : null);

        var page = await Page(id);
        Assert.DoesNotContain(Box, page, StringComparison.Ordinal);
        if (told is not null)
            InOrder(page, ">KubePodCrashLooping</h1>", "Sender&#x2019;s runbook", link!, told, "<dt>Runbook</dt>");
        InOrder(page, "Ask: ", "/teams/data", $"/postmortems/new?alert={id}", "card guess", "/docs/disk", "It may be about something else");
        // A guess has no commands (fault 1 of November 2026: a wrong runbook with sudo on a firing alert).
        Assert.DoesNotContain("sudo", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Make room on the host.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/docs/disk", page[..page.IndexOf("id=\"guess\"", StringComparison.Ordinal)], StringComparison.Ordinal);

        foreach (var message in new[] { Notice(id), Slack(id) })
        {
            if (told is not null)
                InOrder(message, "KubePodCrashLooping", "Its own runbook link", link!, told, "Owner");
            InOrder(message, "data", "Perhaps", "Disk full on the batch host", "a guess");
            Assert.DoesNotContain("sudo", message, StringComparison.Ordinal);
            Assert.Equal(link != Elsewhere, message.Contains("nobody has written one", StringComparison.Ordinal));
            Assert.Equal(link != Elsewhere, message.Contains($"/postmortems/new?alert={id}", StringComparison.Ordinal));
        }
        // Nobody has a runbook for it: that is a gap, unless its own link may lead to one.
        var gaps = await client.GetStringAsync("/gaps", Cancellation);
        Assert.Equal(link != Elsewhere, gaps.Contains("KubePodCrashLooping", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_says_what_the_alert_says_is_a_checklist_with_warnings()
    {
        var (id, match) = await Fire("Unheard", "The stateful set of the ledger has fewer replicas than it was told to have");
        Assert.Equal(("ledger", "high"), (match.GetProperty("documentId").GetString(), match.GetProperty("confidence").GetString()));
        var page = await Page(id);
        Assert.Equal(3, page.Split(Box).Length - 1);
        Assert.Equal(1, page.Split(Guess).Length - 1);
        InOrder(page, "Look at the events", Guess, "Restart the controller", "See that replicas come back");
        foreach (var message in new[] { Notice(id), Slack(id) })
            InOrder(message, "Look at the events", Guess, "Restart the controller");
    }

    [Theory]
    [InlineData("https://books.example/jobs/KubeJobCompletion.md", "link works", null)]
    [InlineData("https://books.example/jobs/kubejobnotcompleted", "dead: no page has its name; this one must be meant", "rescuedFrom")]
    public async Task A_link_that_leads_here_is_told_first_and_its_page_is_a_checklist_without_warnings(
        string link,
        string told,
        string? also
    )
    {
        var (id, match) = await Fire("KubeJobNotCompleted", "Job has not completed", link);
        Assert.Equal("jobs/kubejobcompletion", match.GetProperty("documentId").GetString());
        Assert.Equal(also is not null, match.TryGetProperty("rescuedFrom", out _));
        var page = await Page(id);
        InOrder(page, "<h1", "/docs/jobs/kubejobcompletion", told, link, "<dt>Runbook</dt>", Box, "Delete the job");
        Assert.DoesNotContain(Guess, page, StringComparison.Ordinal);
        InOrder(Notice(id), link, told, "Runbook: KubeJobCompletion", "1. Delete the job");
    }

    [Fact]
    public async Task An_address_that_a_browser_must_not_follow_is_text()
    {
        var (id, _) = await Fire("Unheard", "zebra", "javascript:alert(document.domain)");
        var page = await Page(id);
        Assert.Contains("<code class=\"grow\">javascript:alert(document.domain)</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<javascript", Slack(id), StringComparison.OrdinalIgnoreCase);
    }
}
