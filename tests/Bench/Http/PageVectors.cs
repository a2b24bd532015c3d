using Knowledge.Bench.Corpus;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;

namespace Knowledge.Bench.Http;

/// <summary>
/// Vectors of the Markdown files' passages, made before a server asks for them: it would take its time for it in each run.
/// </summary>
/// <remarks>
/// A page is also called by the name of its file, so its texts are others than a section's; the section's vector serves for them,
/// which changes no time. What is left, the pages' titles alone, is embedded.
/// </remarks>
internal static class PageVectors
{
    /// <returns>The file, as a server keeps it.</returns>
    public static async Task<string> Make(CorpusFolder corpus, int size, EmbeddingModel model)
    {
        var pages = KnowledgeBase.Build([DirectoryReader.Read(new("content", corpus.MarkdownPath(size)))]).Index;
        using var made = VectorCache.Open(corpus.PageVectorsPath(size), model.Identity, model.Dimensions);
        if (PassageEmbedding.MissingFrom(pages, made) > 0)
        {
            var documents = IndexedDocuments.Of(corpus.Sections(size));
            await EncodedPassages.Make(corpus, model, LexicalIndex.Build(documents, threads: 1));
            Copy(corpus, model, documents.ToDictionary(d => d.Id.Value), pages, made);
            await PassageEmbedding.Embed(pages, model.Passages, made);
        }
        return VectorCache.PathOf(corpus.PageVectorsPath(size), model.Identity);
    }

    /// <summary>Puts them where a server looks for them that is about to start.</summary>
    /// <param name="vectors">As <see cref="Make"/> gives it.</param>
    public static void Give(string vectors, string data) =>
        File.Copy(vectors, Path.Combine(Directory.CreateDirectory(Path.Combine(data, "vectors")).FullName, Path.GetFileName(vectors)));

    private static void Copy(
        CorpusFolder corpus,
        EmbeddingModel model,
        Dictionary<string, Content.Documents.Document> documents,
        LexicalIndex pages,
        VectorCache made
    )
    {
        using var known = VectorCache.Open(corpus.VectorsPath, model.Identity, model.Dimensions);
        foreach (var page in pages.Segments.SelectMany(live => live.Segment.Documents))
        {
            var of = documents[page.Id.Value];
            var sections = Passages
                .Of(of)
                .DistinctBy(p => (p.HeadingPath, p.Text))
                .ToDictionary(p => (p.HeadingPath, p.Text), p => TextKey.Of(PassageEmbedding.TextOf(of, p)));
            var vectors = new List<(TextKey, (float, sbyte[]))>();
            foreach (var passage in Passages.Of(page))
                if (sections.TryGetValue((passage.HeadingPath, passage.Text), out var key) && known.Find(key) is { } vector)
                    vectors.Add((TextKey.Of(PassageEmbedding.TextOf(page, passage)), vector));
            made.Add(vectors);
        }
    }
}
