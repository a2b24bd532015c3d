using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class DatadogPayloadTests
{
    private static string Default(string title, string id, string more = "") =>
        $$"""
            {"body": "%%%\nlate\n\nRunbook: https://kb.example/mill\n%%%", "last_updated": "1763625662000",
            "event_type": "query_alert_monitor",
             "title": "{{title}}", "date": "1763625662000", "org": {"id": "5", "name": "mill"}, {{more}}"id": "{{id}}"}
            """;

    [Theory]
    [InlineData("[Triggered on {host:mill-3}] Mill is late", "Firing")]
    [InlineData("[P2] [Triggered on {host:mill-3}] Mill is late", "Firing")]
    [InlineData("[Re-Triggered on {host:mill-3}] Mill is late", "Firing")]
    [InlineData("[Warn on {host:mill-3}] Mill is late", "Firing")]
    [InlineData("[No data on {host:mill-3}] Mill is late", "Firing")]
    [InlineData("[Recovered on {host:mill-3}] Mill is late", "Resolved")]
    [InlineData("[P2] [Warn Recovered on {host:mill-3}] Mill is late", "Resolved")]
    public void In_its_own_payload_the_title_says_how_it_stands(string title, string state)
    {
        var body = Default(title, "9" + title.Length);

        Assert.Equal(state, StateOf(body, "5 Mill is late host:mill-3"));
        Assert.Equal(("Mill is late", "mill-3"), (One(body).Name, One(body).Label("host")));
        Assert.Equal(["https://kb.example/mill"], One(body).RunbookUrls);
    }

    [Fact]
    public void The_id_of_the_monitor_counts_before_the_title()
    {
        const string Monitor = "\"alert_id\": \"44\", ";
        Assert.Equal("Firing", StateOf(Default("[Triggered] Mill is late", "1", Monitor), "44"));
        Assert.Equal("Resolved", StateOf(Default("[Recovered] Mill was late", "2", Monitor), "44"));
    }

    [Fact]
    public void A_title_in_brackets_that_is_no_state_stays_a_name() =>
        Assert.Equal("[Mill] is late", One(Default("[Mill] is late", "3")).Name);
}
