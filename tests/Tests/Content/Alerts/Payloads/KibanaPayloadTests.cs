using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class KibanaPayloadTests
{
    private const string Key = "r1 mill-3";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Kibana);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)null, (string?)"https://k.example/a/1"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("metrics.threshold.fired", "recovered", "Resolved")]
    [InlineData("\"flapping\": false", "\"flapping\": true", "Unchanged")]
    [InlineData(
        "\"rule\": {\"id\": \"r1\", \"name\": \"Mill is late\", \"type\": \"metrics.alert.threshold\"}",
        "\"rule.id\": \"r1\", \"rule.name\": \"Mill is late\"",
        "Firing"
    )]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Kibana.With(before, after), Key));

    [Theory]
    [InlineData("fired", "Firing")]
    [InlineData("recovered", "Resolved")]
    public void Names_may_be_written_in_one(string group, string state)
    {
        Assert.Equal(
            state,
            StateOf($$"""{"rule_id": "r1", "rule_name": "Mill is late", "alert_id": "mill-3", "action_group": "{{group}}"}""", Key)
        );
        Assert.Equal(
            state,
            StateOf($$"""{"ruleId": "r1", "ruleName": "Mill is late", "alertId": "mill-3", "alertActionGroup": "{{group}}"}""", Key)
        );
    }
}
