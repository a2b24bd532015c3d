using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class HealthchecksPayloadTests
{
    private const string Key = "check aa-1";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Healthchecks);

        Assert.Equal(("Nightly milling", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)"Nightly milling", (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"status\": \"down\"", "\"status\": \"up\"", "Resolved")]
    [InlineData("\"status\": \"down\"", "\"status\": \"grace\"", "Unchanged")]
    [InlineData("\"status\": \"down\"", "\"status\": \"paused\"", "Unchanged")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Healthchecks.With(before, after), Key));
}
