using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;

namespace Knowledge.Tests.Indexer.Answers;

/// <summary>Which pages may give an answer, at the limits of each rule.</summary>
public sealed class AnswerSourcesTests : IDisposable
{
    private readonly Fixture content = new();

    public void Dispose() => content.Dispose();

    private Document Page(string text) => content.With("page.md", text).Build().Documents.Single(d => d.Id.Value == "page");

    private static bool IsSource(Document page, params IReadOnlyList<Document> runbooks) => AnswerSources.IsSource(page, _ => runbooks);

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void A_page_of_text_alone_needs_some(int characters, bool isSource)
    {
        var page = Page($"# Notes\n\n{new string('x', characters)}\n");
        Assert.Equal((isSource, isSource), (IsSource(page), AnswerSources.MayName(page)));
    }

    [Theory]
    [InlineData("# Pump\n\n## Causes\n\n- The fan stands still.\n", true)]
    [InlineData("# Pump\n\n## Meaning\n\nIt is hot.\n", true)]
    [InlineData("# Pump\n\n## Remediation\n\nOil it.\n", true)]
    [InlineData("# Pump\n\n## Diagnosis\n\n1. Look.\n", true)]
    [InlineData("# Pump\n\n## Escalation\n\nCall.\n", false)]
    [InlineData("---\nstatus: Draft\n---\n# Pump\n\n## Causes\n\n- The fan stands still.\n\n## Remediation\n\n1. Oil it.\n", false)]
    public void A_short_page_needs_a_cause_a_meaning_or_something_to_do(string text, bool isSource) =>
        Assert.Equal(isSource, IsSource(Page(text)));

    [Fact]
    public void A_rule_is_a_source_where_it_leads_to_a_runbook()
    {
        content.With("rules.yaml", "groups:\n- name: g\n  rules:\n  - alert: PumpHot\n    expr: t > 90\n");
        var runbook = Page("# Pump\n\n## Remediation\n\n1. Oil it.\n");
        var rule = content.Build().Documents.Single(d => d.Kind == DocumentKind.Alert);
        Assert.Equal((false, true), (IsSource(rule), IsSource(rule, runbook)));
    }

    [Theory]
    [InlineData("## Remediation\n\nWe restarted it, and told everybody who had called.\n", false)]
    [InlineData("## Remediation\n\n1. Restart it.\n", true)]
    [InlineData("## Root cause\n\nThe fan stood still.\n", true)]
    [InlineData("## Timeline\n\n- 10:00 it was hot\n", false)]
    public void A_postmortem_names_something_by_its_cause_or_its_steps(string section, bool mayName) =>
        Assert.Equal(
            mayName,
            AnswerSources.MayName(
                Page($"---\nkind: postmortem\ndate: 2026-01-01\n---\n# Hot pump\n\n## Summary\n\n{new string('x', 200)}\n\n{section}")
            )
        );

    [Theory]
    [InlineData(nameof(QueryIntent.Meaning), true, 0.89, false)]
    [InlineData(nameof(QueryIntent.Meaning), false, 0.9, true)]
    [InlineData(nameof(QueryIntent.HowTo), true, 0.49, false)]
    [InlineData(nameof(QueryIntent.HowTo), true, 0.5, true)]
    [InlineData(nameof(QueryIntent.HowTo), false, 0, true)]
    public void A_page_is_about_what_enough_of_its_titles_say(string intent, bool isShort, double relevance, bool isAbout)
    {
        var page = Page("# Pump\n\n## Oil it\n\nText.\n");
        Assert.Equal(isAbout, AnswerSources.IsAbout(page, Enum.Parse<QueryIntent>(intent), isShort, _ => relevance));
    }
}
