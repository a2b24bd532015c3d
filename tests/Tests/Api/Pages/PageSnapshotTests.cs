using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Pages;

/// <summary>One page of each kind, as a browser gets it, over content of its own and a clock that stands still.</summary>
public sealed partial class PageSnapshotTests(PageSnapshotTests.Site site) : IClassFixture<PageSnapshotTests.Site>
{
    [Theory]
    [InlineData("/search?q=dashboards+stay+empty", "search-answer")]
    [InlineData("/search?q=purple+elephant+invoice", "search-no-answer")]
    [InlineData("/docs/load-stale", "runbook")]
    [InlineData("/docs/postmortems/2026-03-02-empty-dashboards", "postmortem")]
    [InlineData("/docs/alert-loadstale", "rule")]
    [InlineData("/postmortems", "postmortems")]
    [InlineData("/postmortems/new", "new")]
    [InlineData("/postmortems/{draft}/edit", "editor")]
    [InlineData("/customer/postmortems/2026-03-02-empty-dashboards", "customer-summary")]
    [InlineData("/alerts", "alerts")]
    [InlineData("/alerts/{alert}", "alert")]
    [InlineData("/actions", "actions")]
    [InlineData("/runbooks", "runbooks")]
    [InlineData("/services", "services")]
    [InlineData("/services/feed", "service")]
    [InlineData("/teams/data", "team")]
    [InlineData("/gaps", "gaps")]
    [InlineData("/stays-green", "stays-green")]
    [InlineData("/dead-ends", "dead-ends")]
    [InlineData("/touch?repository=loader&paths=src%2Fwrite.py", "touch")]
    [InlineData("/insights", "insights")]
    [InlineData("/health", "health")]
    [InlineData("/help", "help")]
    [InlineData("/problems/not-found", "problem")]
    public async Task The_page_is_as_it_was(string url, string name)
    {
        var html = await site.Page(url);
        var start = html.IndexOf("<main", StringComparison.Ordinal);
        Snapshot.Match(Stable(html[start..(html.IndexOf("</main>", start, StringComparison.Ordinal) + 7)]), $"page-{name}.html");
    }

    [Fact]
    public async Task The_frame_around_each_page_is_as_it_was() => Snapshot.Match(Stable(await site.Page("/")), "page-home.html");

    // A tag a line, so that a difference is short. Addresses of assets hold a hash of their bytes.
    private string Stable(string html) =>
        Assets()
            .Replace(html, "/assets/$1.HASH.$2")
            .Replace(site.Draft, "DRAFT", StringComparison.Ordinal)
            .Replace(site.Alert, "ALERT", StringComparison.Ordinal)
            .Replace("><", ">\n<", StringComparison.Ordinal);

    [GeneratedRegex("/assets/([a-z]+)[.-][0-9A-Za-z_-]{8,}[.]([a-z]+)")]
    private static partial Regex Assets();

    public sealed class Site : IAsyncLifetime
    {
        private static readonly (string, string)[] Files =
        [
            (
                "load-stale.md",
                """
                ---
                owner: data
                services: [feed]
                alerts: [LoadStale]
                symptoms: [dashboards stay empty]
                stays-green: [{check: systemd says active, blind-to: rows}]
                wording: [We are loading the data again.]
                ---
                # Load is stale

                ## Symptoms

                - Dashboards stay empty in the morning.

                ## Causes

                - **The spool is full.** Nothing is written any more.

                ## Diagnosis

                1. Look at the disk.

                   ```sh
                   ssh <host> df -h
                   ```

                ## Remediation

                1. Remove old files & start the load again.

                ## Verification

                1. Rows come in.

                """
            ),
            (
                "postmortems/2026-03-02-empty-dashboards.md",
                """
                ---
                kind: postmortem
                title: Empty dashboards
                date: 2026-03-02
                severity: sev2
                services: [feed]
                runbooks: [load-stale]
                searched: [dashboards stay empty]
                stays-green: [{check: systemd says active, blind-to: rows}]
                dead-ends: [{suspicion: the network, why: others were fast, minutes: 20}]
                ---
                # Empty dashboards

                ## Summary

                The spool was full, and nothing said so.

                ## Timeline

                - 06:10 Customers say that dashboards are empty.
                - 06:40 The disk is found to be full.
                - 07:00 Rows come in again.

                ## Root cause

                Old files were not removed.

                ## Action items

                - [ ] Alert on the spool, by 2026-06-04 (data)
                - [x] Remove old files every night

                """
            ),
            (
                "rules.yaml",
                """
                groups:
                - name: load
                  rules:
                  - alert: LoadStale
                    expr: time() - load_last_success_seconds > 3600
                    labels: {severity: critical, service: feed}
                    annotations: {summary: No rows, runbook_url: /docs/load-stale}
                  - alert: SpoolFull
                    expr: spool_free_bytes < 1
                    labels: {severity: warning}
                """
            ),
            (
                "catalog-info.yaml",
                """
                apiVersion: backstage.io/v1alpha1
                kind: Component
                metadata: {name: feed, description: Prices of the day}
                spec: {type: service, lifecycle: production, owner: data}
                ---
                apiVersion: backstage.io/v1alpha1
                kind: Group
                metadata: {name: data}
                spec: {type: team, profile: {displayName: Data, email: data@example.com}, children: []}
                """
            ),
        ];

        private readonly Server server = Server.At(new FakeTimeProvider(new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero)), Files);

        public string Alert { get; private set; } = "";

        public string Draft { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            using var client = server.Client();
            var begun = await client.PostAsJsonAsync("/api/postmortems", new { title = "Late prices" }, Cancellation);
            Draft = (await begun.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!;
            using var alert = new StringContent(
                """
                {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "LoadStale", "instance": "batch-01:9100",
                "severity": "critical", "service": "feed"}, "annotations": {"summary": "No rows"},
                "startsAt": "2026-06-01T04:10:00Z", "fingerprint": "f"}]}
                """,
                Encoding.UTF8,
                "application/json"
            );
            (await client.PostAsync("/hooks/alertmanager", alert, Cancellation)).EnsureSuccessStatusCode();
            for (var guard = 0; Alert.Length == 0; guard++)
            {
                Assert.True(guard < 300, "the alert was never read");
                await Task.Delay(20, Cancellation);
                var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
                if (alerts.GetArrayLength() > 0)
                    Alert = alerts[0].GetProperty("alert").GetProperty("id").GetString()!;
            }
            // Keeps the gap that the page of gaps shows.
            await Page("/search?q=purple+elephant+invoice");
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        public async Task<string> Page(string url)
        {
            using var client = server.Client();
            var address = url.Replace("{draft}", Draft, StringComparison.Ordinal).Replace("{alert}", Alert, StringComparison.Ordinal);
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Cancellation);
            var html = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{url}: {answer.StatusCode} {html}");
            return html;
        }

        private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    }
}
