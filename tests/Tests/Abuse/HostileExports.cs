using System.Net;
using System.Text.Json;
using Knowledge.Tests.Indexer.Importing;

namespace Knowledge.Tests.Abuse;

/// <summary>What the importers make of exports that are full of poison: one of each system, in every field that they take over.</summary>
internal static class HostileExports
{
    /// <summary>Files to be served, each below a folder of its system.</summary>
    public static IReadOnlyList<(string Path, string Text)> Imported(IReadOnlyList<string> poisons) =>
        [
            .. From("confluence", f => Confluence(f, poisons)),
            .. From("servicenow", f => ServiceNow(f, poisons)),
            .. From("stackexchange", f => StackExchange(f, poisons)),
            .. From("jira", f => Jira(f, poisons)),
            .. From("slack", f => Slack(f, poisons)),
        ];

    private static List<(string, string)> From(string system, Action<ImportFixture> import)
    {
        using var fixture = new ImportFixture();
        import(fixture);
        var written = fixture.Written();
        Assert.NotEmpty(written);
        // A chat becomes a draft, which is served when somebody has read it.
        return [.. written.Select(w => ($"{system}/{w.Key}", w.Value.Replace("draft: true\n", "", StringComparison.Ordinal)))];
    }

    private static string Html(string poison) =>
        $"<h1>{WebUtility.HtmlEncode(poison)}</h1><p>{poison}</p><ul><li>{WebUtility.HtmlEncode(poison)}</li></ul>"
        + $"<p><a href=\"{WebUtility.HtmlEncode(poison)}\">{WebUtility.HtmlEncode(poison)}</a>"
        + $"<img src=\"{WebUtility.HtmlEncode(poison)}\" alt=\"{WebUtility.HtmlEncode(poison)}\"></p>"
        + $"<pre><code>{WebUtility.HtmlEncode(poison)}</code></pre><table><tr><td>{WebUtility.HtmlEncode(poison)}</td></tr></table>";

    private static void Confluence(ImportFixture fixture, IReadOnlyList<string> poisons) =>
        fixture.Confluence(
            fixture.Zip(
                "space.zip",
                [
                    .. poisons.Select(
                        (p, i) =>
                            (
                                $"OPS/Page_{i + 1}.html",
                                $"<html><head><title>S : {WebUtility.HtmlEncode($"{i} {p}")}</title></head><body>"
                                    + $"<div id=\"main-content\">{Html(p)}</div></body></html>"
                            )
                    ),
                ]
            )
        );

    private static void ServiceNow(ImportFixture fixture, IReadOnlyList<string> poisons) =>
        fixture.ServiceNow(
            fixture.File(
                "kb.json",
                JsonSerializer.Serialize(
                    new
                    {
                        result = poisons.Select(
                            (p, i) =>
                                new
                                {
                                    number = $"KB{i:0000000}",
                                    short_description = $"{i} {p}",
                                    workflow_state = "published",
                                    text = Html(p),
                                    kb_category = new { display_value = p, value = p },
                                    ownership_group = new { display_value = p, value = p },
                                    meta = p,
                                }
                        ),
                    }
                )
            ),
            table: "kb_knowledge"
        );

    private static void StackExchange(ImportFixture fixture, IReadOnlyList<string> poisons) =>
        fixture.StackExchange(
            fixture.File(
                "Posts.xml",
                StackExchangeImportTests.Posts([
                    .. poisons.SelectMany(
                        (p, i) =>
                            new[]
                            {
                                StackExchangeImportTests.Question((2 * i) + 1, (2 * i) + 2, $"{i} {p}", Html(p)),
                                StackExchangeImportTests.Answer((2 * i) + 2, (2 * i) + 1, Html(p)),
                            }
                    ),
                ])
            )
        );

    private static void Jira(ImportFixture fixture, IReadOnlyList<string> poisons) =>
        fixture.Jira([
            fixture.File(
                "issues.json",
                JsonSerializer.Serialize(
                    new
                    {
                        issues = poisons.Select(
                            (p, i) =>
                                new
                                {
                                    key = $"OPS-{i + 1}",
                                    self = $"https://acme.example/rest/api/3/issue/{i}",
                                    fields = new
                                    {
                                        summary = $"{i} {p}",
                                        issuetype = new { name = "Incident" },
                                        priority = new { name = p },
                                        labels = new[] { p },
                                        components = new[] { new { name = p } },
                                        attachment = new[] { new { filename = p, content = p } },
                                        description = new
                                        {
                                            type = "doc",
                                            version = 1,
                                            content = new object[]
                                            {
                                                Node("heading", p),
                                                Node("paragraph", p),
                                                Node("codeBlock", p),
                                                new { type = "blockCard", attrs = new { url = p } },
                                                new
                                                {
                                                    type = "expand",
                                                    attrs = new { title = p },
                                                    content = new[] { Node("paragraph", p) },
                                                },
                                            },
                                        },
                                    },
                                }
                        ),
                    }
                )
            ),
        ]);

    private static object Node(string type, string text) =>
        new
        {
            type,
            attrs = new { level = 1, language = text },
            content = new[]
            {
                new
                {
                    type = "text",
                    text,
                    marks = new[] { new { type = "link", attrs = new { href = text } } },
                },
            },
        };

    private static void Slack(ImportFixture fixture, IReadOnlyList<string> poisons) =>
        fixture.Slack([
            fixture.Zip(
                "export.zip",
                (
                    "users.json",
                    JsonSerializer.Serialize(
                        new[]
                        {
                            new
                            {
                                id = "U01",
                                name = poisons[0],
                                real_name = poisons[0],
                            },
                        }
                    )
                ),
                ("channels.json", JsonSerializer.Serialize(new[] { new { id = "C1", name = "incident" } })),
                (
                    "incident/2026-03-17.json",
                    JsonSerializer.Serialize(
                        poisons.Select(
                            (p, i) =>
                                new
                                {
                                    type = "message",
                                    user = "U01",
                                    text = $"root cause: {p}",
                                    ts = $"{1773791400 + (60 * i)}.1",
                                }
                        )
                    )
                )
            ),
        ]);
}
