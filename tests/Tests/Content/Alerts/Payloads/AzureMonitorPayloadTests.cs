using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class AzureMonitorPayloadTests
{
    private const string Key = "/subscriptions/s/alerts/a1";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Azure);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"Sev2", (string?)"mill-3", (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"monitorCondition\": \"Fired\"", "\"monitorCondition\": \"Resolved\"", "Resolved")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Azure.With(before, after), Key));
}
