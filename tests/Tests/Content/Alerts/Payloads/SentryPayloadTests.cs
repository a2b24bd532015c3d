using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class SentryPayloadTests
{
    [Fact]
    public void An_event_is_an_alert_of_its_issue()
    {
        var alert = One(SentryEvent);

        Assert.Equal(("MillError: stuck", "issue 77", "error"), (alert.Name, alert.Key, alert.Severity));
        Assert.Equal(("https://s.example/9", "Mill"), (alert.Link, alert.Label("rule")));
    }

    [Theory]
    [InlineData("created", "Firing")]
    [InlineData("unresolved", "Firing")]
    [InlineData("resolved", "Resolved")]
    [InlineData("archived", "Resolved")]
    [InlineData("assigned", "Unchanged")]
    public void The_issue_ends_what_its_events_began(string action, string state) =>
        Assert.Equal(state, StateOf(SentryIssue.With("\"created\"", $"\"{action}\""), "issue 77"));

    [Theory]
    [InlineData("critical", "Firing")]
    [InlineData("warning", "Firing")]
    [InlineData("resolved", "Resolved")]
    public void A_metric_alert_is_known_by_its_rule(string action, string state) =>
        Assert.Equal(state, StateOf(SentryMetric.With("\"critical\"", $"\"{action}\""), "metric 31"));

    [Fact]
    public void The_old_plugin_is_read()
    {
        var alert = One(SentryPlugin);

        Assert.Equal(("MillError", "issue 78", "stuck", "mill"), (alert.Name, alert.Key, alert.Summary, alert.Service));
    }

    [Fact]
    public void A_comment_is_no_alert() =>
        Assert.Empty(Read("""{"action": "created", "installation": {"uuid": "u"}, "data": {"comment": "hm", "issue_id": "77"}}""").Alerts);
}
