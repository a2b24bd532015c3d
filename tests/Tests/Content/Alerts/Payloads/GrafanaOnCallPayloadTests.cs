using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class GrafanaOnCallPayloadTests
{
    private const string Key = "I7";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(GrafanaOnCall);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)null, (string?)"https://g.example/a/I7"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"state\": \"firing\"", "\"state\": \"resolved\"", "Resolved")]
    [InlineData("\"state\": \"firing\"", "\"state\": \"acknowledged\"", "Acknowledged")]
    [InlineData("\"state\": \"firing\"", "\"state\": \"silenced\"", "Unchanged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(GrafanaOnCall.With(before, after), Key));
}
