using System.Text;
using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class CloudEventsPayloadTests
{
    private static string Event(string type, string data, string more = "\"subject\": \"mill-3\", ", string id = "1") =>
        $$"""{"specversion": "1.0", "id": "{{id}}", "source": "/mill", "type": "{{type}}", {{more}}"""
        + $$""" "time": "2026-11-20T08:00:00Z", "data": {{data}}}""";

    [Theory]
    [InlineData("com.example.alert.firing", "Firing")]
    [InlineData("com.example.alert.resolved", "Resolved")]
    [InlineData("com.example.alert.cleared.v2", "Resolved")]
    [InlineData("com.example.AlertClosed", "Resolved")]
    [InlineData("com.example.alert_acknowledged", "Acknowledged")]
    [InlineData("com.example.alert.not-ok", "Firing")]
    [InlineData("com.example.alert.unresolved", "Firing")]
    [InlineData("com.example.job.failed", "Firing")]
    public void The_end_of_the_type_decides_and_the_alert_stays_the_same(string type, string state) =>
        Assert.Equal(state, StateOf(Event(type, """{"alertname": "MillLate"}"""), "/mill mill-3 MillLate"));

    [Theory]
    [InlineData("""{"status": "resolved"}""", "Resolved")]
    [InlineData("""{"state": "OK"}""", "Resolved")]
    [InlineData("""{"state": "grinding"}""", "Firing")]
    public void Where_the_type_says_nothing_the_data_may(string data, string state) =>
        Assert.Equal(state, StateOf(Event("com.example.alert.updated", data), "/mill mill-3"));

    [Fact]
    public void Identity_is_a_fingerprint_else_the_subject_else_an_id_else_the_type()
    {
        const string Type = "com.example.mill.late.firing";
        Assert.Equal("/mill f1", One(Event(Type, """{"fingerprint": "f1", "id": "7"}""")).Key);
        Assert.Equal("/mill mill-3", One(Event(Type, """{"id": "7"}""")).Key);
        Assert.Equal("/mill 7", One(Event(Type, """{"id": "7"}""", more: "")).Key);
        Assert.Equal("/mill com.example.mill.late", One(Event(Type, "{}", more: "")).Key);
        Assert.Equal("/mill com.example.mill.late", One(Event("com.example.mill.late.resolved", "{}", more: "")).Key);
        // Two things that are wrong with one mill are two alerts.
        Assert.NotEqual(One(Event(Type, """{"alertname": "A"}""")).Key, One(Event(Type, """{"alertname": "B"}""")).Key);
    }

    [Fact]
    public void Severity_service_labels_and_runbook_of_the_data_count()
    {
        var alert = One(
            Event(
                "com.example.alert.firing",
                """
                {"alertname": "MillLate", "severity": "high", "labels": {"team": "flour", "service": "mill"},
                 "annotations": {"summary": "12 late", "runbook_url": "https://kb.example/mill"}}
                """
            )
        );

        Assert.Equal(
            ("MillLate", "high", "mill", "flour", "12 late"),
            (alert.Name, alert.Severity, alert.Service, alert.Label("team"), alert.Summary)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Fact]
    public void A_batch_is_read_one_by_one_and_what_is_not_understood_is_counted()
    {
        var payload = Read(
            $"[{Event("a.firing", """{"alertname": "A"}""", id: "1")}, {Event("b.resolved", """{"alertname": "B"}""", id: "2")}, 7]"
        );

        Assert.Equal([("A", AlertState.Firing), ("B", AlertState.Resolved)], payload.Alerts.Select(a => (a.Name, a.State)));
        Assert.Equal((null, 1), (payload.Problem, payload.NotUnderstood));
    }

    [Fact]
    public void Data_may_be_another_sender_text_with_json_in_it_or_base64()
    {
        Assert.Equal("check 12", One(Event("x", Pingdom)).Key);
        var packed = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"alertname": "MillLate"}"""));
        Assert.Equal("MillLate", One(Event("x.firing", "null, \"data_base64\": \"" + packed + "\"")).Name);
        Assert.Equal("MillLate", One(Event("x.firing", "\"{\\\"alertname\\\": \\\"MillLate\\\"}\"")).Name);
        Assert.Equal("12 late", One(Event("x.firing", "\"12 late\"")).Summary);
    }

    [Fact]
    public void In_binary_mode_the_headers_are_the_envelope()
    {
        var headers = new Dictionary<string, string>
        {
            ["content-type"] = "application/json",
            ["ce-specversion"] = "1.0",
            ["ce-id"] = "9",
            ["ce-source"] = "/mill",
            ["ce-type"] = "alert.resolved",
            ["ce-subject"] = "mill-3",
        };
        var payload = Read("""{"alertname": "MillLate", "severity": "high"}""", new(Headers: headers));

        Assert.Equal(("/mill 9", "/mill mill-3 MillLate"), (payload.EventId, Assert.Single(payload.Alerts).Key));
        Assert.Equal(AlertState.Resolved, payload.Alerts[0].State);
    }
}
