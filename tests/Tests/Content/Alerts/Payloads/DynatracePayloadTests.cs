using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class DynatracePayloadTests
{
    private const string Key = "8001";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(Dynatrace);

        Assert.Equal(("Mill is late", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(
            ((string?)"PERFORMANCE", (string?)"mill-3", (string?)"https://d.example/8"),
            (alert.Severity, alert.Service, alert.Link)
        );
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("\"State\": \"OPEN\"", "\"State\": \"RESOLVED\"", "Resolved")]
    [InlineData("\"State\": \"OPEN\"", "\"State\": \"MERGED\"", "Resolved")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(Dynatrace.With(before, after), Key));

    [Theory]
    [InlineData("ACTIVE", "Firing")]
    [InlineData("CLOSED", "Resolved")]
    public void A_problem_of_a_workflow_is_read(string status, string state) =>
        Assert.Equal(
            state,
            StateOf(
                $$"""{"event.kind": "DAVIS_PROBLEM", "event.id": "8_1", "event.name": "Mill is late", "event.status": "{{status}}"}""",
                "8_1"
            )
        );
}
