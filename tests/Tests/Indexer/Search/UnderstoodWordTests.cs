using Knowledge.Indexer;

namespace Knowledge.Tests.Indexer.Search;

public sealed class UnderstoodWordTests
{
    [Fact]
    public void Each_word_tells_on_how_many_pages_it_stands_and_what_counts_for_it_too()
    {
        using var fixture = new Fixture();
        fixture
            .With("a.md", "# Disk full\n\nThe disk is full.\n")
            .With("b.md", "# Disks\n\nAnother disk.\n")
            .With("c.md", "# Network\n\nNothing.\n");
        var knowledge = fixture.Build();

        var words = knowledge.Understood("diks flamingo").ToDictionary(w => w.Text);

        Assert.Equal(0, words["diks"].Pages);
        Assert.StartsWith("disk", words["diks"].Also[0], StringComparison.Ordinal);
        Assert.Equal(0, words["flamingo"].Pages);
        Assert.Empty(words["flamingo"].Also);
        Assert.Equal(2, knowledge.Understood("disk").Single().Pages);
        Assert.Equal(["network", "disk"], knowledge.Understood("network disk").Select(w => w.Text));
        Assert.Equal(["disk", "network"], knowledge.Understood("disk network").Select(w => w.Text));
        Assert.Empty(knowledge.Understood(""));
        Assert.Empty(KnowledgeBase.Empty.Understood("disk").Single().Also);
    }
}
