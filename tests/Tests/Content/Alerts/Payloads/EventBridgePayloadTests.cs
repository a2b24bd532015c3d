using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class EventBridgePayloadTests
{
    private const string Key = "arn:aws:cloudwatch:eu-west-1:7:alarm:MillLate";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(EventBridge);

        Assert.Equal(("MillLate", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)null, (string?)null), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal(["https://kb.example/mill"], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"value\": \"ALARM\"", "\"value\": \"OK\"", "Resolved")]
    [InlineData("\"value\": \"ALARM\"", "\"value\": \"INSUFFICIENT_DATA\"", "Firing")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(EventBridge.With(before, after), Key));

    [Theory]
    [InlineData("open", "Firing")]
    [InlineData("closed", "Resolved")]
    public void An_event_of_health_is_an_alert(string status, string state) =>
        Assert.Equal(
            state,
            StateOf(
                $$$"""
                {"detail-type": "AWS Health Event", "source": "aws.health", "id": "h", "time": "2026-11-20T08:00:00Z", "detail": {
                 "eventArn": "arn:aws:health:e1", "service": "EC2", "eventTypeCode": "AWS_EC2_ISSUE", "eventTypeCategory": "issue",
                 "statusCode": "{{{status}}}", "startTime": "Fri, 20 Nov 2026 08:00:00 GMT"}}
                """,
                "arn:aws:health:e1"
            )
        );

    [Fact]
    public void Another_event_is_not_understood_and_says_what_it_is()
    {
        var problem = Read("""{"detail-type": "EC2 Instance State-change", "source": "aws.ec2", "detail": {"state": "stopped"}}""").Problem;

        Assert.Contains("'EC2 Instance State-change'", problem, StringComparison.Ordinal);
        Assert.EndsWith("keys detail-type, source, detail; map it with hooks/NAME.yaml.", problem, StringComparison.Ordinal);
    }
}
