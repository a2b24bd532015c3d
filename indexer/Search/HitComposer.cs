using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Makes hits of ranked documents: with the passage that fits best, what of it matched, and where copies lie.</summary>
internal sealed class HitComposer(LexicalIndex index, Duplicates duplicates)
{
    /// <summary>Nothing was asked but to narrow down: what is left, by id. All of it fits equally well, and nothing is missing.</summary>
    /// <param name="allowed">For each segment the documents that are left.</param>
    public IReadOnlyList<Hit> List(Bitmap[] allowed, IReadOnlyList<string> why, SearchRequest request) =>
        [
            .. index
                .Segments.SelectMany((s, i) => s.Segment.Documents.Where((_, d) => allowed[i][d] && !s.Deleted[d]))
                .OrderBy(d => d.Id.Value, StringComparer.Ordinal)
                .Take(request.Limit)
                .Select(d => new Hit(
                    d.Id.Value,
                    d.Kind,
                    d.Title,
                    "",
                    Urls.Of(d, ""),
                    Snippets.Of(Passages.Of(d).Select(p => p.Text).FirstOrDefault(t => t.Length > 0) ?? d.Title, []).Text,
                    1,
                    why
                )
                {
                    Explanation = request.Explain ? [new("document", "", why[0], 1, 1)] : null,
                }),
        ];

    /// <summary>What a hit says where it was found, with its headings.</summary>
    public string TextOf(Scoring.Scored scored) =>
        DocumentAt(scored) is var document && PassageOf(document, scored) is { } passage
            ? PassageEmbedding.TextOf(document, passage)
            : document.Title;

    /// <param name="explain">Whether it says how its score came about.</param>
    public Hit Compose(RankedCandidates found, Scoring.Scored scored, bool explain)
    {
        var document = DocumentAt(scored);
        var passage = PassageOf(document, scored);
        var variants = Enumerable
            .Range(0, found.Query.Concepts.Count)
            .Select(c =>
                scored.Passage >= 0
                && found.Query.BestVariant(c, Granularity.Passages, scored.Segment, scored.Passage) is { Variant: not null } near
                    ? near
                    : found.Query.BestVariant(c, Granularity.Documents, scored.Segment, scored.Document)
            )
            .Where(w => w.Variant is not null)
            .OrderByDescending(w => w.Score)
            .Select(w => w.Variant!)
            .ToList();
        var score = scored.Score / found.Ranking.Most;
        var terms = variants.SelectMany(found.Query.MarkedBy).ToList();
        var (snippet, marks) = Snippets.Of(
            passage is { Text: { Length: > 0 } text } ? text : document.Title,
            terms,
            TextLanguage.Of(document.Language)
        );
        return new(
            document.Id.Value,
            document.Kind,
            document.Title,
            passage?.Heading ?? "",
            Urls.Of(document, passage?.Anchor ?? ""),
            snippet,
            Math.Round(score, 4),
            WhyOf(found, scored, variants)
        )
        {
            ExactScore = score,
            Marks = marks,
            AlsoAt = AlsoAt(document),
            Explanation = explain
                ? Explanation.Of(found.Query, found.Ranking, scored, found.Learned.GetValueOrDefault((scored.Segment, scored.Document)))
                : null,
        };
    }

    private static IReadOnlyList<string> WhyOf(RankedCandidates found, Scoring.Scored scored, List<Alternative> variants)
    {
        var why = variants.Select(w => w.Why).Distinct();
        if (found.Learned.TryGetValue((scored.Segment, scored.Document), out var learned))
            return [.. why.Prepend(learned).Take(8)];
        return variants.Count == 0 && found.Ranking.Blends is not null ? ["meaning"] : [.. why.Take(8)];
    }

    private IReadOnlyList<AlternateLocation>? AlsoAt(Document document) =>
        duplicates.Of(document).Select(d => new AlternateLocation(d.Id.Value, d.Title, Urls.Of(d))).ToList() is { Count: > 0 } others
            ? others
            : null;

    private Document DocumentAt(Scoring.Scored scored) => index.DocumentAt(scored.Segment, scored.Document);

    private Passage? PassageOf(Document document, Scoring.Scored scored) =>
        scored.Passage < 0
            ? null
            : Passages.At(document, scored.Passage - index.Segments[scored.Segment].Segment.FirstPassage[scored.Document]);
}
