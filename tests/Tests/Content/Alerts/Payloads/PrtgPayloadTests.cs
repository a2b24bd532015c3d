using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class PrtgPayloadTests
{
    private const string Key = "sensor 2001";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Prtg);

        Assert.Equal(("Mill door", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"*****", (string?)"mill-3", (string?)"https://prtg.example/sensor.htm?id=2001"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"status\": \"Down\"", "\"status\": \"Up\"", "Resolved")]
    [InlineData("\"status\": \"Down\"", "\"status\": \"Down ended (now: Up)\"", "Resolved")]
    [InlineData("\"status\": \"Down\"", "\"status\": \"Down (Acknowledged)\"", "Acknowledged")]
    [InlineData("\"status\": \"Down\"", "\"status\": \"Paused by user\"", "Unchanged")]
    [InlineData("\"status\": \"Down\"", "\"status\": \"Warning\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Prtg.With(before, after), Key));

    [Fact]
    public void A_form_is_read_as_well() => Assert.Equal("Resolved", StateOf("sensorid=2001&sensor=Mill+door&status=Up&message=OK", Key));
}
