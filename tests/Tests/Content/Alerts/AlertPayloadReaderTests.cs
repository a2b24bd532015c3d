using System.Text;
using CsCheck;
using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Content.Alerts;

/// <summary>What senders post, in the shapes they document, with the traps they are known for.</summary>
public sealed class AlertPayloadReaderTests
{
    private static AlertPayload Read(string json) => AlertPayloadReader.Read(Encoding.UTF8.GetBytes(json));

    private static FiredAlert One(string json)
    {
        var payload = Read(json);
        Assert.Null(payload.Problem);
        return Assert.Single(payload.Alerts);
    }

    internal const string Alertmanager = """
        {
          "version": "4", "groupKey": "{}:{alertname=\"LoadStale\"}", "truncatedAlerts": 3, "status": "firing",
          "receiver": "kb\\.prod", "notification_reason": "repeat interval elapsed",
          "groupLabels": {"alertname": "LoadStale"}, "commonLabels": {"team": "data"},
          "commonAnnotations": {"runbook_url": "https://kb.example/docs/of-the-group"}, "externalURL": "http://am.example:9093",
          "alerts": [
            {"status": "firing", "labels": {"alertname": "LoadStale", "severity": "critical", "job": "load", "instance": "b-1"},
             "annotations": {"summary": "The load is late", "description": "No rows since 04:10",
              "runbook_url": "https://kb.example/docs/load"},
             "startsAt": "2026-03-02T04:10:00.123Z", "endsAt": "0001-01-01T00:00:00Z",
             "generatorURL": "http://prom.example/graph?g0.expr=up", "fingerprint": "5ef77f1f8a3ecfb8"},
            {"status": "resolved", "labels": {"alertname": "DiskFull", "instance": "b-1"}, "annotations": {},
             "startsAt": "2026-03-02T03:00:00Z", "endsAt": "2026-03-02T04:00:00Z", "generatorURL": "javascript:alert(1)",
             "fingerprint": "aa"}
          ]
        }
        """;

    [Fact]
    public void Alertmanager_gives_each_alert_with_its_own_annotations()
    {
        var payload = Read(Alertmanager);

        Assert.Equal((AlertPayloadFormat.Alertmanager, 3, 2), (payload.Format, payload.Truncated, payload.Alerts.Count));
        var (late, full) = (payload.Alerts[0], payload.Alerts[1]);
        Assert.Equal(
            ("5ef77f1f8a3ecfb8", "LoadStale", AlertState.Firing, "critical", "load"),
            (late.Key, late.Name, late.State, late.Severity, late.Service)
        );
        Assert.Equal((new DateTimeOffset(2026, 3, 2, 4, 10, 0, 123, TimeSpan.Zero), (DateTimeOffset?)null), (late.StartsAt, late.EndsAt));
        Assert.Equal(("The load is late", "No rows since 04:10"), (late.Summary, late.Description));
        Assert.Equal(["https://kb.example/docs/load"], late.RunbookUrls);
        Assert.Equal("http://prom.example/graph?g0.expr=up", late.Link);
        // The group's annotation is not this alert's.
        Assert.Empty(full.RunbookUrls);
        Assert.Equal((AlertState.Resolved, new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero)), (full.State, full.EndsAt));
        Assert.Null(full.Link);
    }

    [Fact]
    public void A_bare_list_of_alerts_is_read_and_labels_make_the_key()
    {
        var first = One("""[{"labels": {"alertname": "A", "x": "1"}}]""");
        var again = One("""[{"labels": {"x": "1", "alertname": "A"}, "annotations": {"summary": "s"}}]""");
        var other = One("""[{"labels": {"alertname": "A", "x": "2"}}]""");

        Assert.Equal(first.Key, again.Key);
        Assert.NotEqual(first.Key, other.Key);
    }

    [Fact]
    public void Grafana_is_told_by_its_fields()
    {
        var payload = Read(
            """
            {"receiver": "kb", "status": "firing", "orgId": 1, "version": "1", "state": "alerting", "title": "[FIRING:1]",
             "truncatedAlerts": 0,
             "alerts": [{"status": "firing", "labels": {"alertname": "Dashboard has no data", "team": "bi"},
               "annotations": {"summary": "Sales panel is empty", "runbook_url": "https://kb.example/r/empty-dashboard"},
               "startsAt": "2026-03-02T06:30:00Z", "endsAt": "0001-01-01T00:00:00Z", "values": {"B": 0},
               "generatorURL": "https://graf.example/x", "fingerprint": "c6", "silenceURL": "https://graf.example/s", "ruleUID": "abc"}]}
            """
        );

        Assert.Equal((AlertPayloadFormat.Grafana, "Dashboard has no data"), (payload.Format, Assert.Single(payload.Alerts).Name));
    }

    [Theory]
    [InlineData("Create", "\"P1\"", AlertState.Firing, "P1")]
    [InlineData("Create", "1", AlertState.Firing, "P1")]
    [InlineData("AddNote", "\"P3\"", AlertState.Firing, "P3")]
    [InlineData("Acknowledge", "\"P3\"", AlertState.Acknowledged, "P3")]
    [InlineData("Close", "\"P3\"", AlertState.Resolved, "P3")]
    [InlineData("Delete", "null", AlertState.Resolved, null)]
    [InlineData("my own action", "null", AlertState.Firing, null)]
    public void Opsgenie_has_milliseconds_nanoseconds_and_two_kinds_of_priority(
        string action,
        string priority,
        AlertState state,
        string? severity
    )
    {
        var alert = One(
            $$$"""
            {"action": "{{{action}}}", "alert": {"alertId": "052652ac", "tinyId": "23", "alias": "nightly-export",
              "message": "Nightly export late", "priority": {{{priority}}}, "source": "prometheus", "entity": "batch-1",
              "tags": ["analytics", "env:prod"], "createdAt": 1772424600000, "updatedAt": 1772424660000000000,
              "details": {"runbook": "https://kb.example/docs/nightly-export"}},
             "source": {"name": "web", "type": "API"}, "integrationName": "kb"}
            """
        );

        Assert.Equal(
            ("nightly-export", "Nightly export late", state, severity, "batch-1"),
            (alert.Key, alert.Name, alert.State, alert.Severity, alert.Service)
        );
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772424600), alert.StartsAt);
        Assert.Equal(state == AlertState.Resolved ? DateTimeOffset.FromUnixTimeSeconds(1772424660) : null, alert.EndsAt);
        Assert.Equal("prod", alert.Label("env"));
        Assert.Equal(["https://kb.example/docs/nightly-export"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("incident.triggered", "triggered", AlertState.Firing)]
    [InlineData("incident.acknowledged", "acknowledged", AlertState.Acknowledged)]
    [InlineData("incident.reopened", "triggered", AlertState.Firing)]
    [InlineData("incident.resolved", "resolved", AlertState.Resolved)]
    public void Pagerduty_tells_of_an_incident(string type, string status, AlertState state)
    {
        var payload = Read(
            $$$$"""
            {"event": {"id": "01BZ", "event_type": "{{{{type}}}}", "resource_type": "incident",
              "occurred_at": "2026-03-02T07:00:00Z", "agent": null,
              "data": {"id": "PFQZPSY", "type": "incident", "status": "{{{{status}}}}", "title": "Dashboards not loading",
               "incident_key": "nightly-export", "created_at": "2026-03-02T06:35:29Z",
                "html_url": "https://ex.pagerduty.com/incidents/PFQZPSY", "service": {"id": "PA", "summary": "BI"},
                "priority": null, "urgency": "high"}}}
            """
        );
        var alert = Assert.Single(payload.Alerts);

        Assert.Equal((AlertPayloadFormat.PagerDuty, "01BZ"), (payload.Format, payload.EventId));
        Assert.Equal(
            ("PFQZPSY", "Dashboards not loading", state, "high", "BI"),
            (alert.Key, alert.Name, alert.State, alert.Severity, alert.Service)
        );
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 6, 35, 29, TimeSpan.Zero), alert.StartsAt);
    }

    [Theory]
    [InlineData("incident.annotated", """{"id": "N1", "type": "incident_note", "content": "restarted", "incident": {"id": "PFQZPSY"}}""")]
    [InlineData(
        "incident.status_update_published",
        """{"id": "S1", "type": "incident_status_update", "message": "m", "incident": {"id": "PFQZPSY"}}"""
    )]
    [InlineData("service.updated", """{"id": "PA", "type": "service"}""")]
    [InlineData("pagey.ping", "null")]
    public void Pagerduty_events_that_are_no_incident_are_no_alert(string type, string data)
    {
        var payload = Read($$$$"""{"event": {"id": "e", "event_type": "{{{{type}}}}", "data": {{{{data}}}}}}""");

        Assert.Equal(
            (AlertPayloadFormat.PagerDuty, 0, type, (string?)null),
            (payload.Format, payload.Alerts.Count, payload.Note, payload.Problem)
        );
    }

    [Theory]
    [InlineData("Triggered", AlertState.Firing)]
    [InlineData("Re-Triggered", AlertState.Firing)]
    [InlineData("No Data", AlertState.Firing)]
    [InlineData("Warn", AlertState.Firing)]
    [InlineData("Recovered", AlertState.Resolved)]
    [InlineData("Warn Recovered", AlertState.Resolved)]
    public void Datadog_comes_by_our_template(string transition, AlertState state)
    {
        var rendered = AlertPayloadReader
            .DatadogTemplate.Replace("$ALERT_TRANSITION", transition, StringComparison.Ordinal)
            .Replace("$ALERT_TITLE", "Export is late", StringComparison.Ordinal)
            .Replace("$ALERT_CYCLE_KEY", "123", StringComparison.Ordinal)
            .Replace("$TAGS[service]", "bi", StringComparison.Ordinal)
            .Replace("$TAGS", "service:bi,env:prod,urgent", StringComparison.Ordinal)
            .Replace("$TEXT_ONLY_MSG", "Late. Runbook: https://kb.example/docs/export.", StringComparison.Ordinal)
            .Replace("$DATE", "1772424600000", StringComparison.Ordinal);
        var alert = One(rendered);

        Assert.Equal(
            ("123", "Export is late", state, "bi", "prod"),
            (alert.Key, alert.Name, alert.State, alert.Service, alert.Label("env"))
        );
        Assert.Equal(["https://kb.example/docs/export"], alert.RunbookUrls);
        // What Datadog had no value for came as the name of the variable.
        Assert.Null(alert.Severity);
        Assert.Null(alert.Label("host"));
    }

    [Fact]
    public void A_datadog_template_without_any_value_is_refused() => Assert.NotNull(Read(AlertPayloadReader.DatadogTemplate).Problem);

    [Fact]
    public void A_cloud_event_is_an_alert_and_may_carry_one_of_another_shape()
    {
        const string Event =
            """{"specversion": "1.0", "id": "a1", "source": "/batch/export", "type": "com.example.job.failed","""
            + """ "time": "2026-03-02T04:10:00Z","""
            + """ "subject": "export", "data": {"message": "No space left on device", "attempt": 14}}""";
        var payload = Read(Event);
        var alert = Assert.Single(payload.Alerts);
        Assert.Equal(
            (AlertPayloadFormat.CloudEvents, "/batch/export a1", "No space left on device"),
            (payload.Format, payload.EventId, alert.Summary)
        );

        var carried = Read($$$"""{"specversion": "1.0", "id": "a2", "source": "/am", "type": "alerts", "data": {{{Alertmanager}}}}""");
        Assert.Equal((AlertPayloadFormat.CloudEvents, 2, "/am a2"), (carried.Format, carried.Alerts.Count, carried.EventId));

        var binary = AlertPayloadReader.Read(
            """{"message": "No space left"}"""u8.ToArray(),
            new(
                Headers: new Dictionary<string, string>
                {
                    ["ce-specversion"] = "1.0",
                    ["ce-id"] = "a3",
                    ["ce-source"] = "/b",
                    ["ce-type"] = "t.failed",
                }
            )
        );
        Assert.Equal(("/b a3", "No space left"), (binary.EventId, Assert.Single(binary.Alerts).Summary));
    }

    [Fact]
    public void Standard_webhooks_and_home_made_objects_are_read_by_their_names()
    {
        var standard = One(
            """{"type": "alert.resolved", "timestamp": "2026-03-02T04:10:00Z", "data": """
                + """{"id": "7", "title": "Export is late", "severity": "high"}}"""
        );
        Assert.Equal(
            ("7", "Export is late", AlertState.Resolved, "high"),
            (standard.Key, standard.Name, standard.State, standard.Severity)
        );

        var own = One(
            """{"name": "Export is late", "labels": {"job": "export"}, "status": "ok","""
                + """ "runbook": "https://kb.example/docs/export", "kb_document": "export"}"""
        );
        Assert.Equal(("Export is late", AlertState.Resolved, "export", "export"), (own.Name, own.State, own.Service, own.DocumentId));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n", "empty")]
    [InlineData("{", "not JSON")]
    [InlineData("not json", "not JSON")]
    [InlineData("7", "neither")]
    [InlineData("[]", "neither")]
    [InlineData("{}", "names an alert")]
    [InlineData("""{"messages": [], "incident": {}}""", "version 1 or 2")]
    [InlineData("""{"action": "Create", "alert": {"message": "m"}}""", "neither alias nor alertId")]
    public void What_cannot_be_read_is_said_in_one_sentence(string body, string why)
    {
        var problem = Read(body).Problem;
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem!);
    }

    [Fact]
    public void No_alerts_in_the_list_is_no_mistake() =>
        Assert.Equal((null, 0), (Read("""{"alerts": []}""").Problem, Read("""{"alerts": []}""").Alerts.Count));

    [Fact]
    public void Long_odd_and_hostile_values_are_cut_or_left_out()
    {
        var alert = One(
            $$"""
            {"alerts": [{"labels": {"alertname": "A\u0000\u001b[31mB", "long": "{{new string(
                'x',
                10_000
            )}}", "list": [1], "number": 7, "yes": true, "half": "\ud800", "": "e", {{string.Join(
                ", ",
                Enumerable.Range(0, 500).Select(i => $"\"l{i}\": \"v\"")
            )}} },
              "annotations": null, "startsAt": "yesterday", "endsAt": 99999999999999999999}]}
            """
        );

        Assert.Equal("A  [31mB", alert.Name);
        Assert.Equal(("7", "true"), (alert.Label("number"), alert.Label("yes")));
        Assert.Equal(PayloadLimit, alert.Label("long")!.Length);
        Assert.True(alert.Labels.Count <= 128);
        Assert.Null(alert.Label("list"));
        Assert.Null(alert.StartsAt);
    }

    private const int PayloadLimit = 4096;

    private static readonly Gen<(int Kind, int At, byte Byte, int Count, string Put)> Change = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 9_999],
        Gen.Byte,
        Gen.Int[1, 19],
        Gen.OneOf("null", "[]", "{}", "-1", "1e999", "\"\\ud800\"", "\u0000")
    );

    private static byte[] Changed(string payload, (int Kind, int At, byte Byte, int Count, string Put)[] changes)
    {
        var bytes = Encoding.UTF8.GetBytes(payload).ToList();
        foreach (var (kind, place, value, count, put) in changes)
        {
            var at = place % bytes.Count;
            switch (kind)
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(count, bytes.Count - at - 1));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(count, bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(put));
                    break;
            }
        }
        return [.. bytes];
    }

    // Each payload with bytes changed, cut out, doubled: read, refused, never thrown.
    [Fact]
    public void Mutated_payloads_are_read_or_refused()
    {
        string[] seeds =
        [
            Alertmanager,
            AlertPayloadReader.DatadogTemplate,
            """{"action": "Close", "alert": {"alias": "a", "createdAt": 1772424600000, "tags": ["x:y"]}}""",
            """{"event": {"id": "e", "event_type": "incident.triggered", "data": {"id": "P", "type": "incident", "title": "t"}}}""",
            """{"specversion": "1.0", "id": "a", "source": "s", "type": "t", "data": {"message": "m"}}""",
            """{"orgId": 1, "state": "alerting", "alerts": [{"status": "firing", "labels": {"alertname": "A"}, "annotations": """
                + """{"runbook_url": "u"}, "values": {"B": 0}, "startsAt": "2026-03-02T06:30:00Z"}]}""",
            """{"type": "alert.fired", "timestamp": "2026-03-02T04:10:00Z", "data": {"id": "7", "title": "t", "labels": {"x": "y"}}}""",
            """{"event": {"type": "incident.created", "issued_at": "2026-03-02T04:10:00Z"}, "title": "t", "severity": "high"}""",
        ];
        var rounds = Environment.GetEnvironmentVariable("KB_LONG") == "1" ? 10_000 : 1_000;
        var read = 0;
        Gen.Select(Gen.OneOf(seeds), Change.Array[1, 5])
            .Sample(
                (seed, changes) =>
                {
                    var payload = AlertPayloadReader.Read(Changed(seed, changes));
                    Assert.True(payload.Problem is null || payload.Alerts.Count == 0);
                    Interlocked.Add(ref read, payload.Alerts.Count);
                },
                iter: rounds * seeds.Length
            );
        Assert.True(read > rounds / 4, $"{read} alerts were read: the mutations leave nothing to test");
    }
}
