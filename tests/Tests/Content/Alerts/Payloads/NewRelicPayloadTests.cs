using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class NewRelicPayloadTests
{
    private const string Key = "nr-9";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(NewRelic);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"HIGH", (string?)"mill", (string?)"https://radar.example/nr-9"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"state\": \"ACTIVATED\"", "\"state\": \"CLOSED\"", "Resolved")]
    [InlineData("\"state\": \"ACTIVATED\"", "\"state\": \"CREATED\"", "Firing")]
    [InlineData("\"trigger\": \"STATE_CHANGE\"", "\"trigger\": \"INCIDENT_ACKNOWLEDGED\"", "Acknowledged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(NewRelic.With(before, after), Key));
}
