using Knowledge.Bench.Corpus;
using Knowledge.Bench.Http;

namespace Knowledge.Tests.Bench.Http;

public class ContentWriterTests
{
    [Fact]
    public void Every_written_document_is_found_by_its_mark_alone()
    {
        using var content = new Fixture();
        using var temporary = new Fixture();
        var sections = Enumerable
            .Range(0, 50)
            .Select(i => Section.Of(i / 10, i % 10, $"Title {i / 10}", $"Heading {i}", $"Some text of section {i}."))
            .ToList();
        MarkdownFiles.Write(content.Directory, sections);
        var writer = new ContentWriter(content.Directory, temporary.Directory, sections);

        var written = Enumerable.Range(0, 6).Select(_ => writer.Write()).ToList();

        var knowledge = content.Build();
        Assert.Equal(8, knowledge.Documents.Count);
        Assert.All(written, w => Assert.Equal([w.DocumentId], knowledge.Search(new(w.Mark), default).Hits.Select(h => h.DocumentId)));
        Assert.Equal((6, written[5]), (writer.Written, writer.Last));
    }
}
