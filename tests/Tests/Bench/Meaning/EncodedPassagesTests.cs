using Knowledge.Bench.Corpus;
using Knowledge.Bench.Http;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Embeddings.Encoder;
using Document = Knowledge.Content.Documents.Document;

namespace Knowledge.Tests.Bench.Meaning;

public sealed class EncodedPassagesTests : IDisposable
{
    private static readonly List<Section> Sections =
    [
        .. Enumerable
            .Range(0, 40)
            .Select(i =>
                Section.Of(i / 10, i % 10, $"Dashboard* {i / 10} [full]", $"Disk_{i}", $"- no data on panel #{i}. 1. It is blank & empty.")
            ),
    ];

    private readonly Fixture fixture = new();
    private readonly TinyModel model = new();

    public void Dispose()
    {
        fixture.Dispose();
        model.Dispose();
    }

    [Fact]
    public async Task Vectors_are_made_once()
    {
        var corpus = new CorpusFolder(fixture.Directory);
        var encoder = await EncodedPassages.Load(model.Root);
        Assert.Equal(
            Sections.Count,
            (await EncodedPassages.Make(corpus, encoder, LexicalIndex.Build(IndexedDocuments.Of(Sections)))).Count
        );
        var file = VectorCache.PathOf(corpus.VectorsPath, encoder.Identity);
        var length = new FileInfo(file).Length;
        await EncodedPassages.Make(corpus, encoder, LexicalIndex.Build(IndexedDocuments.Of(Sections.Take(10))));
        Assert.Equal(length, new FileInfo(file).Length);
    }

    [Fact]
    public async Task A_servers_pages_get_the_vectors_of_their_sections()
    {
        var corpus = new CorpusFolder(fixture.Directory);
        SectionFile.Write(corpus.SectionsPath(Sections.Count), Sections);
        MarkdownFiles.Write(corpus.MarkdownPath(Sections.Count), Sections);
        var encoder = await EncodedPassages.Load(model.Root);

        var file = await PageVectors.Make(corpus, Sections.Count, encoder);

        Assert.Equal(file, VectorCache.PathOf(Path.GetDirectoryName(file)!, encoder.Identity));
        var pages = Fixture.Of(corpus.MarkdownPath(Sections.Count)).Index;
        using var of = VectorCache.Open(Path.GetDirectoryName(file)!, encoder.Identity, encoder.Dimensions);
        using var sections = VectorCache.Open(corpus.VectorsPath, encoder.Identity, encoder.Dimensions);
        Assert.Equal(0, PassageEmbedding.MissingFrom(pages, of));
        var (page, document) = (pages.Segments[0].Segment.Documents[1], IndexedDocuments.Of(Sections)[1]);
        Assert.Equal(sections.Find(KeyOf(document, 3))!.Value.Row, of.Find(KeyOf(page, 4))!.Value.Row);

        static TextKey KeyOf(Document document, int passage) =>
            TextKey.Of(PassageEmbedding.TextOf(document, Passages.At(document, passage)));
    }

    [Fact]
    public async Task What_is_no_encoder_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => EncodedPassages.Load(EmbedderSettings.Table));
}
