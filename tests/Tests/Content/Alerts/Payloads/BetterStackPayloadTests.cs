using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class BetterStackPayloadTests
{
    private const string Key = "2500";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(BetterStack);

        Assert.Equal(("mill.example", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)null, (string?)"mill.example", (string?)"https://mill.example/"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"resolved_at\": null", "\"resolved_at\": \"2026-11-20T09:00:00Z\"", "Resolved")]
    [InlineData("\"acknowledged_at\": null", "\"acknowledged_at\": \"2026-11-20T08:05:00Z\"", "Acknowledged")]
    [InlineData("\"status\": \"Started\"", "\"status\": \"Resolved\"", "Resolved")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(BetterStack.With(before, after), Key));
}
