using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Which documents a query may find: those its filters leave, without what it excludes, and with its phrases as they are written
/// where any page has them.
/// </summary>
internal static class DocumentFilter
{
    /// <returns>
    /// One bitmap per segment; null when all may be found. Where nothing says what stands in quotes, the quotes narrow nothing down: a
    /// title pasted from a ticket is to find the page all the same.
    /// </returns>
    public static Bitmap[]? Of(QueryText text, LexicalIndex index, Facets facets)
    {
        if (!text.Narrows)
            return null;
        // What cannot be found says nothing either: not even that words stand there.
        var allowed = index.Segments.Select(s => Units.All(s.Segment.Documents.Length).And(s.Deleted, not: true)).ToArray();
        foreach (var (facet, value) in text.Filters)
            Restrict(allowed, facets.Find(facet, value));
        foreach (var excluded in text.Excluded)
            Restrict(allowed, Holding(index, excluded), not: true);
        if (text.Phrases.Count > 0)
        {
            var saying = (Bitmap[])allowed.Clone();
            foreach (var phrase in text.Phrases)
                Restrict(saying, Saying(index, phrase));
            if (index.HasAny(saying))
                return saying;
        }
        return text.Filters.Count + text.Excluded.Count > 0 ? allowed : null;
    }

    /// <summary>The documents that hold all words of a text as any of the languages has them.</summary>
    public static Bitmap[] Holding(LexicalIndex index, string text) =>
        index
            .Languages.DefaultIfEmpty(TextLanguage.English)
            .Select(l => Phrases.WordsOf(text, l).Distinct().ToList())
            .DistinctBy(terms => string.Join(' ', terms))
            .Select(terms =>
                index.Segments.Select(s => Units.With(s.Segment, s.Segment.DocumentPostings, s.Segment.Documents.Length, terms)).ToArray()
            )
            .Aggregate((all, next) => [.. all.Select((bitmap, s) => bitmap.Or(next[s]))]);

    private static Bitmap[] Saying(LexicalIndex index, string quoted) =>
        Phrases.WordsOf(quoted, TextLanguage.English).Count > 1 ? new Phrases(index).Saying(quoted) : Holding(index, quoted);

    private static void Restrict(Bitmap[] allowed, Bitmap[]? by, bool not = false)
    {
        if (by is null)
            return;
        for (var s = 0; s < allowed.Length; s++)
            allowed[s] = allowed[s].And(by[s], not);
    }
}
