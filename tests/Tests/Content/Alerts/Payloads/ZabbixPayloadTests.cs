using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class ZabbixPayloadTests
{
    private const string Key = "trigger 4411";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Zabbix);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"High", (string?)"mill-3", (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"event_value\": \"1\"", "\"event_value\": \"0\"", "Resolved")]
    [InlineData("\"status\": \"PROBLEM\"", "\"status\": \"OK\"", "Resolved")]
    [InlineData("\"event_update_status\": \"0\"", "\"event_update_status\": \"1\"", "Unchanged")]
    [InlineData("\"event_update_status\": \"0\"", "\"event_update_status\": \"1\", \"event_ack_status\": \"Yes\"", "Acknowledged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Zabbix.With(before, after), Key));

    [Theory]
    [InlineData("Problem: Mill is late", "Firing")]
    [InlineData("Resolved in 5m 3s: Mill is late", "Resolved")]
    public void A_subject_begins_with_the_state(string subject, string state)
    {
        var body = $$"""{"eventid": "91", "event_severity": "High", "event_nseverity": "4", "subject": "{{subject}}"}""";

        Assert.Equal(state, StateOf(body, "event 91"));
        Assert.Equal("Mill is late", One(body).Name);
    }

    [Fact]
    public void A_macro_without_a_value_is_nothing_and_without_a_trigger_the_event_is_the_key()
    {
        var alert = One(
            """{"event_id": "91", "event_value": "1", "trigger_id": "{TRIGGER.ID}", "event_name": "Mill is late", "host": "*UNKNOWN*"}"""
        );

        Assert.Equal(("event 91", "Mill is late", (string?)null), (alert.Key, alert.Name, alert.Service));
    }
}
