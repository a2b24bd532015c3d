using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class GraylogPayloadTests
{
    private const string Key = "d1 mill-3";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Graylog);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)"3", (string?)"mill", (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"priority\": 3", "\"priority\": 2", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Graylog.With(before, after), Key));

    [Fact]
    public void The_alarm_of_an_old_version_is_read()
    {
        var alert = One(
            """
            {"check_result": {"result_description": "12 late", "triggered_at": "2026-11-20T08:00:00.000Z",
              "triggered_condition": {"id": "c1", "title": "Mill is late"}}, "stream": {"id": "s1", "title": "mills"}}
            """
        );

        Assert.Equal(("s1 c1", "Mill is late", "12 late"), (alert.Key, alert.Name, alert.Summary));
    }
}
