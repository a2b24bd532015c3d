using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Indexer.Alerts;

/// <summary>The runbook link of an alert is shown whatever became of it.</summary>
public sealed class SenderLinkTests : IDisposable
{
    private readonly Fixture fixture = new Fixture()
        .With("kubernetes/KubeJobCompletion.md", "# KubeJobCompletion\n\n## Remediation\n\n1. Look.\n")
        .With("kubernetes/KubeQuota.md", "# KubeQuota\n\n## Remediation\n\n1. Look.\n")
        .With("README.md", "# On call\n\nAsk the team on duty before anything else is done.\n")
        .With(
            "rules.yaml",
            "groups:\n- name: g\n  rules:\n  - alert: OnlyInRules\n    expr: up == 0\n    annotations:\n"
                + "      runbook_url: https://elsewhere.example/wiki/only\n"
        );

    public void Dispose() => fixture.Dispose();

    private IReadOnlyList<SenderLink>? Links(string name, params string[] urls) =>
        fixture
            .Build()
            .Alerts.Match(
                new()
                {
                    Key = "k",
                    Name = name,
                    State = AlertState.Firing,
                    RunbookUrls = urls,
                },
                []
            )
            .Links;

    [Theory]
    [InlineData("https://books.example/kubernetes/kubequota", SenderLinkState.Served, "kubernetes/kubequota")]
    [InlineData("https://books.example/r/KubeQuota?namespace=x", SenderLinkState.Served, "kubernetes/kubequota")]
    [InlineData("https://books.example/kubernetes/kubequota#absent", SenderLinkState.SectionMissing, "kubernetes/kubequota")]
    [InlineData("https://books.example/kubernetes/kubejobnotcompleted", SenderLinkState.Rescued, "kubernetes/kubejobcompletion")]
    [InlineData("https://books.example/kubernetes/kubegone", SenderLinkState.Dead, null)]
    [InlineData("https://books.example/", SenderLinkState.Generic, null)]
    [InlineData("https://wiki.example/display/kubegone", SenderLinkState.Elsewhere, null)]
    [InlineData("https://wiki.example/r/Unheard", SenderLinkState.Elsewhere, null)]
    [InlineData("Ask the team on duty", SenderLinkState.NoAddress, null)]
    [InlineData("javascript:alert(1)", SenderLinkState.NoAddress, null)]
    public void It_is_told_what_became_of_it(string url, SenderLinkState state, string? id)
    {
        var link = Assert.Single(Links(url.Contains("gone", StringComparison.Ordinal) ? "KubeGone" : "KubeJobNotCompleted", url)!);
        Assert.Equal((url, state, id), (link.Url, link.State, link.DocumentId));
        Assert.Equal(id is not null, link.Page is not null && link.Title is not null);
        Assert.Equal(url.StartsWith("https:", StringComparison.Ordinal), link.Address is not null);
    }

    [Fact]
    public void That_of_its_rule_stands_in_for_it_only_when_it_has_none()
    {
        Assert.Equal("https://elsewhere.example/wiki/only", Assert.Single(Links("OnlyInRules")!).Url);
        Assert.Equal("https://own.example/x", Assert.Single(Links("OnlyInRules", "https://own.example/x")!).Url);
        Assert.Null(Links("Unheard"));
    }

    [Fact]
    public void Several_are_told_in_their_order_each_once_and_not_without_end()
    {
        Assert.Equal(
            ["https://b.example/x", "https://a.example/x"],
            Links("Unheard", "https://b.example/x", "https://a.example/x", "https://b.example/x")!.Select(l => l.Url)
        );
        Assert.Equal(5, Links("Unheard", [.. Enumerable.Range(0, 50).Select(n => $"https://a.example/{n}")])!.Count);
        Assert.True(Assert.Single(Links("Unheard", "https://a.example/" + new string('x', 3_000))!).Text.Length <= 201);
    }
}
