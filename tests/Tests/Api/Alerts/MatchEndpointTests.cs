using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Tests.Content.Alerts;

namespace Knowledge.Tests.Api.Alerts;

public sealed class MatchEndpointTests : IDisposable
{
    private readonly Server server = Server.With(
        ("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n\n## Remediation\n\n1. Free the disk and start the load again.\n"),
        ("big.md", "# Big page\n\n## Remediation\n\nLook.\n\n## QueueStuck\n\nRestart the broker.\n")
    );

    public void Dispose() => server.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payload_gives_one_match_per_alert()
    {
        using var client = server.Client();
        var answer = await client.PostAsync(
            "/api/match",
            new StringContent(AlertPayloadReaderTests.Alertmanager, Encoding.UTF8, "application/json"),
            Cancellation
        );

        var matches = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(["LoadStale", "DiskFull"], matches.EnumerateArray().Select(m => m.GetProperty("alert").GetString()));
        Assert.Equal(
            ("load", "/docs/load", "high"),
            (
                matches[0].GetProperty("documentId").GetString(),
                matches[0].GetProperty("url").GetString(),
                matches[0].GetProperty("confidence").GetString()
            )
        );
        Assert.False(matches[1].TryGetProperty("documentId", out _));
        Assert.Equal(
            ("no runbook", "none"),
            (matches[1].GetProperty("reason").GetString(), matches[1].GetProperty("confidence").GetString())
        );
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_no_alert_is_refused(string body, string type, HttpStatusCode status)
    {
        using var client = server.Client();
        var answer = await client.PostAsync("/api/match", new StringContent(body, Encoding.UTF8, type), Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/r/LoadStale", "/docs/load")]
    [InlineData("/r/LoadStale?severity=critical", "/docs/load")]
    [InlineData("/r/queuestuck", "/docs/big#queuestuck")]
    public async Task An_alerts_name_leads_to_its_page(string address, string page)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(address, Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, page), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    // The same words in another form, a page that the rule's dead link must mean, words in common.
    [InlineData("QueueIsGrowing", "/docs/queuegrows")]
    [InlineData("TapeNotEjected", "/docs/tapes/tapeejection")]
    [InlineData("FreeTheDiskOfTheLoad", "/docs/load")]
    public async Task A_name_leads_nowhere_by_a_guess_but_is_told_of_it(string name, string page)
    {
        using var guessing = Server.With(
            ("QueueGrows.md", "# QueueGrows\n\n## Remediation\n\n1. Look.\n"),
            ("tapes/TapeEjection.md", "# TapeEjection\n\n## Remediation\n\n1. Look.\n"),
            ("load.md", "# Load\n\n## Remediation\n\n1. Free the disk and start the load again.\n"),
            (
                "rules.yaml",
                "groups:\n- name: g\n  rules:\n  - alert: TapeNotEjected\n    expr: up == 0\n    annotations:\n"
                    + "      runbook_url: https://x.example/tapes/tapenotejected\n"
            )
        );
        using var client = guessing.Client();
        var answer = await client.GetAsync($"/r/{name}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains($" href=\"{page}", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    // Nearly every page of operations has the word alert.
    [Fact]
    public async Task Pages_that_share_no_more_than_the_word_alert_are_not_offered()
    {
        using var example = new Server();
        using var client = example.Client();
        using var answer = await client.GetAsync("/r/NoSuchAlert", Cancellation);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("href=\"/docs/", page, StringComparison.Ordinal);
        Assert.Contains("value=\"NoSuchAlert\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_page_there_are_those_that_share_its_words()
    {
        using var client = server.Client();
        var answer = await client.GetAsync("/r/DiskOfTheLoad", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("/docs/load", page, StringComparison.Ordinal);
        Assert.Contains("DiskOfTheLoad", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "<script>alert",
            await (await client.GetAsync("/r/%3Cscript%3Ealert(1)%3C%2Fscript%3E", Cancellation)).Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
    }
}
