using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Indexer.Linking;

/// <summary>Links by labels of MyST and Sphinx, which every page of a source may use.</summary>
public sealed class PageLabelTests
{
    [Fact]
    public void A_label_names_the_heading_behind_it()
    {
        var page = Pages.Read("---\nowner: a\n---\n(top)=\n# Disk\n\n(disk:full)=\n(disk_full)=\n\n## Full\n\nText.\n");
        Assert.Equal([new("top", "disk"), new("disk:full", "full"), new PageLabel("disk_full", "full")], page.Labels);
        Assert.Empty(Pages.Read("# Disk\n\nf(x)=\n\n## Full\n").Labels);
    }

    [Theory]
    [InlineData("(term)=\nA word\n: what it means", "term")]
    [InlineData("```{figure} a.png\n:name: fig-disk\n```", "fig-disk")]
    [InlineData(":::{tip}\n:name: sheet\n\nA list.\n:::", "sheet")]
    [InlineData("```{math}\n:label: eq:load\nx\n```", "eq:load")]
    [InlineData(":name: two words", null)]
    [InlineData("(two words)=\nText.", null)]
    [InlineData("Its :name: is long.", null)]
    public void What_stands_before_no_heading_names_the_section_that_it_is_in(string text, string? label) =>
        Assert.Equal(
            label is null ? [] : [new PageLabel(label, "full")],
            Pages.Read($"# Disk\n\nText.\n\n## Full\n\nText.\n\n{text}\n\n## Other\n\nText.\n").Labels
        );

    [Theory]
    [InlineData("#disk:full", "/docs/disk#full")]
    [InlineData("#here", null)]
    [InlineData("#own", null)]
    [InlineData("#none:such", null)]
    public void A_link_by_a_label_leads_to_its_page(string target, string? url)
    {
        var knowledge = Built();
        Assert.Equal(url, knowledge.UrlOf(knowledge.Find("a")!, target));
    }

    [Fact]
    public void What_is_linked_by_a_label_is_related()
    {
        var knowledge = Built();
        Assert.Contains(knowledge.NeighboursOf(knowledge.Find("a")!).Other, d => d.Id.Value == "disk");
    }

    private static KnowledgeBase Built()
    {
        using var fixture = new Fixture()
            .With("disk.md", "# Disk\n\n(disk:full)=\n## Full\n\nText.\n\n(own)=\n## Other\n\nText.\n")
            .With("a.md", "# A\n\nSee [it](#disk:full) and [here](#here), [own](#own).\n\n## Here\n\nText.\n\n## Own\n\nText.\n");
        return fixture.Build();
    }
}
