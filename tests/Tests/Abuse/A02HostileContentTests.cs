using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Tests.Api;
using Knowledge.Tests.Api.Ui;

namespace Knowledge.Tests.Abuse;

/// <summary>A-02, A-03: every page of a knowledge base full of poison, in a real browser: nothing runs and nobody else is asked.</summary>
[Trait("Reliability", "A-03")]
public sealed class A02HostileContentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly string[] Poison =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(2)>",
        "<svg/onload=alert(3)>",
        "<iframe src='https://evil.example/4'></iframe>",
        "\"><img src=https://evil.example/5.png onerror=alert(5)>",
        "[click](javascript:alert(6))",
        "![out](https://evil.example/7.png)",
        "<style>@import 'https://evil.example/8.css'; body{background:url(https://evil.example/9.png)}</style>",
        "<link rel=stylesheet href=https://evil.example/10.css>",
        "<meta http-equiv=refresh content='0;url=https://evil.example/11'>",
        "<base href='https://evil.example/12/'>",
        "<form action=https://evil.example/13><button autofocus onfocus=alert(13)>x</button></form>",
        "<a href=' &#106;avascript:alert(14)'>x</a>",
        "<video src=https://evil.example/15.mp4 autoplay></video>",
        "<details open ontoggle=alert(16)>x</details>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(17)>",
        "</title></textarea></script><script>alert(18)</script>",
        "{{constructor.constructor('alert(19)')()}}",
    ];

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static string Page(string kind, string poison) =>
        $"""
            ---
            kind: {kind}
            title: {Quoted("T " + poison)}
            owner: {Quoted(poison)}
            services: [{Quoted(poison)}]
            tags: [{Quoted(poison)}]
            aliases: [{Quoted(poison)}]
            alerts: [{Quoted(poison)}]
            severity: {Quoted(poison)}
            date: 2026-01-01
            symptoms: [{Quoted(poison)}]
            searched: [{Quoted(poison)}]
            wording: [{Quoted(poison)}]
            stays-green: [{"{"}check: {Quoted(poison)}, blind-to: {Quoted(poison)}{"}"}]
            dead-ends: [{"{"}suspicion: {Quoted(poison)}, why: {Quoted(poison)}{"}"}]
            twins: [{"{"}repository: {Quoted(poison)}, path: {Quoted(poison)}, owner: {Quoted(poison)}{"}"}]
            ---
            # H {poison}

            {poison}

            ## Causes

            - **{poison}** {poison}

            ## Remediation

            1. {poison}

               ```sh
               echo '{poison}'
               ```

            ## Timeline

            - 10:00 {poison}

            ## Action items

            - [ ] {poison}, by 2026-06-04 ({poison})

            """;

    private static IEnumerable<(string, string)> Files()
    {
        foreach (var (i, poison) in Poison.Index())
            yield return ($"p{i}.md", Page(i % 2 == 0 ? "runbook" : "postmortem", poison));
        var all = string.Join("\n\n", Poison);
        yield return (
            "formats/page.html",
            $"<!DOCTYPE html>\n<html><head><title>T</title></head><body><h1>Heading</h1>\n{all}\n</body></html>\n"
        );
        foreach (var end in new[] { "mdx", "qmd", "adoc", "rst", "org" })
            yield return ($"formats/{end}.{end}", $"# Heading\n\n{all}\n");
        yield return (
            "formats/book.ipynb",
            JsonSerializer.Serialize(
                new
                {
                    nbformat = 4,
                    metadata = new { },
                    cells = new[]
                    {
                        new
                        {
                            cell_type = "markdown",
                            source = "# Book\n\n" + all,
                            metadata = new { },
                        },
                    },
                }
            )
        );
        foreach (var imported in HostileExports.Imported(Poison))
            yield return imported;
        yield return (
            "rules.yaml",
            "groups:\n- name: g\n  rules:\n"
                + string.Concat(
                    Poison.Select(
                        (p, i) =>
                            $"  - alert: {Quoted($"A{i}{p}")}\n    expr: {Quoted(p)}\n    labels: {{severity: {Quoted(p)}}}\n"
                            + $"    annotations: {{summary: {Quoted(p)}, runbook_url: {Quoted("https://evil.example/" + p)}}}\n"
                    )
                )
        );
    }

    [Fact]
    public async Task No_page_opens_a_dialog_asks_another_host_or_breaks_its_policy()
    {
        var server = Server.With([.. Files()]);
        await using var browser = await Browser.Before(server);
        using var client = server.Client();
        var addresses = new List<string>
        {
            "/",
            "/runbooks",
            "/postmortems",
            "/actions",
            "/services",
            "/alerts",
            "/gaps",
            "/dead-ends",
            "/stays-green",
            "/health",
            "/insights",
            "/status",
        };
        var documents = await client.GetFromJsonAsync<JsonElement>("/api/documents?limit=1000", Cancellation);
        addresses.AddRange(
            documents.GetProperty("documents").EnumerateArray().Select(d => d.GetProperty("url").GetString()!.Split('#')[0])
        );
        var paths = documents.GetProperty("documents").EnumerateArray().Select(d => d.GetProperty("path").GetString()!).ToList();
        Assert.True(paths.Count > 100, $"{paths.Count} pages");
        foreach (
            var (folder, least) in new[]
            {
                ("formats", 7),
                ("confluence", 15),
                ("servicenow", 15),
                ("stackexchange", 15),
                ("jira", 15),
                ("slack", 1),
            }
        )
            Assert.True(paths.Count(p => p.StartsWith($"{folder}/", StringComparison.Ordinal)) >= least, folder);
        addresses.AddRange(Poison.Take(6).Select(p => $"/search?q={Uri.EscapeDataString(p + " zzz")}"));
        using var posted = await client.PostAsync(
            "/hooks/alertmanager",
            new StringContent(
                JsonSerializer.Serialize(
                    new
                    {
                        version = "4",
                        alerts = Poison.Select(
                            (p, i) =>
                                new
                                {
                                    status = "firing",
                                    fingerprint = $"f{i}",
                                    labels = new
                                    {
                                        alertname = p,
                                        service = p,
                                        severity = p,
                                        instance = p,
                                    },
                                    annotations = new
                                    {
                                        summary = p,
                                        description = p,
                                        runbook_url = p,
                                    },
                                    generatorURL = "javascript:alert(1)",
                                }
                        ),
                    }
                ),
                Encoding.UTF8,
                "application/json"
            ),
            Cancellation
        );
        Assert.True(posted.IsSuccessStatusCode);
        using var made = await client.PostAsJsonAsync("/api/postmortems", new { title = Poison[1] }, Cancellation);
        Assert.True(made.IsSuccessStatusCode);
        addresses.Add(
            $"/postmortems/{(await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()}/edit"
        );
        for (var guard = 0; ; guard++, await Task.Delay(50, Cancellation))
        {
            var alerts = await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation);
            var ids = alerts
                .GetProperty("alerts")
                .EnumerateArray()
                .Select(a => a.GetProperty("alert").GetProperty("id").GetString()!)
                .ToList();
            Assert.True(guard < 600);
            if (ids.Count < Poison.Length)
                continue;
            addresses.AddRange(ids.Select(id => $"/alerts/{id}"));
            break;
        }
        Assert.True(addresses.Distinct().Count() > 60);
        await Parallel.ForEachAsync(
            addresses.Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
            async (address, _) =>
            {
                var page = await browser.Open(address);
                Assert.StartsWith(browser.Address, page.Url, StringComparison.Ordinal);
                await page.Context.CloseAsync();
            }
        );
        Assert.Empty(browser.Faults);
    }
}
