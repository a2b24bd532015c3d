using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings;

/// <summary>Cosines as their formula says it, from the vectors as they were made.</summary>
internal static class ReferenceNearness
{
    /// <summary>Two segments, a fifth of their documents deleted.</summary>
    public static LexicalIndex Index(RandomPages pages, int first, int second)
    {
        var (a, b) = (LexicalIndex.Build(pages.Pages(first)), LexicalIndex.Build(pages.Pages(second)));
        return new(
            [new(a.Segments[0].Segment, pages.Some(first, 0.2)), new(b.Segments[0].Segment, pages.Some(second, 0.2))],
            a.Averages,
            0
        );
    }

    public static Dictionary<(int Segment, int Document), (double Best, double Mean, List<double> Cosines)> Of(
        LexicalIndex index,
        WordsGenerator generator,
        string words,
        Bitmap[]? allowed
    )
    {
        var query = generator.VectorOf(words);
        var near = new Dictionary<(int, int), (double, double, List<double>)>();
        for (var s = 0; s < index.Segments.Count; s++)
        for (var d = 0; d < index.Segments[s].Segment.Documents.Length; d++)
        {
            if (index.Segments[s].Deleted[d] || allowed is not null && !allowed[s][d])
                continue;
            var document = index.DocumentAt(s, d);
            var cosines = Passages
                .Of(document)
                .Select(p => VectorRowsTests.Cosine(query, generator.VectorOf(PassageEmbedding.TextOf(document, p))))
                .ToList();
            if (cosines.Count > 0)
                near[(s, d)] = (cosines.Max(), cosines.Average(), cosines);
        }
        return near;
    }
}
