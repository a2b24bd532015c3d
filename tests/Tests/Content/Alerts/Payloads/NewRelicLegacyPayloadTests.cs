using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class NewRelicLegacyPayloadTests
{
    private const string Key = "900";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(NewRelicLegacy);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"CRITICAL", (string?)"mill-3", (string?)"https://alerts.example/900"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"current_state\": \"open\"", "\"current_state\": \"closed\"", "Resolved")]
    [InlineData("\"current_state\": \"open\"", "\"current_state\": \"acknowledged\"", "Acknowledged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(NewRelicLegacy.With(before, after), Key));
}
