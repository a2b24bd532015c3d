using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class PingdomPayloadTests
{
    private const string Key = "check 12";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Pingdom);

        Assert.Equal(("Mill door", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"HIGH", (string?)"mill.example", (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"current_state\": \"DOWN\"", "\"current_state\": \"UP\"", "Resolved")]
    [InlineData("\"current_state\": \"DOWN\"", "\"current_state\": \"SUCCESS\"", "Resolved")]
    [InlineData("\"current_state\": \"DOWN\"", "\"current_state\": \"FAILING\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Pingdom.With(before, after), Key));
}
