using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class NagiosPayloadTests
{
    [Theory]
    [InlineData("\"state\": 2, \"state_type\": 1", "Firing")]
    [InlineData("\"state\": 1.0, \"state_type\": 1.0", "Firing")]
    [InlineData("\"state\": 0, \"state_type\": 1", "Resolved")]
    // Tried again: not a new alert, and not one that is over.
    [InlineData("\"state\": 2, \"state_type\": 0", "Unchanged")]
    [InlineData("\"state\": 0, \"state_type\": 0", "Resolved")]
    public void The_stream_of_icinga_has_hard_and_soft_states(string states, string expected) =>
        Assert.Equal(expected, StateOf(Icinga.With("\"state\": 2, \"state_type\": 1", states), "mill-3/late"));

    [Theory]
    [InlineData("AcknowledgementSet", "Acknowledged")]
    [InlineData("AcknowledgementCleared", "Unchanged")]
    [InlineData("Flapping", "Unchanged")]
    [InlineData("DowntimeStarted", "Unchanged")]
    [InlineData("CommentAdded", "Unchanged")]
    public void What_is_no_state_changes_none(string type, string expected) =>
        Assert.Equal(expected, StateOf(Icinga.With("StateChange", type), "mill-3/late"));

    [Theory]
    [InlineData("PROBLEM", "CRITICAL", "HARD", "Firing")]
    [InlineData("PROBLEM", "CRITICAL", "SOFT", "Unchanged")]
    [InlineData("RECOVERY", "OK", "HARD", "Resolved")]
    [InlineData("FLAPPINGSTART", "CRITICAL", "HARD", "Unchanged")]
    [InlineData("ACKNOWLEDGEMENT", "CRITICAL", "HARD", "Acknowledged")]
    [InlineData("DOWNTIMEEND", "OK", "HARD", "Unchanged")]
    [InlineData("CUSTOM", "CRITICAL", "HARD", "Unchanged")]
    public void A_notification_script_passes_on_what_it_was_given(string type, string state, string kind, string expected)
    {
        Assert.Equal(
            expected,
            StateOf(
                $$"""
                {"NOTIFICATIONTYPE": "{{type}}", "HOSTNAME": "mill-3", "SERVICEDESC": "late", "SERVICESTATE": "{{state}}",
                 "SERVICESTATETYPE": "{{kind}}", "SERVICEOUTPUT": "12 late"}
                """,
                "mill-3/late"
            )
        );
    }

    [Theory]
    [InlineData("DOWN", "Firing")]
    [InlineData("UP", "Resolved")]
    public void A_host_has_states_of_its_own(string state, string expected) =>
        Assert.Equal(
            expected,
            StateOf($$"""{"notification_type": "PROBLEM", "host.name": "mill-3", "host_state": "{{state}}", "output": "ping"}""", "mill-3")
        );

    [Theory]
    [InlineData("""{"host": "mill-3", "service": "late", "state": "CRITICAL", "type": "PROBLEM"}""", "Firing")]
    [InlineData("""{"host": "mill-3", "service": "late", "state": "OK", "type": "RECOVERY"}""", "Resolved")]
    [InlineData("""{"host": "mill-3", "service": "late", "state": "WARNING", "output": "12 late"}""", "Firing")]
    [InlineData("""{"host": {"name": "mill-3"}, "service": {"name": "late", "state": "CRITICAL", "state_type": "SOFT"}}""", "Unchanged")]
    [InlineData("""{"host": {"name": "mill-3"}, "service": {"name": "late", "state": "CRITICAL", "state_type": "HARD"}}""", "Firing")]
    [InlineData("""{"host": "mill-3", "service": "late", "state": "CRITICAL", "type": "PROBLEM", "is_flapping": true}""", "Unchanged")]
    [InlineData("""{"host": "mill-3", "service": "late", "state": "OK", "type": "RECOVERY", "is_flapping": true}""", "Resolved")]
    public void A_script_may_write_it_as_it_likes(string body, string expected) => Assert.Equal(expected, StateOf(body, "mill-3/late"));

    [Theory]
    [InlineData("""{"host": "mill-3", "name": "MillLate", "id": "7", "state": "firing"}""")]
    [InlineData("""{"host": "mill-3", "service": "mill", "name": "MillLate", "id": "7", "status": "firing", "type": "alert"}""")]
    public void An_alert_that_names_a_host_is_no_check(string body) =>
        Assert.Equal(Knowledge.Content.Alerts.AlertPayloadFormat.Generic, Read(body).Format);

    [Fact]
    public void Checkmk_tells_the_change()
    {
        var alert = One(Checkmk);
        Assert.Equal(("Late", "mill-3/Late", "CRITICAL", "CRIT - 12 late"), (alert.Name, alert.Key, alert.Severity, alert.Summary));
        Assert.Equal("Firing", StateOf(Checkmk, "mill-3/Late"));

        var well = Checkmk.With("OK -> CRITICAL", "CRITICAL -> OK").Replace("\"CRITICAL\"", "\"OK\"", StringComparison.Ordinal);
        Assert.Equal("Resolved", StateOf(well, "mill-3/Late"));
        Assert.Null(One(well).Severity);
    }
}
