using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class SplunkPayloadTests
{
    private const string Key = "mill Mill is late";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Splunk);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"high", (string?)null, (string?)"https://splunk.example/@go?sid=rt_1"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"count\": \"12\"", "\"count\": \"13\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Splunk.With(before, after), Key));
}
