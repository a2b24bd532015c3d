using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class KapacitorPayloadTests
{
    private const string Key = "late:mill=m-3";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Kapacitor);

        Assert.Equal(("late:mill=m-3", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"CRITICAL", (string?)null, (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"level\": \"CRITICAL\"", "\"level\": \"OK\"", "Resolved")]
    [InlineData("\"level\": \"CRITICAL\"", "\"level\": \"WARNING\"", "Firing")]
    [InlineData("\"level\": \"CRITICAL\"", "\"level\": \"INFO\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Kapacitor.With(before, after), Key));
}
