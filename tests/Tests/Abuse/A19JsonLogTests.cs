using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>A-19: one line an event whatever is asked, and neither secrets nor what people typed in any output (A-16).</summary>
[Trait("Reliability", "A-16")]
public sealed class A19JsonLogTests : IDisposable
{
    private readonly WebhookTarget target = new() { Status = 500 };

    public void Dispose() => target.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Canary(string of) => $"{of}z91x";

    private ServerProcess Create(string format) =>
        new(
            new Dictionary<string, string>
            {
                ["KB_LOG"] = format,
                ["KB_EMBEDDER"] = "none",
                ["KB_HOOK_ALERTMANAGER_SECRET"] = Canary("HookSecret"),
                ["KB_HOOK_GRAFANA_SECRET"] = Canary("OtherSecret"),
                ["KB_HOOK_SLACK_SECRET"] = Canary("SlackSecret"),
                ["KB_EMBEDDER_KEY"] = Canary("EmbedderKey"),
                ["KB_NOTIFY_INTERVAL"] = "0",
                ["KB_NOTIFY_URL"] =
                    $"http://user:{Canary("UrlPassword")}@127.0.0.1:{target.Port}/{Canary("UrlPath")}?token={Canary("UrlToken")}",
                ["KB_NOTIFY_SECRET"] = Canary("NotifySecret"),
                ["KB_NOTIFY_SLACK_URL"] = $"http://127.0.0.1:1/services/{Canary("SlackPath")}",
                ["KB_NOTIFY_ALLOW"] = "127.0.0.1",
                ["KB_SMTP"] = $"smtp://{Canary("MailUser")}@127.0.0.1:1",
                ["KB_SMTP_PASSWORD"] = Canary("MailPassword"),
                ["KB_MAIL_FROM"] = $"{Canary("from")}@example.org",
                ["KB_NOTIFY_MAIL"] = $"{Canary("oncall")}@example.org",
            },
            ("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n\n1. Look.\n")
        );

    private static async Task Send(ServerProcess server, HttpMethod method, string path, HttpContent? content, string? secret = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", secret is null ? null : $"Bearer {secret}");
        request.Headers.TryAddWithoutValidation("Cookie", $"actor={Canary("Cookie")}");
        request.Headers.TryAddWithoutValidation("User-Agent", Canary("UserAgent"));
        using var answer = await server.Client.SendAsync(request, Cancellation);
    }

    private static StringContent Alert(string name, string state = "firing") =>
        new(
            $$"""{"version": "4", "alerts": [{"status": "{{state}}", "labels": {"alertname": "{{name}}"}, """
                + $$"""
                "annotations": {"summary": "{{Canary("Summary")}} password={{Canary("AlertPassword")}}"},
                "fingerprint": "{{name}}"}]}
                """,
            Encoding.UTF8,
            "application/json"
        );

    private async Task Ask(ServerProcess server)
    {
        foreach (var path in new[] { "/search", "/api/search", "/touch", "/postmortems/new", "/nothing-here", "/r/Nothing" })
            await Send(server, HttpMethod.Get, $"{path}?q={Canary("Query")}&secret={Canary("Parameter")}", null);
        await Send(server, HttpMethod.Post, "/api/search", JsonContent.Create(new { q = Canary("PostedQuery") + "\n{\"forged\":1}" }));
        await Send(
            server,
            HttpMethod.Post,
            "/api/search",
            new StringContent("{\"q\": " + Canary("Broken"), Encoding.UTF8, "application/json")
        );
        await Send(server, HttpMethod.Post, "/api/timeline", JsonContent.Create(new { text = $"09:00 ann: {Canary("Chat")}" }));
        await Send(server, HttpMethod.Post, "/api/touch", JsonContent.Create(new { paths = new[] { Canary("Path") } }));
        await Send(
            server,
            HttpMethod.Post,
            "/api/feedback",
            JsonContent.Create(
                new
                {
                    query = Canary("Feedback"),
                    documentId = "load",
                    helped = true,
                }
            )
        );
        await Send(server, HttpMethod.Post, "/api/postmortems", JsonContent.Create(new { title = Canary("Title") }));
        await Send(
            server,
            HttpMethod.Post,
            "/api/postmortems",
            JsonContent.Create(new { text = $"---\nkind: postmortem\n---\n# A\n\nAKIAIOSFODNN7EXAMPLE {Canary("Text")}\n" })
        );
        await Send(server, HttpMethod.Post, "/hooks/alertmanager", Alert("LoadStale"), Canary("HookSecret"));
        await Send(server, HttpMethod.Post, "/hooks/alertmanager", Alert("Other"), Canary("WrongSecret"));
        await Send(server, HttpMethod.Post, "/hooks/grafana", new StringContent(Canary("NoJson")), Canary("OtherSecret"));
        await Send(
            server,
            HttpMethod.Post,
            "/hooks/slack/command",
            new StringContent($"text={Canary("Slash")}&token={Canary("SlashToken")}")
        );
        await Send(server, HttpMethod.Get, "/docs/a%0A%7B%22forged%22:1%7D%0D%0A" + Canary("DocumentPath"), null);
        // Its messages fail, and that is logged.
        for (var guard = 0; target.Received.IsEmpty && guard < 600; guard++)
            await Task.Delay(50, Cancellation);
        Assert.False(target.Received.IsEmpty);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task No_output_holds_a_secret_or_what_was_typed(string format)
    {
        using var server = Create(format);
        await server.Start();
        await Ask(server);
        var told = new StringBuilder();
        foreach (var path in new[] { "/-/ready", "/-/healthy", "/metrics", "/status", "/api/embedder", "/openapi/v1.json", "/help" })
            told.AppendLine(
                await (await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation)).Content.ReadAsStringAsync(Cancellation)
            );
        server.Kill();
        var lines = server.Output.ToList();
        Assert.NotEmpty(lines);
        Assert.DoesNotContain("z91x", string.Join('\n', lines), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AKIAIOSFODNN7EXAMPLE", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.DoesNotContain("z91x", told.ToString(), StringComparison.OrdinalIgnoreCase);
        if (format == "json")
            foreach (var line in lines)
            {
                using var json = JsonDocument.Parse(line);
                Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
                Assert.True(
                    json.RootElement.TryGetProperty("Timestamp", out _) && json.RootElement.TryGetProperty("LogLevel", out _),
                    line
                );
                Assert.False(json.RootElement.TryGetProperty("forged", out _));
            }
    }
}
