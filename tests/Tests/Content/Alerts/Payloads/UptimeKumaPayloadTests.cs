using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class UptimeKumaPayloadTests
{
    private const string Key = "monitor 4";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(UptimeKuma);

        Assert.Equal(("Mill door", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)"Mill door", (string?)"https://mill.example/"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"status\": 0", "\"status\": 1", "Resolved")]
    [InlineData("\"status\": 0", "\"status\": 2", "Unchanged")]
    [InlineData("\"status\": 0", "\"status\": 3", "Unchanged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(UptimeKuma.With(before, after), Key));

    [Fact]
    public void A_message_without_a_monitor_is_no_alert() =>
        Assert.Equal(
            (null, 0),
            (
                Read("""{"heartbeat": null, "monitor": null, "msg": "Test"}""").Problem,
                Read("""{"heartbeat": null, "monitor": null, "msg": "Test"}""").Alerts.Count
            )
        );
}
