using Knowledge.Api.Store;
using Knowledge.Indexer;
using Knowledge.Tests.Indexer;

namespace Knowledge.Tests.Api.Store;

public sealed class CurrentDocumentTests
{
    [Fact]
    public void What_a_reading_holds_twice_is_there_once()
    {
        using var content = new ContentDirectory();
        var reading = content.Read();
        var doubled = reading with { Files = [.. reading.Files, .. reading.Files] };
        var documents = KnowledgeBase.Build([doubled, doubled]).Documents;

        var current = CurrentDocument.Of(documents, [doubled, doubled]);

        Assert.Equal("witness", Assert.Single(current).Document.Id.Value);
    }
}
