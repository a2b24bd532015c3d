using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class VictorOpsPayloadTests
{
    private const string Key = "mill-3/late";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(VictorOps);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"CRITICAL", (string?)null, (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"UNACKED\"", "\"ACKED\"", "Acknowledged")]
    [InlineData("\"UNACKED\"", "\"RESOLVED\"", "Resolved")]
    [InlineData(", \"STATE\": {\"CURRENT_ALERT_PHASE\": \"UNACKED\"}", "", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(VictorOps.With(before, after), Key));

    [Theory]
    [InlineData("CRITICAL", "Firing")]
    [InlineData("RECOVERY", "Resolved")]
    [InlineData("ACKNOWLEDGEMENT", "Acknowledged")]
    [InlineData("INFO", "Unchanged")]
    public void What_others_post_in_its_shape_is_read(string kind, string state) =>
        Assert.Equal(
            state,
            StateOf(
                $$"""{"message_type": "{{kind}}", "entity_id": "e1", "entity_display_name": "Mill is late", "state_message": "m"}""",
                "e1"
            )
        );
}
