using System.Text;
using System.Text.Json;
using Knowledge.Content.Alerts;

namespace Knowledge.Tests.Content.Alerts.Payloads;

/// <summary>Something deep in a payload, such as a context that a rule passes on, costs no alert.</summary>
public sealed class DeepPayloadTests
{
    private static readonly string Plain = SenderFixtures.GrafanaLegacy;

    /// <summary>With so many levels inside a member of its root.</summary>
    private static string Deep(string body, int levels)
    {
        var at = body.IndexOf('{', StringComparison.Ordinal) + 1;
        var value = string.Concat(Enumerable.Range(0, levels).Select(i => i % 2 == 0 ? "{\"a\":" : "["));
        var ends = string.Concat(Enumerable.Range(0, levels).Reverse().Select(i => i % 2 == 0 ? "}" : "]"));
        return $"{body[..at]}\"deep\": {value}1{ends}, {body[at..]}";
    }

    private static IEnumerable<(AlertState State, string Name)> AlertsOf(AlertPayload payload)
    {
        Assert.Null(payload.Problem);
        Assert.NotEmpty(payload.Alerts);
        return payload.Alerts.Select(a => (a.State, a.Name));
    }

    [Fact]
    public void No_sender_loses_an_alert_by_it()
    {
        foreach (var body in SenderFixtures.All.Select(f => f.Body).Append(AlertPayloadReaderTests.Alertmanager))
            if (body.TrimStart().StartsWith('{'))
                Assert.Equal(AlertsOf(SenderFixtures.Read(body)), AlertsOf(SenderFixtures.Read(Deep(body, 200))));
    }

    [Fact]
    public void Nor_by_what_it_is_packed_into()
    {
        var expected = AlertsOf(SenderFixtures.Read(Plain)).ToList();
        var deep = Deep(Plain, 200);
        var text = JsonSerializer.Serialize(deep);
        const string Event = "\"specversion\": \"1.0\", \"id\": \"7\", \"type\": \"mill.late\", \"source\": \"/mill\"";
        var packed = Convert.ToBase64String(Encoding.UTF8.GetBytes(deep));
        foreach (
            var body in new[]
            {
                $"[{deep}]",
                $"{{{Event}, \"data\": {deep}}}",
                $"{{{Event}, \"data\": {text}}}",
                $"{{{Event}, \"data_base64\": \"{packed}\"}}",
                $"{{\"Type\": \"Notification\", \"TopicArn\": \"arn:t\", \"MessageId\": \"7\", \"Message\": {text}}}",
                $"payload={Uri.EscapeDataString(deep)}",
            }
        )
            Assert.Equal(expected, AlertsOf(SenderFixtures.Read(body)));
        var attributes = new Dictionary<string, string>
        {
            ["ce-specversion"] = "1.0",
            ["ce-id"] = "7",
            ["ce-type"] = "mill.late",
            ["ce-source"] = "/mill",
        };
        Assert.Equal(expected, AlertsOf(SenderFixtures.Read(deep, new(Headers: attributes))));
        // Deep as a body may be, in one level more.
        Assert.Equal(expected, AlertsOf(SenderFixtures.Read(Deep(Plain, 255), new(Headers: attributes))));
    }

    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "It is nested deeper than 256 levels; let its sender leave out what is so deep.")]
    [InlineData(100_000, "It is nested deeper than 256 levels; let its sender leave out what is so deep.")]
    public void What_is_deeper_than_is_read_says_so(int levels, string? problem)
    {
        Assert.Equal(problem, SenderFixtures.Read(Deep(Plain, levels)).Problem);
        var text = JsonSerializer.Serialize(Deep(Plain, levels));
        var topic = $"{{\"Type\": \"Notification\", \"TopicArn\": \"arn:t\", \"MessageId\": \"7\", \"Message\": {text}}}";
        Assert.Equal(problem, SenderFixtures.Read(topic).Problem);
        // Deep or not: what is no JSON is none.
        Assert.StartsWith("It is not JSON (line 1,", SenderFixtures.Read("{\"a\": nothing}").Problem, StringComparison.Ordinal);
    }
}
