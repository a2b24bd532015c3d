using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class GrafanaLegacyPayloadTests
{
    private const string Key = "rule 55";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(GrafanaLegacy);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"high", (string?)"mill", (string?)"https://g.example/d/mill"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"state\": \"alerting\"", "\"state\": \"ok\"", "Resolved")]
    [InlineData("\"state\": \"alerting\"", "\"state\": \"no_data\"", "Firing")]
    [InlineData("\"state\": \"alerting\"", "\"state\": \"paused\"", "Unchanged")]
    [InlineData("\"state\": \"alerting\"", "\"state\": \"pending\"", "Unchanged")]
    [InlineData("\"state\": \"alerting\",", "", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(GrafanaLegacy.With(before, after), Key));

    [Fact]
    public void Without_a_state_the_prefix_of_the_title_says_it() =>
        Assert.Equal("Resolved", StateOf(GrafanaLegacy.With("\"state\": \"alerting\",", "").With("[Alerting]", "[OK]"), Key));
}
