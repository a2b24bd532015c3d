using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Which documents a query may find: those its filters leave, without what it excludes, and with its phrases as they are written.
/// </summary>
internal static class DocumentFilter
{
    /// <summary>
    /// Documents whose text is looked through for a phrase, best first; a phrase in more pages than that is no narrowing.
    /// </summary>
    private const int MaxVerified = 500;

    /// <param name="concepts">What is searched for, by which the documents to look through are put in order.</param>
    /// <returns>One bitmap per segment; null when all may be found.</returns>
    public static Bitmap[]? Of(QueryText text, LexicalIndex index, Facets facets, Func<CompiledQuery> concepts)
    {
        if (!text.Narrows)
            return null;
        var allowed = index.Segments.Select(s => Full(s.Segment.Documents.Length)).ToArray();
        foreach (var (facet, value) in text.Filters)
            Restrict(allowed, facets.Find(facet, value));
        foreach (var excluded in text.Excluded)
            Restrict(allowed, Holding(index, Terms(excluded)), not: true);
        foreach (var phrase in text.Phrases)
            Restrict(allowed, Holding(index, Terms(phrase)));
        if (text.Phrases.Count == 0)
            return allowed;

        var phrases = text.Phrases.Select(Words).Where(p => p.Count > 1).ToList();
        if (phrases.Count == 0)
            return allowed;
        var verified = index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length)).ToArray();
        var best = new TopUnits(MaxVerified);
        Accumulator.Search(concepts(), Granularity.Documents, allowed, best);
        foreach (var (place, _) in best.Take())
            if (phrases.All(p => Says(index.Segments[place.Segment].Segment.Documents[place.Document], p)))
                verified[place.Segment].Set(place.Document);
        return verified;
    }

    private static bool Says(Document document, IReadOnlyList<string> phrase) =>
        Passages.Texts(document).Any(text => text.Length > 0 && Has(text, phrase));

    private static bool Has(string text, IReadOnlyList<string> phrase)
    {
        var words = Words(text);
        for (var i = 0; i + phrase.Count <= words.Count; i++)
        {
            var n = 0;
            while (n < phrase.Count && words[i + n] == phrase[n])
                n++;
            if (n == phrase.Count)
                return true;
        }
        return false;
    }

    /// <summary>One stem per word as it is read: "disks full" is the phrase "disk full".</summary>
    private static IReadOnlyList<string> Words(string text) => [.. Tokenizer.Words(Tokenizer.Tokenize(text)).Select(t => t.Term)];

    private static IReadOnlyList<string> Terms(string text) => [.. Words(text).Distinct()];

    private static Bitmap[] Holding(LexicalIndex index, IReadOnlyList<string> terms)
    {
        var holding = index.Segments.Select(s => Full(s.Segment.Documents.Length)).ToArray();
        for (var s = 0; s < holding.Length; s++)
            foreach (var term in terms)
            {
                var segment = index.Segments[s].Segment;
                var with = Bitmap.OfSize(segment.Documents.Length);
                if (segment.Terms.Find(term) is >= 0 and var number)
                    for (var run = segment.DocumentPostings.RunOfTerm[number]; run < segment.DocumentPostings.RunOfTerm[number + 1]; run++)
                    for (var i = segment.DocumentPostings.StartOfRun[run]; i < segment.DocumentPostings.StartOfRun[run + 1]; i++)
                        with.Set((segment.DocumentPostings.BlockOfRun[run] << Postings.BlockBits) + segment.DocumentPostings.Units[i]);
                holding[s] = holding[s].And(with);
            }
        return holding;
    }

    private static void Restrict(Bitmap[] allowed, Bitmap[]? by, bool not = false)
    {
        if (by is null)
            return;
        for (var s = 0; s < allowed.Length; s++)
            allowed[s] = allowed[s].And(by[s], not);
    }

    private static Bitmap Full(int documents)
    {
        var all = Bitmap.OfSize(documents);
        all.Words.AsSpan().Fill(ulong.MaxValue);
        return all;
    }
}
