using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Alerts.Rules;

/// <summary>Rule files that were read wrongly once, from the sample material, and others of their kinds.</summary>
public sealed class RuleCasesTests
{
    [Theory]
    [InlineData("15-rules-quoted-keys/alerts.yaml", "QueueStuck")]
    [InlineData("17-rules-anchors/rules.yaml", "LagCritical LagWarning TargetGone")]
    [InlineData("18-rules-helm/templates/rules.yaml", "LoaderStuck")]
    [InlineData("19-rules-in-configmap/configmap.yaml", "InConfigMap")]
    [InlineData("21-crd-is-no-rule-file/crd.yaml", "")]
    public void Rules_of_the_sample_cases(string path, string names)
    {
        var reading = Read(File.ReadAllText(Samples.Require($"cases/{path}")));
        Assert.Equal(names, string.Join(' ', reading.Documents.Select(d => d.Title).Order()));
        Assert.DoesNotContain(reading.Findings, f => f.Code == FindingCodes.InvalidYaml);
    }

    [Theory]
    [InlineData(
        "x-labels: &labels {team: web}\ngroups:\n- name: g\n  rules:\n  - alert: Slow\n    expr: a > 1\n    labels: *labels\n"
            + "  - alert: Down\n    expr: up == 0\n    labels: *labels\n"
    )]
    [InlineData(
        "groups:\n- name: g\n  rules:\n  - &slow\n    alert: Slow\n    expr: &e a > 1\n    labels: {team: web}\n"
            + "  - <<: *slow\n    alert: Down\n    expr: *e\n"
    )]
    [InlineData(
        "groups:\n- name: &name g\n  rules: &rules\n  - {alert: Slow, expr: a > 1, labels: {team: web}}\n"
            + "  - {alert: Down, expr: up == 0, labels: {team: web}}\n- name: other\n  rules: *rules\n"
    )]
    public void Rules_with_anchors(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Findings);
        Assert.Equal("Down Slow", string.Join(' ', reading.Documents.Select(d => d.Title).Order()));
        Assert.All(reading.Documents, d => Assert.Equal("web", d.FrontMatter.Owner));
    }

    [Theory]
    [InlineData("kind: ConfigMap\ndata:\n  a.rules: |\n    groups:\n    - rules:\n      - alert: A\n        expr: up\n", "A")]
    [InlineData(
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  one.yml: |-\n    groups: [{rules: [{alert: A, expr: up}]}]\n\n"
            + "  two.yml: |\n    groups:\n    - rules:\n      - {alert: B, expr: up}\n",
        "A B"
    )]
    [InlineData("kind: ConfigMap\ndata:\n  note.txt: |\n    tell\n    alert: nobody, this is a note\n", "")]
    public void Rules_as_text_in_a_map_of_configuration(string text, string names)
    {
        var reading = Read(text);
        Assert.Equal(names, string.Join(' ', reading.Documents.Select(d => d.Title).Order()));
        Assert.Empty(reading.Findings);
    }

    [Theory]
    [InlineData(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  versions:\n  - schema:\n      properties:\n"
            + "        groups:\n          items:\n            properties:\n              rules: {items: {properties: "
            + "{alert: {type: string}, expr: {type: string}}}}\n"
    )]
    [InlineData(
        "kind: List\nitems:\n- kind: CustomResourceDefinition\n  spec:\n    groups:\n      rules:\n      - alert: string\n"
            + "        expr: string\n"
    )]
    [InlineData("---\nkind: CustomResourceDefinition\nspec: {groups: [{rules: [{alert: a name, expr: a query}]}]}\n---\nkind: Role\n")]
    public void What_describes_the_shape_of_rules_is_none(string text)
    {
        var reading = Read(text);
        Assert.Empty(reading.Documents);
        Assert.Empty(reading.Findings);
    }

    private static FileParseResult Read(string text, string path = "rules.yaml") => DocumentReader.Read(new("s", "s", path, text));
}
