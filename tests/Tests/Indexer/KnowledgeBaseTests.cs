using Knowledge.Indexer;

namespace Knowledge.Tests.Indexer;

public sealed class KnowledgeBaseTests
{
    [Fact]
    public void What_could_not_be_made_is_made_when_it_is_asked_for_again()
    {
        var knowledge = KnowledgeBase.Build([]);

        Assert.Throws<IOException>(() => knowledge.Derived<string>(_ => throw new IOException()));
        Assert.Equal("made", knowledge.Derived(_ => "made"));
        Assert.Equal("made", knowledge.Derived<string>(_ => throw new IOException()));
    }
}
