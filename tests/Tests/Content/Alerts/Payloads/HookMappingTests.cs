using Knowledge.Content.Alerts;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Findings;
using static Knowledge.Tests.Content.Alerts.Payloads.SenderFixtures;

namespace Knowledge.Tests.Content.Alerts.Payloads;

public sealed class HookMappingTests
{
    private const string Mill = """
        each: events
        name: rule.title
        key: "{rule.id} {mill}"
        state:
          at: lamp
          firing: [red, amber]
          resolved: [green]
          acknowledged: seen
          unchanged: [blinking]
        severity: [rank, default.rank]
        service: plant
        runbook: rule['how.to']
        link: rule.links[-1]
        time: at
        labels:
          mill: mill
        examples:
          - body:
              plant: north
              default: {rank: high}
              events:
                - rule: {id: 7, title: Mill is late, how.to: "https://kb.example/mill", links: [x, "https://m.example/7"]}
                  mill: m-3
                  lamp: red
                  at: 1763625662
                - {rule: {id: 8, title: Mill is hot}, mill: m-3, lamp: green}
            gives:
              - {name: Mill is late, key: 7 m-3, state: firing, severity: high, service: north, runbook: "https://kb.example/mill",
                 link: "https://m.example/7", time: "2025-11-20T08:01:02Z", label.mill: m-3}
              - {name: Mill is hot, state: resolved}
        """;

    private static HookMapping Mapping(string yaml, string path = "hooks/mill.yaml")
    {
        var (mapping, findings) = HookMappingReader.Read(path, yaml);
        Assert.Empty(findings);
        return mapping!;
    }

    private static AlertPayload Posted(string body, string yaml) =>
        Read(body, new("mill", Mapping: HookMappingReader.Read("hooks/mill.yaml", yaml).Mapping));

    [Fact]
    public void A_mapping_reads_what_its_example_says()
    {
        Assert.True(HookMappingReader.IsMapping("hooks/mill.yaml", Mill));
        Assert.Equal(["mill"], Mapping(Mill).Hooks);
    }

    [Theory]
    [InlineData("red", "Firing")]
    [InlineData("Green", "Resolved")]
    [InlineData("seen", "Acknowledged")]
    [InlineData("blinking", "Unchanged")]
    [InlineData("resolved", "Resolved")]
    [InlineData("violet", "Firing")]
    public void Its_own_words_count_before_those_that_are_known(string lamp, string state)
    {
        var alert = Assert.Single(
            Posted($$$"""{"events": [{"rule": {"id": 1, "title": "t"}, "mill": "m", "lamp": "{{{lamp}}}"}]}""", Mill).Alerts
        );

        Assert.Equal((state, "1 m"), (alert.TellsState ? alert.State.ToString() : "Unchanged", alert.Key));
    }

    [Fact]
    public void It_counts_before_the_built_in_shapes_and_gives_way_where_it_finds_nothing()
    {
        const string Own =
            "name: data.title\nkey: number\nstate: data.x\nexamples:\n  - {body: {data: {title: t}, number: 1}, gives: {name: t}}\n";
        var mapped = Posted("""{"type": "alert.firing", "data": {"title": "Mill", "id": "9"}, "number": 5}""", Own);
        Assert.Equal((AlertPayloadFormat.Mapping, "5"), (mapped.Format!.Value, mapped.Alerts[0].Key));

        var shape = Posted(Pingdom, Own);
        Assert.Equal(AlertPayloadFormat.Pingdom, shape.Format);

        Assert.Equal(
            "Nothing in it names an alert. It is a JSON object with keys mill, and name finds nothing at 'data.title' in hooks/mill.yaml.",
            Posted("""{"mill": 1}""", Own).Problem
        );
    }

    [Fact]
    public void Half_a_key_is_none_and_entries_without_one_are_counted()
    {
        var payload = Posted("""{"events": [{"rule": {"title": "t", "id": 1}}, {"rule": {"title": "u", "id": 2}, "mill": "m"}]}""", Mill);

        Assert.Equal(("2 m", 1), (Assert.Single(payload.Alerts).Key, payload.NotUnderstood));
    }

    [Theory]
    [InlineData("name: Mill is late", "name: Mill is hot", "gives name 'Mill is late', and 'Mill is hot' is told")]
    [InlineData("state: resolved", "state: firing", "gives state 'resolved'")]
    [InlineData("label.mill: m-3", "colour: red", "`colour` is nothing that an example can give")]
    [InlineData("- {name: Mill is hot, state: resolved}", "", "gives 2 alerts, and 1 are told")]
    public void An_example_that_gives_something_else_is_an_error(string before, string after, string why)
    {
        var at = Mill.LastIndexOf("gives:", StringComparison.Ordinal);
        var yaml = Mill[..at] + Mill[at..].Replace(before, after, StringComparison.Ordinal);

        var finding = Assert.Single(HookMappingReader.Read("hooks/mill.yaml", yaml).Findings);
        Assert.Equal((FindingCodes.HookMapping, Severity.Error), (finding.Code, finding.Severity));
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: a..b\nkey: k\n", "is no path")]
    [InlineData("name: \"{a\"\nkey: k\n", "is no path")]
    [InlineData("name: a\nstate: s\n", "`name` and `key` must each say")]
    [InlineData("name: a\nkey: k\neach: [x]\n", "`each` is the path of a list")]
    [InlineData("name: a\nkey: k\ncolour: red\n", "`colour` is not a key")]
    [InlineData("name: a\nkey: k\nstate: {is: x}\n", "`is` is not a key of `state`")]
    [InlineData("name: a\nkey: k\n", "has no example")]
    [InlineData("name: a\nkey: &k k\n", "Anchors")]
    public void What_is_wrong_with_a_mapping_is_said(string yaml, string why) =>
        Assert.Contains(HookMappingReader.Read("hooks/mill.yaml", yaml).Findings, f => f.Message.Contains(why, StringComparison.Ordinal));

    [Theory]
    [InlineData("hooks/mill.yml", "name: a\nkey: b\n", true)]
    [InlineData("hooks/mill.yaml", "name: a\nstate: b\n", true)]
    [InlineData("hooks/deeper/mill.yaml", "name: a\nkey: b\n", false)]
    [InlineData("rules/mill.yaml", "name: a\nkey: b\n", false)]
    [InlineData("hooks/values.yaml", "name: a\nimage: b\n", false)]
    [InlineData("hooks/job.yaml", "apiVersion: batch/v1\nkind: Job\nname: x\nkey: y\n", false)]
    [InlineData("hooks/pre-commit.yaml", "- id: x\n  name: y\n  key: z\n", false)]
    public void Only_a_file_of_that_place_and_content_is_a_mapping(string path, string text, bool isMapping) =>
        Assert.Equal(isMapping, HookMappingReader.IsMapping(path, text));

    [Theory]
    [InlineData("$", "{}")]
    [InlineData("a.b", "1")]
    [InlineData("$.a.b", "1")]
    [InlineData("a['c.d'][1]", "3")]
    [InlineData("a[\"c.d\"][-2]", "2")]
    [InlineData("a['c.d'][5]", null)]
    [InlineData("a.b.c", null)]
    public void A_path_leads_to_a_value_or_to_nothing(string path, string? value)
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"a": {"b": 1, "c.d": [2, 3]}}""");
        var found = JsonPath.Parse(path)!.In(json.RootElement);

        Assert.Equal(value, path == "$" ? "{}" : found?.GetRawText());
    }
}
