using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class OpsgeniePayloadTests
{
    [Theory]
    [InlineData("Create", "Firing", false)]
    [InlineData("Close", "Resolved", true)]
    [InlineData("Delete", "Resolved", true)]
    [InlineData("Acknowledge", "Acknowledged", true)]
    [InlineData("UnAcknowledge", "Unchanged", true)]
    [InlineData("AddNote", "Unchanged", true)]
    [InlineData("AddTags", "Unchanged", true)]
    [InlineData("RemoveTags", "Unchanged", true)]
    [InlineData("UpdatePriority", "Unchanged", true)]
    [InlineData("Escalate", "Unchanged", true)]
    [InlineData("AssignOwnership", "Unchanged", true)]
    [InlineData("TakeOwnership", "Unchanged", true)]
    [InlineData("Snooze", "Unchanged", true)]
    [InlineData("SnoozeEnded", "Unchanged", true)]
    [InlineData("UpdateDescription", "Unchanged", true)]
    [InlineData("Run the loader again", "Unchanged", true)]
    public void Only_three_actions_say_how_an_alert_stands(string action, string state, bool isPartial)
    {
        var body = $$$"""{"action": "{{{action}}}", "alert": {"alertId": "i", "alias": "mill", "message": "Mill is late"}}""";

        Assert.Equal(state, StateOf(body, "mill"));
        Assert.Equal((isPartial, action == "UnAcknowledge"), (One(body).IsPartial, One(body).TakesBackAcknowledgement));
    }
}
