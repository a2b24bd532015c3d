using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class CloudWatchPayloadTests
{
    private const string Key = "arn:aws:cloudwatch:eu-west-1:7:alarm:MillLate";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(CloudWatch);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)null, (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"NewStateValue\": \"ALARM\"", "\"NewStateValue\": \"OK\"", "Resolved")]
    [InlineData("\"NewStateValue\": \"ALARM\"", "\"NewStateValue\": \"INSUFFICIENT_DATA\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(CloudWatch.With(before, after), Key));

    [Fact]
    public void Its_time_is_that_of_the_change_and_dimensions_are_labels()
    {
        var over = One(CloudWatch.With("\"NewStateValue\": \"ALARM\"", "\"NewStateValue\": \"OK\""));

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 8, 0, 0, 93, TimeSpan.Zero), over.EndsAt);
        Assert.Null(over.StartsAt);
        Assert.Equal(("m-3", "late"), (over.Label("mill"), over.Label("metric")));
    }
}
