using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class IncidentIoPayloadTests
{
    private const string Key = "01M";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(IncidentIo);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"Major", (string?)null, (string?)"https://i.example/3"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"category\": \"live\"", "\"category\": \"closed\"", "Resolved")]
    [InlineData("\"category\": \"live\"", "\"category\": \"learning\"", "Resolved")]
    [InlineData("\"category\": \"live\"", "\"category\": \"triage\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(IncidentIo.With(before, after), Key));

    [Theory]
    [InlineData("firing", "Firing")]
    [InlineData("resolved", "Resolved")]
    public void An_alert_is_read_as_well(string status, string state) =>
        Assert.Equal(
            state,
            StateOf(
                $$$"""
                {"event_type": "public_alert.alert_created_v1", "public_alert.alert_created_v1": {"id": "01A", "title": "Mill is late",
                 "status": "{{{status}}}", "deduplication_key": "mill-late", "created_at": "2026-11-20T08:00:00Z"}}
                """,
                "mill-late"
            )
        );

    [Fact]
    public void A_private_incident_is_no_alert()
    {
        var payload = Read("""{"event_type": "private_incident.created_v2", "private_incident.created_v2": {"id": "01P"}}""");

        Assert.Equal((null, 0, "private_incident.created_v2"), (payload.Problem, payload.Alerts.Count, payload.Note));
    }
}
