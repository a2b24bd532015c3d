using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Ui;

/// <summary>One page of each kind, as a browser gets it, over content of its own and a clock that stands still.</summary>
public sealed partial class PageSnapshotTests(PageSnapshotTests.Site site) : IClassFixture<PageSnapshotTests.Site>
{
    private static readonly (string Name, string Url)[] Pages =
    [
        ("search-answer", "/search?q=dashboards+stay+empty"),
        ("search-no-answer", "/search?q=purple+elephant+invoice"),
        ("runbook", "/docs/load-stale"),
        ("postmortem", "/docs/postmortems/2026-03-02-empty-dashboards"),
        ("rule", "/docs/alerts/loadstale"),
        ("postmortems", "/postmortems"),
        ("new", "/postmortems/new"),
        ("editor", "/postmortems/{draft}/edit"),
        ("customer-summary", "/customer/postmortems/2026-03-02-empty-dashboards"),
        ("alerts", "/alerts"),
        ("alert", "/alerts/{alert}"),
        ("actions", "/actions"),
        ("runbooks", "/runbooks"),
        ("services", "/services"),
        ("service", "/services/feed"),
        ("team", "/teams/data"),
        ("gaps", "/gaps"),
        ("stays-green", "/stays-green"),
        ("dead-ends", "/dead-ends"),
        ("touch", "/touch?repository=loader&paths=src%2Fwrite.py"),
        ("insights", "/insights"),
        ("health", "/health"),
        ("help", "/help"),
        ("problem", "/problems/not-found"),
    ];

    public static TheoryData<string> Names => [.. Pages.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_is_as_it_was(string name)
    {
        var html = site.Html[name];
        var start = html.IndexOf("<main", StringComparison.Ordinal);
        Snapshot.Match(Stable(html[start..(html.IndexOf("</main>", start, StringComparison.Ordinal) + 7)]), $"page-{name}.html");
    }

    [Fact]
    public void The_frame_around_each_page_is_as_it_was() => Snapshot.Match(Stable(site.Html["home"]), "page-home.html");

    // What differs from run to run has a name instead, and each tag has a line, so that a difference is short.
    private static string Stable(string html) =>
        Varying()
            .Replace(html, match => match.Groups.Values.Skip(1).First(group => group.Success).Name)
            .Replace("><", ">\n<", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=[?]v=)(?<HASH>[0-9a-f]{12})|(?<=in )(?<MILLISECONDS>[0-9.]+)(?= ms)|(?<SOURCE>knowledge-content-\w+)")]
    private static partial Regex Varying();

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
                detected: 2026-03-02 06:10
                mitigated: 2026-03-02 07:00
                severity: sev2
                services: [feed]
                runbooks: [load-stale]
                searched: [dashboards stay empty]
                stays-green: [{check: systemd says active, blind-to: rows}]
                dead-ends: [{suspicion: the network, why: others were fast, minutes-lost: 20}]
                twins: [{repository: loader, path: src/*.py, owner: data}, {repository: loader, path: cron/*.sh, owner: data}]
                wording: [Prices were late; they are complete again.]
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

        private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

        private readonly Server server = Server.At(new FakeTimeProvider(Now), Files);

        public Dictionary<string, string> Html { get; } = [];

        public async ValueTask InitializeAsync()
        {
            // Pages say when their file was changed.
            foreach (var (path, _) in Files)
                File.SetLastWriteTimeUtc(Path.Combine(server.Content, path), Now.AddDays(-1).UtcDateTime);
            using var client = server.Client();
            var begun = await client.PostAsJsonAsync("/api/postmortems", new { title = "Late prices" }, Cancellation);
            var draft = (await begun.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!;
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
            var id = await ReadAlert(client);
            // One after the other: a search without an answer is in the pages that come after it.
            foreach (var (name, url) in Pages.Prepend(("home", "/")))
                Html[name] = await Page(
                    client,
                    url.Replace("{draft}", draft, StringComparison.Ordinal).Replace("{alert}", id, StringComparison.Ordinal)
                );
        }

        private static async Task<string> ReadAlert(HttpClient client)
        {
            for (var guard = 0; guard < 3_000; guard++)
            {
                var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
                if (alerts.GetArrayLength() > 0)
                    return alerts[0].GetProperty("alert").GetProperty("id").GetString()!;
                await Task.Delay(20, Cancellation);
            }
            throw new InvalidOperationException("the alert was never read");
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private static async Task<string> Page(HttpClient client, string url)
        {
            using var answer = await client.GetAsync(new Uri(url, UriKind.Relative), Cancellation);
            var html = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{url}: {answer.StatusCode} {html}");
            // Razor encodes what stands in an attribute: who writes &amp; there writes it twice.
            Assert.DoesNotContain("&amp;amp;", html, StringComparison.Ordinal);
            return html;
        }

        private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    }
}
