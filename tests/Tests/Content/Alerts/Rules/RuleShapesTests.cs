using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Alerts.Rules;

/// <summary>Rules in the shapes in which repositories keep them.</summary>
public sealed class RuleShapesTests
{
    [Theory]
    [InlineData("{\"groups\": [{\"name\": \"g\", \"rules\": [{\"alert\": \"A\", \"expr\": \"up\"}]}]}", "a.json")]
    [InlineData("{\n\t\"groups\": [\n\t\t{\"rules\": [{\"alert\": \"A\", \"expr\": \"up\"}]}\n\t]\n}", "a.json")]
    [InlineData("'groups':\n- 'rules':\n  - 'alert': 'A'\n    'expr': up\n", "a.yml")]
    [InlineData("groups:\n- rules:\n  - alert: A\n    expr: up\n", "deep/a.rules")]
    [InlineData("groups:\n- rules:\n  - alert: A\n    expr: up\n", "a.alerts")]
    [InlineData("groups:\n{{- range .x }}\n- rules:\n  - alert: A\n    expr: up{x=\"{{ .y }}\"}\n{{- end }}\n", "a.alerts.tpl")]
    [InlineData("groups:\n- rules:\n  - alert: A\n    expr: up\n    annotations: {s: '{{ '{{' }} $v {{ '}}' }}'}\n", "a.yml.j2")]
    public void Any_notation_and_extension(string text, string path) => Assert.Equal("A", Assert.Single(Read(text, path).Documents).Title);

    [Theory]
    [InlineData("groups: [{name: g, rules: [{alert: A, expr: up}]}]", "package-lock.json")]
    [InlineData("groups: [{name: g, rules: [{alert: A, expr: up}]}]", "a.txt")]
    [InlineData("{\"alert\": \"A\", \"message\": \"x\"}", "a.json")]
    [InlineData("- alert: a word\n  text: no rule\n", "a.yaml")]
    [InlineData("labels: [alert]\nbroken: [\n# alert: me", "a.yaml")]
    public void What_is_no_rule(string text, string path)
    {
        var reading = Read(text, path);
        Assert.Empty(reading.Documents);
        Assert.Empty(reading.Findings);
    }

    [Fact]
    public void Rules_below_values_of_a_chart_and_in_texts_of_a_list()
    {
        Assert.Equal(
            ["Bare", "Below"],
            Read(
                """
                serverFiles:
                  alerting_rules.yml:
                    groups: [{name: g, rules: [{alert: Below, expr: up}]}]
                metrics: {prometheusRule: {rules: [{alert: Bare, expr: up}]}}
                """
            )
                .Documents.Select(d => d.Title)
                .Order()
        );
        var text = Assert.Single(
            Read(
                """
                kind: List
                items:
                - kind: ConfigMap
                  data:
                    note: "alert: none"
                    x.yaml: |
                      groups:
                      - rules:
                        - alert: InList
                          expr: up
                """
            ).Documents
        );
        Assert.Equal(("InList", 9), (text.Title, text.Rule!.Line));
    }

    [Fact]
    public void Merged_labels_count_less_than_own_ones()
    {
        var rules = Read(
            """
            x: {a: &a {team: one, area: x}, b: &b {team: two, tier: y}}
            groups:
            - rules:
              - {alert: A, expr: up, labels: {<<: [*a, *b], area: own}}
              - &base {alert: B, expr: up, labels: {team: base}}
              - {<<: *base, alert: C}
            """
        ).Documents;
        Assert.Equal(
            ["area=own team=one tier=y", "team=base", "team=base"],
            rules.Select(d => string.Join(' ', d.Rule!.Labels.OrderBy(l => l.Key).Select(l => $"{l.Key}={l.Value}")))
        );
        Assert.Equal(["A", "B", "C"], rules.Select(d => d.Title));
    }

    [Theory]
    [InlineData("  - {alert: B, expr: up, labels: *nowhere}\n", "no anchor")]
    [InlineData("  - alert: B\n    expr: up\n    labels: {a: 1, a: 2}\n", "already on line")]
    [InlineData("  - alert: B\n    expr: \"up\n", "")]
    public void What_stands_before_a_fault_is_read(string rest, string message)
    {
        var reading = Read($"groups:\n- rules:\n  - {{alert: A, expr: up}}\n{rest}");
        Assert.Equal("A", Assert.Single(reading.Documents).Title);
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((FindingCodes.InvalidYaml, Severity.Error), (finding.Code, finding.Severity));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_aliases_ends_at_the_limit()
    {
        var text = "groups: [{rules: [{alert: A, expr: up}]}]\nl0: &l0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 9; i++)
            text += $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]\n";
        Assert.Contains("YAML values", Assert.Single(Read(text).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_is_read_as_far_as_it_is_rules()
    {
        var reading = Read(
            """
            {{- define "part" }}
            "{{ required "x" . }}"
            {{- end }}
            {{- /* a note: with a colon */}}
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              labels: {{- toYaml .Values.labels | nindent 4 }}
            spec:
              groups:
              - name: {{ .Release.Name }}
                rules:
                {{- if .Values.a }}
                - alert: {{ .Values.prefix }}Slow
                  annotations:
                    description: 'Slow for {{ "{{" }} $labels.client {{ "}}" }}'
                    summary: |-
                      {{`Job {{ $labels.job }}
                      is slow`}}
                    runbook_url: {{ .Values.runbookUrl }}/slow
                  expr: a{x="{{ .Values.x }}"}
                    > 3
                  for: {{ .Values.for | default "5m" }}
                  labels:
                    {{- include "common" . | nindent 8 }}
                    severity: {{ if .Values.hard }}critical{{ else }}warning{{ end }}
                    team: data
                {{- else }}
                - alert: Other
                  expr: up
                {{- end }}
            """,
            "templates/rules.yaml"
        );
        var rule = reading.Documents.Single(d => d.Title.EndsWith("Slow", StringComparison.Ordinal)).Rule!;
        Assert.Equal(
            ("a{x=\"{{ .Values.x }}\"} > 3", null, "{{ .Values.runbookUrl }}/slow", 14),
            (rule.Expression, rule.For, rule.RunbookUrl, rule.Line)
        );
        Assert.Equal("data", rule.Labels.Single(l => l.Key == "team").Value);
        Assert.Equal(["Job {job}\nis slow", "Slow for {client}"], rule.Words());
        Assert.Equal(2, reading.Documents.Count);
        var note = Assert.Single(reading.Findings);
        Assert.Equal(Severity.Note, note.Severity);
        Assert.Contains("template", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("indentation", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Templates_of_alerts_are_no_templates_of_files()
    {
        var reading = Read("groups: [{rules: [{alert: A, expr: up, annotations: {summary: \"{{ $labels.x }} is {{ $value }}\"}}]}]");
        Assert.Empty(reading.Findings);
        Assert.Equal(["{x} is {value}"], Assert.Single(reading.Documents).Rule!.Words());
    }

    [Theory]
    [InlineData("description: \"Pool is full.\\n  VALUE = {{ $value }}\\n  LABELS = {{ $labels }}\"", "Pool is full.")]
    [InlineData("description: \"Value: {{ $value }}\\nQueue of {{ $labels.x }} is long\"", "Queue of {x} is long")]
    [InlineData("description: Slow, dashboardQueryParams: orgId=2", "Slow")]
    [InlineData("description: Slow, panel: \"42\"", "Slow")]
    [InlineData("description: \"Load is {{ $value }}\"", "Load is {value}")]
    [InlineData("description: \"a=b is wrong\"", "a=b is wrong")]
    public void What_only_an_alert_fills_in_is_no_text_of_the_rule(string annotations, string words) =>
        Assert.Equal(
            [words],
            Assert.Single(Read($"groups: [{{rules: [{{alert: A, expr: up, annotations: {{{annotations}}}}}]}}]").Documents).Rule!.Words()
        );

    [Theory]
    [InlineData("playbook", "a/b", null, null, "a/b")]
    [InlineData("runbookUrl", "https://w.example/a", "dashboard", "https://g.example/d", "https://w.example/a")]
    [InlineData("dashboard", "https://g.example/d", null, null, "https://g.example/d")]
    [InlineData("dashboard", "overview", null, null, null)]
    [InlineData("dashboard", "https://g.example/d", "runbook", "TODO", "TODO")]
    [InlineData("runbook", "n/a", "sop_url", "https://w.example/sop", "https://w.example/sop")]
    [InlineData("manual", "https://w.example/a", null, null, null)]
    public void Where_the_runbook_link_stands(string key, string value, string? otherKey, string? otherValue, string? url)
    {
        var other = otherKey is null ? "" : $", annotations: {{{otherKey}: \"{otherValue}\"}}";
        var text = $"groups: [{{rules: [{{alert: A, expr: up, labels: {{{key}: \"{value}\"}}{other}}}]}}]";
        Assert.Equal(url, Assert.Single(Read(text).Documents).Rule!.RunbookUrl);
    }

    [Fact]
    public void Alerts_of_grafana_as_its_interfaces_give_them()
    {
        const string data = "\"data\": [{\"refId\": \"A\", \"model\": {\"expr\": \"up == 0\"}}]";
        var list = Assert.Single(
            Read($"[{{\"uid\": \"u\", \"title\": \"Down\", \"condition\": \"A\", {data}, \"ruleGroup\": \"rules\"}}]", "a.json").Documents
        );
        Assert.Equal(("Down", "up == 0"), (list.Title, list.Rule!.Expression));
        var ruler = Assert.Single(
            Read(
                $"folder:\n- name: g\n  rules:\n  - grafana_alert: {{\"title\": \"Late\", \"condition\": \"A\", {data}}}\n"
                    + "    annotations: {runbook_url: https://kb.example/late}\n"
            ).Documents
        );
        Assert.Equal(("Late", "https://kb.example/late"), (ruler.Title, ruler.Rule!.RunbookUrl));
        Assert.Empty(Read("{\"title\": \"t\", \"condition\": 1, \"data\": [1], \"rules\": 2}", "a.json").Documents);
    }

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("{{\"monitors\": [{0}]}}")]
    [InlineData("{{\"kind\": \"DatadogMonitor\", \"spec\": {0}}}")]
    public void Monitors_of_datadog(string around)
    {
        const string monitor =
            "{\"name\": \"Queue is long\", \"type\": \"query alert\", \"query\": \"avg:q{*} > 9\", \"tags\": [\"team:mail\", \"x\"],"
            + "\"message\": \"Long. See https://a.example/graph\\nRunbook: https://kb.example/queue @slack-x\", \"priority\": 2}";
        var rule = Assert.Single(Read(around.Replace("{0}", monitor).Replace("{{", "{").Replace("}}", "}"), "monitors/a.json").Documents);
        Assert.Equal(("Queue is long", "mail", "https://kb.example/queue"), (rule.Title, rule.FrontMatter.Owner, rule.Rule!.RunbookUrl));
        Assert.Empty(
            Read("{\"name\": \"n\", \"type\": \"query table\", \"query\": \"q\", \"message\": \"m\"}", "dashboards/a.json").Documents
        );
    }

    [Fact]
    public void Alerts_of_terraform()
    {
        var rules = Read(
            """
            # resource "datadog_monitor" "commented" { name = "No" }
            locals { alert = { name = "also none", message = "x" } }
            resource "datadog_monitor" "queue" {
              name    = "Queue of ${var.env} is long" // why
              type    = "metric alert"
              message = <<-EOT
                It grows.
                Runbook: https://kb.example/queue
              EOT
              query = "avg:q{env:${var.env}} > ${var.max[0]}"
              tags  = ["team:mail", "env:${var.env}"]
            }
            resource "aws_cloudwatch_metric_alarm" "cpu" {
              alarm_name        = "cpu-high"
              alarm_description = "CPU is high, see https://kb.example/cpu"
              metric_name       = "CPUUtilization"
              dimensions        = { Id = aws_instance.a.id }
              tags              = { team = "web" }
            }
            resource "google_monitoring_alert_policy" "p" {
              display_name = "Latency"
              documentation { content = "Slow. Playbook https://kb.example/latency" }
              conditions { display_name = "c" }
            }
            resource "newrelic_nrql_alert_condition" "n" {
              name = "Errors", runbook_url = "https://kb.example/errors"
              nrql { query = "SELECT count(*) FROM E" }
            }
            resource "grafana_rule_group" "g" {
              name = "group"
              rule {
                name = "Disk"
                for  = "5m"
                annotations = { "runbook_url" = "https://kb.example/disk" }
                labels      = { team = "store" }
              }
            }
            resource "newrelic_alert_policy" "x" { name = "No policy", message = "m" }
            resource "aws_s3_bucket" "alerts" { name = "No bucket", description = "d" }
            """,
            "main.tf"
        ).Documents;
        Assert.Equal(
            [
                ("Queue of {env} is long", "mail", "https://kb.example/queue", 4),
                ("cpu-high", "web", "https://kb.example/cpu", 14),
                ("Latency", null, "https://kb.example/latency", 21),
                ("Errors", null, "https://kb.example/errors", 26),
                ("Disk", "store", "https://kb.example/disk", 32),
            ],
            rules.Select(d => (d.Title, d.FrontMatter.Owner, d.Rule!.RunbookUrl, d.Rule.Line))
        );
        Assert.Contains("It grows.", rules[0].Sections[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resource \"a_alert\" \"x\" {")]
    [InlineData("resource \"a_alert\" \"x\" { name = \"${\"")]
    [InlineData("resource \"a_alert\" \"x\" { name = <<E\n")]
    [InlineData("resource \"a_alert\" \"x\" { a = [ } ) ] = = \" /* ")]
    public void What_is_cut_off_does_not_throw(string text)
    {
        Assert.Empty(Read(text, "a.tf").Documents);
        Assert.Empty(Read(string.Concat(Enumerable.Repeat(text, 2_000)), "a.tf").Findings);
        Read("groups:\n- rules:\n  - alert: A\n" + string.Concat(Enumerable.Repeat(text + "{{ `{% \"", 2_000)), "a.yaml");
    }

    private static FileParseResult Read(string text, string path = "rules.yaml") => DocumentReader.Read(new("s", "s", path, text));
}
