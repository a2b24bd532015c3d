using CsCheck;
using Knowledge.Content.Alerts;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

/// <summary>What holds for every sender.</summary>
public sealed class SenderShapeTests
{
    [Fact]
    public void Each_payload_is_read_by_its_own_sender_alone_in_a_list_and_in_an_event()
    {
        foreach (var (format, body) in All)
        {
            var alone = Read(body);
            Assert.Equal((format, null, 1), (alone.Format!.Value, alone.Problem, alone.Alerts.Count));
            if (format == AlertPayloadFormat.StatusCake)
                continue;
            var list = Read($"[{body}, {body}]");
            Assert.Equal((format, 2, 0), (list.Format!.Value, list.Alerts.Count, list.NotUnderstood));
            Assert.Equal(alone.Alerts[0].Key, list.Alerts[1].Key);
        }
    }

    [Fact]
    public void Cut_off_changed_and_doubled_payloads_are_read_or_refused()
    {
        var read = 0;
        Gen.Select(
                Gen.Int[0, All.Count - 1],
                Gen.Int[0, 9_999],
                Gen.Int[0, 40],
                Gen.OneOf("", "null", "[]", "{}", "\"\\ud800\"", "-1e999", "\0")
            )
            .Sample(
                (which, place, length, put) =>
                {
                    var body = All[which].Body;
                    var at = place % body.Length;
                    var payload = Read(body[..at] + put + body[Math.Min(body.Length, at + length)..]);
                    Assert.True(payload.Problem is null || payload.Alerts.Count == 0);
                    Assert.All(payload.Alerts, a => Assert.True(a.Name.Length is > 0 and <= 200 && a.Key.Length is > 0 and <= 800));
                    Interlocked.Add(ref read, payload.Alerts.Count);
                },
                iter: 20_000
            );
        Assert.True(read > 500, $"{read} alerts were read: the mutations leave nothing to test");
    }

    [Theory]
    [InlineData("""{"text": "", "attachments": [{"title": "[FIRING:1] MillLate", "color": "danger"}]}""", "a message for a chat")]
    [InlineData("""{"blocks": [{"type": "section"}], "text": "MillLate"}""", "a message for a chat")]
    [InlineData("""{"@type": "MessageCard", "title": "Alert (Firing)", "summary": "[FIRING:1] MillLate"}""", "Microsoft Teams")]
    [InlineData("""{"mill": 3, "late": 12}""", "Nothing in it names an alert")]
    [InlineData("""[{"mill": 3}, {"mill": 4}]""", "It is a list of 2, the first a JSON object with keys mill; map it with")]
    public void What_is_not_understood_says_what_it_looks_like(string body, string why)
    {
        var payload = Read(body, new("the-mill"));

        Assert.Empty(payload.Alerts);
        Assert.Contains(why, payload.Problem, StringComparison.Ordinal);
        Assert.EndsWith("map it with hooks/the-mill.yaml.", payload.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_never_stand_in_what_it_looks_like() =>
        Assert.DoesNotContain("hunter2", Read("""{"password": "hunter2", "token": {"x": "hunter2"}}""").Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-11-20T07:59:59Z", AlertState.Resolved)]
    [InlineData("2026-11-20T08:00:00Z", AlertState.Resolved)]
    [InlineData("2026-11-20T08:00:01Z", AlertState.Firing)]
    public void A_list_without_states_is_over_where_it_has_ended(string endsAt, AlertState state)
    {
        var body = $$"""[{"labels": {"alertname": "MillLate"}, "startsAt": "2026-11-20T07:00:00Z", "endsAt": "{{endsAt}}"}]""";
        var received = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

        Assert.Equal(state, Assert.Single(Read(body, new(Received: received)).Alerts).State);
    }

    [Theory]
    [InlineData("DatasourceNoData", "Mill stands still")]
    [InlineData("DatasourceError", "Mill stands still")]
    [InlineData("OwnName", "OwnName")]
    public void Grafana_names_the_rule_in_a_label_where_it_has_no_data(string alertname, string name) =>
        Assert.Equal(
            name,
            One($$$"""{"orgId": 1, "alerts": [{"labels": {"alertname": "{{{alertname}}}", "rulename": "Mill stands still"}}]}""").Name
        );

    [Theory]
    [InlineData(
        """{"status": "success", "data": {"alerts": [{"labels": {"alertname": "MillLate"}, "state": "firing"}]}}""",
        AlertState.Firing
    )]
    [InlineData(
        """{"status": "success", "data": {"alerts": [{"labels": {"alertname": "MillLate"}, "state": "inactive"}]}}""",
        AlertState.Resolved
    )]
    [InlineData(
        """{"status": "success", "data": [{"labels": {"alertname": "MillLate"}, "status": {"state": "active"}}]}""",
        AlertState.Firing
    )]
    public void What_the_apis_of_prometheus_answer_is_read(string body, AlertState state) =>
        Assert.Equal(("MillLate", state), (One(body).Name, One(body).State));

    [Fact]
    public void A_rule_that_is_pending_does_not_fire() =>
        Assert.False(One("""{"alerts": [{"labels": {"alertname": "MillLate"}, "state": "pending"}]}""").TellsState);
}
