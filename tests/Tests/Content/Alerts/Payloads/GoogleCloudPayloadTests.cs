using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class GoogleCloudPayloadTests
{
    private const string Key = "0.m1";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(GoogleCloud);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"Critical", (string?)"mill", (string?)"https://console.example/i/1"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"state\": \"open\"", "\"state\": \"closed\"", "Resolved")]
    [InlineData("\"state\": \"open\"", "\"state\": \"OPEN\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(GoogleCloud.With(before, after), Key));
}
