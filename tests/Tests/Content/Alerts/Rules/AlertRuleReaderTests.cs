using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Tests.Content.Alerts.Rules;

public sealed class AlertRuleReaderTests
{
    [Fact]
    public void Reads_rules_that_grafana_is_provisioned_with()
    {
        var document = Assert.Single(
            Read(
                """
                apiVersion: 1
                groups:
                  - orgId: 1
                    name: batch
                    folder: night
                    interval: 60s
                    rules:
                      - uid: load_late
                        title: Nightly load late
                        condition: C
                        data:
                          - refId: A
                            relativeTimeRange: {from: 600, to: 0}
                            datasourceUid: prom
                            model: {expr: "time() - load_last_success_timestamp_seconds", refId: A}
                          - refId: C
                            datasourceUid: __expr__
                            model: {type: threshold, expression: A}
                        noDataState: Alerting
                        for: 5m
                        annotations:
                          summary: The nightly load of {{ $labels.client }} is late
                          runbook_url: https://kb.example/docs/nightly-load
                          __dashboardUid__: abc
                        labels: {severity: page, team: data}
                """
            ).Documents
        );
        Assert.Equal(
            ("alerts/nightly-load-late", "Nightly load late", "data"),
            (document.Id.Value, document.Title, document.FrontMatter.Owner)
        );
        Assert.Equal(
            ("time() - load_last_success_timestamp_seconds", "5m", "https://kb.example/docs/nightly-load", 9, 23),
            (document.Rule!.Expression, document.Rule.For, document.Rule.RunbookUrl, document.Rule.Line, document.Rule.RunbookLine)
        );
        Assert.Equal("The nightly load of {client} is late", document.Sections[0].Text);
    }

    [Theory]
    [InlineData("runbook_url: https://a.example/x", "https://a.example/x")]
    [InlineData("runbook: https://a.example/x", "https://a.example/x")]
    [InlineData("runbook_url_internal: docs/x.md", "docs/x.md")]
    [InlineData("{runbook: docs/b.md, runbook_url: docs/a.md}", "docs/a.md")]
    [InlineData("{runbook_url: '', runbook: docs/b.md}", "docs/b.md")]
    [InlineData("summary: x", null)]
    public void Takes_the_runbook_from_the_annotations_that_are_in_use(string annotations, string? url)
    {
        var inline = annotations.StartsWith('{') ? $" {annotations}" : $"\n      {annotations}";
        Assert.Equal(
            url,
            Assert
                .Single(Read($"groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations:{inline}\n").Documents)
                .Rule!.RunbookUrl
        );
    }

    [Fact]
    public void Reads_resources_and_lists_of_them()
    {
        const string groups = "groups: [{name: g, rules: [{alert: A, expr: up}, {record: r, expr: up}]}]";
        Assert.Single(Read($"kind: PrometheusRule\nspec:\n  {groups}\n").Documents);
        Assert.Equal(
            2,
            Read(
                $"kind: List\nitems:\n- kind: PrometheusRule\n"
                    + $"  spec:\n    {groups}\n- spec:\n    {groups.Replace("alert: A", "alert: B", StringComparison.Ordinal)}\n"
            ).Documents.Count
        );
    }

    [Fact]
    public void Keeps_every_rule_of_a_name()
    {
        var document = Assert.Single(
            Read(
                """
                groups:
                  - name: g
                    rules:
                      - {alert: DiskFull, expr: a > 1, labels: {severity: warning, service: "{{ $labels.job }}"},
                       annotations: {summary: "{{ $labels.host }} is filling up", description: d, message: m}}
                      - {alert: DiskFull, expr: a > 2, labels: {severity: critical}, annotations: {summary: Full}}
                """
            ).Documents
        );
        Assert.Equal(["a > 1", "a > 2"], document.Rules.Select(r => r.Expression));
        Assert.Equal("{host} is filling up\nd\nm\nFull", document.Sections[0].Text);
        Assert.Empty(document.FrontMatter.Services);
    }

    [Theory]
    [InlineData("groups: [{name: g, rules: [{alert: [a], expr: up}, {title: t}]}]", 2)]
    [InlineData("groups: {a: b}\nalert:\n", 0)]
    [InlineData("items: [1, {spec: 2}, {spec: {groups: [3]}}]\n# groups: alert:\n", 0)]
    public void What_is_no_rule_is_said_and_passed_over(string text, int findings)
    {
        var reading = Read(text.Contains("alert:", StringComparison.Ordinal) ? text : text + "\n# alert:");
        Assert.Empty(reading.Documents);
        Assert.Equal(findings, reading.Findings.Count);
    }

    private static FileParseResult Read(string text) => DocumentReader.Read(new("s", "s", "rules.yaml", text));
}
