using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Alerts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Alerts;

public sealed class SlackCommandTests : IDisposable
{
    private const string Body = "token=legacy&team_id=T0001&command=%2Frunbook&text=empty+dashboard&user_name=alice";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly Server server = Server.With(
        (
            "load.md",
            "---\nowner: data\nalerts: [LoadStale]\nsymptoms: [dashboards stay empty]\nwording: [We are loading the data again.]\n"
                + "---\n# Load <!channel> is stale\n\n## Remediation\n\n1. Free the disk and start the load again.\n"
                + "\n   ```sh\n   echo \"<host>\" && df -h\n   ```\n"
        )
    );

    public void Dispose() => server.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool IsAuthentic(string[] secrets, string? time, string? signature)
    {
        var headers = new HeaderDictionary();
        if (time is not null)
            headers["X-Slack-Request-Timestamp"] = time;
        if (signature is not null)
            headers["X-Slack-Signature"] = signature;
        return HookSignatures.IsAuthenticSlack(secrets, headers, Encoding.UTF8.GetBytes(Body), new FakeTimeProvider(Now));
    }

    private static string Signed(string time, string secret) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{time}:{Body}")));

    [Fact]
    public void It_is_signed_and_not_older_or_newer_than_five_minutes()
    {
        foreach (var (shift, isAuthentic) in new[] { (0, true), (300, true), (-300, true), (301, false), (-301, false) })
        {
            var time = (Now.ToUnixTimeSeconds() + shift).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(isAuthentic, IsAuthentic(["new secret!", "old secret!"], time, Signed(time, "old secret!")));
            Assert.False(IsAuthentic(["new secret!"], time, Signed(time, "old secret!")));
            Assert.False(IsAuthentic(["old secret!"], time, null));
        }
        Assert.False(IsAuthentic(["old secret!"], null, Signed("", "old secret!")));
        Assert.False(IsAuthentic([], "0", null));
    }

    private async Task<JsonElement> Ask(string text)
    {
        using var client = server.Client();
        var answer = await client.PostAsync(
            "/hooks/slack/command",
            new FormUrlEncodedContent([new("command", "/runbook"), new("text", text)]),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("ephemeral", json.GetProperty("response_type").GetString());
        Assert.All(
            json.GetProperty("blocks").EnumerateArray(),
            b => Assert.InRange(b.GetProperty("text").GetProperty("text").GetString()!.Length, 1, 3000)
        );
        return json;
    }

    [Fact]
    public async Task Words_get_the_answer_and_nothing_in_it_calls_people()
    {
        var answer = (await Ask("dashboards stay empty")).GetRawText();
        Assert.Contains("|Open the page>", answer, StringComparison.Ordinal);
        Assert.Contains("What to do", answer, StringComparison.Ordinal);
        Assert.Contains("We are loading the data again.", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", answer, StringComparison.Ordinal);
    }

    [Theory]
    // Of an alert whose rule links elsewhere, of one whose link is dead, and of one that only shares words with a page.
    [InlineData("alert RulesElsewhere", "Its own runbook link", "https://wiki.example/x", "not read here", null)]
    [InlineData("alert RulesDead", "Its own runbook link", "https://x.example/tapes/gone", "dead", "nobody has written a runbook")]
    [InlineData("alert export tape jammed", "nobody has written a runbook", "Ask data", "write one", "a guess")]
    public async Task The_link_of_an_alert_comes_first_and_words_are_a_guess(
        string text,
        string first,
        string second,
        string third,
        string? last
    )
    {
        using var guessing = Server.With(
            ("tapes/slow.md", "# Tapes\n\n## Symptoms\n\n- export tape jammed\n\n## Remediation\n\n1. sudo reboot the library\n"),
            ("catalog-info.yaml", "kind: Group\nmetadata: {name: data, annotations: {knowledge/first-contact: 'true'}}\n"),
            (
                "rules.yaml",
                "groups:\n- name: g\n  rules:\n"
                    + "  - {alert: RulesElsewhere, expr: up, annotations: {runbook_url: 'https://wiki.example/x'}}\n"
                    + "  - {alert: RulesDead, expr: up, annotations: {runbook_url: 'https://x.example/tapes/gone'}}\n"
            )
        );
        using var client = guessing.Client();
        using var form = new FormUrlEncodedContent([new("command", "/runbook"), new("text", text)]);
        var answer = await client.PostAsync("/hooks/slack/command", form, Cancellation);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var told = string.Join('\n', json.GetProperty("blocks").EnumerateArray().Select(b => b.GetProperty("text").GetProperty("text")));
        var from = 0;
        foreach (var part in new[] { first, second, third, last }.OfType<string>())
        {
            var at = told.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"“{part}” does not stand after {from} in: {told}");
            from = at + part.Length;
        }
        Assert.DoesNotContain("sudo", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/runbook alert NAME")]
    [InlineData("help", "/runbook alert NAME")]
    [InlineData("alert LoadStale", "/docs/load")]
    [InlineData("alert Absent", "nobody has written a runbook")]
    [InlineData("purple elephant invoice", "No page was found.")]
    public async Task Each_way_to_ask_is_answered(string text, string told) =>
        Assert.Contains(told, (await Ask(text)).GetRawText(), StringComparison.Ordinal);
}
