using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class StatusCakePayloadTests
{
    private const string Key = "Mill door";

    [Fact]
    public void An_alert_is_read_with_all_it_says()
    {
        var alert = One(StatusCake);

        Assert.Equal(("Mill door", Key, AlertState.Firing, true), (alert.Name, alert.Key, alert.State, alert.TellsState));
        Assert.Equal(((string?)null, (string?)"Mill door", (string?)"https://mill.example/"), (alert.Severity, alert.Service, alert.Link));
        Assert.Equal([], alert.RunbookUrls);
    }

    [Theory]
    [InlineData("Status=Down", "Status=Up", "Resolved")]
    public void It_stays_the_same_alert_whatever_its_state(string before, string after, string state) =>
        Assert.Equal(state, StateOf(StatusCake.With(before, after), Key));

    [Fact]
    public void Its_token_is_kept_nowhere()
    {
        var alert = One(StatusCake);

        Assert.DoesNotContain("not-to-be-shown", System.Text.Json.JsonSerializer.Serialize(alert), StringComparison.Ordinal);
        Assert.Equal("504", alert.Label("code"));
    }
}
