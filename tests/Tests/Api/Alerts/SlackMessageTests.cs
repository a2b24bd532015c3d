using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>What people read in Slack: of an alert, of actions that are due, and as the answer to a slash command.</summary>
public sealed class SlackMessageTests : IDisposable
{
    private const string Runbook = """
        ---
        owner: data
        alerts: [LoadStale]
        symptoms: [dashboards stay empty]
        stays-green: [{check: systemd says active, blind-to: rows}]
        wording: [We are loading the data again.]
        ---
        # Load is stale

        ## Remediation

        1. Free the disk & start the load again.

           ```sh
           ssh <host> df -h
           ```
        2. See that rows come in.

        """;

    private const string Postmortem = """
        ---
        kind: postmortem
        title: Late <load>
        ---
        # Late <load>

        ## Action items

        - [ ] Alert on the spool, by 2026-06-04 (data)
        - [ ] Watch rows, not processes, by 2026-05-25

        """;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Uri Root = new("https://kb.example/");
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly Fixture content = new Fixture().With("load.md", Runbook).With("postmortems/late.md", Postmortem);

    public void Dispose() => content.Dispose();

    [Fact]
    public void An_alert_is_told_as_it_was()
    {
        var alert = AlertPayloadReader
            .Read(
                Encoding.UTF8.GetBytes(
                    """
                    {"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "LoadStale", "instance": "batch-01:9100",
                    "severity": "critical", "service": "feed"}, "annotations": {"summary": "No rows"},
                    "startsAt": "2026-06-01T04:10:00Z", "fingerprint": "f"}]}
                    """
                )
            )
            .Alerts[0];
        var record = new AlertRecord(
            "a1",
            "alertmanager",
            alert.Name,
            alert.State,
            alert.Severity,
            alert.Service,
            Now.AddHours(-1),
            null,
            Now.AddHours(-1),
            Now,
            1,
            1,
            alert
        );
        var runbook = content.Build().Find("load")!;
        var message = new AlertMessage(
            record,
            new(alert.Name, "load", runbook.Title, "/docs/load", "its front matter names the alert", Confidence.High),
            runbook,
            new Owner("data", "#data", "platform", "until 08:00"),
            Root
        );
        Snapshot.Match(JsonSerializer.Serialize(message.Slack(), Readable), "slack-alert.json");
    }

    [Fact]
    public void Actions_that_are_due_are_told_as_they_were()
    {
        var register = ActionRegister.Of(content.Build(), Now);
        Snapshot.Match(
            JsonSerializer.Serialize(ActionReminder.Of(register, new(2026, 6, 1), Root).Slack(), Readable),
            "slack-reminder.json"
        );
    }

    [Theory]
    [InlineData("dashboards stay empty", "slack-answer.json")]
    [InlineData("purple elephant invoice", "slack-no-answer.json")]
    [InlineData("alert LoadStale", "slack-command-alert.json")]
    [InlineData("help", "slack-help.json")]
    public async Task A_command_is_answered_as_it_was(string text, string name)
    {
        await using var server = Server.With(("load.md", Runbook));
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("command", "/runbook"), new("text", text)]);
        var answer = await client.PostAsync("/hooks/slack/command", form, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Snapshot.Match(JsonSerializer.Serialize(json, Readable), name);
    }
}
