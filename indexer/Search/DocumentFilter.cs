using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Which documents a query may find: those its filters leave, without what it excludes, and with its phrases as they are written
/// where any page has them.
/// </summary>
internal static class DocumentFilter
{
    /// <summary>Documents in which a phrase is looked up, best first, before it is enough: more are not ranked.</summary>
    private const int Enough = Scoring.NormaliseOver;

    /// <param name="concepts">What is searched for, by which the documents to look through are put in order.</param>
    /// <returns>
    /// One bitmap per segment; null when all may be found. Where nothing says what stands in quotes, the quotes narrow nothing down: a
    /// title pasted from a ticket is to find the page all the same.
    /// </returns>
    public static Bitmap[]? Of(QueryText text, LexicalIndex index, Facets facets, Func<CompiledQuery> concepts)
    {
        if (!text.Narrows)
            return null;
        var allowed = index.Segments.Select(s => Full(s.Segment.Documents.Length)).ToArray();
        foreach (var (facet, value) in text.Filters)
            Restrict(allowed, facets.Find(facet, value));
        foreach (var excluded in text.Excluded)
            Restrict(allowed, Holding(index, excluded), not: true);
        if (text.Phrases.Count > 0 && Saying(text.Phrases, index, allowed, concepts) is { } saying)
            return saying;
        return text.Filters.Count + text.Excluded.Count > 0 ? allowed : null;
    }

    // Null when no document that may be found says all of them.
    private static Bitmap[]? Saying(IReadOnlyList<string> quoted, LexicalIndex index, Bitmap[] allowed, Func<CompiledQuery> concepts)
    {
        var saying = (Bitmap[])allowed.Clone();
        foreach (var phrase in quoted)
            Restrict(saying, Holding(index, phrase));
        var phrases = quoted.Where(p => Words(p, TextLanguage.English).Count > 1).ToList();
        // A phrase stands in one passage, or in a title, which every passage has: the rest need not be read.
        var places = phrases.ConvertAll(p => InAnyLanguage(index, p, terms => PassagesWith(index, terms)));
        for (var i = 0; i < phrases.Count; i++)
            Restrict(saying, DocumentsOf(index, places[i]));
        if (phrases.Count > 0)
        {
            var verified = index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length)).ToArray();
            var best = new TopUnits(saying.Sum(s => s.Count));
            Accumulator.Search(concepts(), Granularity.Documents, saying, best);
            var found = 0;
            foreach (var (place, _) in best.Take())
                if (Enumerable.Range(0, phrases.Count).All(i => Says(index, place.Segment, place.Document, places[i], phrases[i])))
                {
                    verified[place.Segment].Set(place.Document);
                    if (++found == Enough)
                        break;
                }
            saying = verified;
        }
        return saying.All(s => s.IsEmpty) ? null : saying;
    }

    private static bool Says(LexicalIndex index, int segment, int document, Bitmap[] places, string quoted)
    {
        var of = index.Segments[segment].Segment;
        var page = of.Documents[document];
        var language = TextLanguage.Of(page.Language);
        var phrase = Words(quoted, language);
        if (Has(Passages.Titles(page)))
            return true;
        for (var passage = of.FirstPassage[document]; passage < of.FirstPassage[document + 1]; passage++)
            if (places[segment][passage])
            {
                var number = passage - of.FirstPassage[document];
                var read = Passages.At(page, number);
                if (read.Fields.Length > 1 ? read.Fields.Any(f => Has(f.Text)) : Has(WithNext(page, read, number)))
                    return true;
                if (Has(read.HeadingPath))
                    return true;
            }
        return false;

        bool Has(string text) => text.Length > 0 && Holds(Words(text, language), phrase);
    }

    // A long section is cut into passages; they are one text.
    internal static string WithNext(Document page, Passage passage, int number) =>
        Passages.At(page, number + 1) is { Fields.Length: 1 } next
        && (next.Anchor, next.HeadingPath, next.Heading) == (passage.Anchor, passage.HeadingPath, passage.Heading)
            ? passage.Text + next.Text
            : passage.Text;

    private static bool Holds(IReadOnlyList<string> words, IReadOnlyList<string> phrase)
    {
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
    private static IReadOnlyList<string> Words(string text, TextLanguage language) =>
        [.. Tokenizer.Words(Tokenizer.Tokenize(text, language)).Select(t => t.Term)];

    private static Bitmap[] Holding(LexicalIndex index, string text) =>
        InAnyLanguage(
            index,
            text,
            terms => [.. index.Segments.Select(s => UnitsWith(s.Segment, s.Segment.DocumentPostings, s.Segment.Documents.Length, terms))]
        );

    // What is there by the words of a text as any of the languages has them.
    private static Bitmap[] InAnyLanguage(LexicalIndex index, string text, Func<IReadOnlyList<string>, Bitmap[]> of) =>
        index
            .Languages.DefaultIfEmpty(TextLanguage.English)
            .Select(l => Words(text, l).Distinct().ToList())
            .DistinctBy(terms => string.Join(' ', terms))
            .Select(of)
            .Aggregate((all, next) => [.. all.Select((bitmap, s) => bitmap.Or(next[s]))]);

    // Passages that hold all terms together with the one behind them: a phrase may lie across a cut.
    internal static Bitmap[] PassagesWith(LexicalIndex index, IReadOnlyList<string> terms) =>
        [.. index.Segments.Select(s => UnitsWith(s.Segment, s.Segment.PassagePostings, s.Segment.PassageCount, terms, orNext: true))];

    // The units that hold all terms.
    internal static Bitmap UnitsWith(Segment segment, Postings postings, int units, IReadOnlyList<string> terms, bool orNext = false)
    {
        var holding = Full(units);
        foreach (var term in terms)
        {
            var with = Bitmap.OfSize(units);
            if (segment.Terms.Find(term) is >= 0 and var number)
                for (var run = postings.RunOfTerm[number]; run < postings.RunOfTerm[number + 1]; run++)
                for (var i = postings.StartOfRun[run]; i < postings.StartOfRun[run + 1]; i++)
                    with.Set((postings.BlockOfRun[run] << Postings.BlockBits) + postings.Units[i]);
            holding = holding.And(orNext ? with.WithThoseBefore() : with);
        }
        return holding;
    }

    internal static Bitmap[] DocumentsOf(LexicalIndex index, Bitmap[] passages)
    {
        var documents = index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length)).ToArray();
        for (var s = 0; s < documents.Length; s++)
        {
            var first = index.Segments[s].Segment.FirstPassage;
            for (var d = 0; d + 1 < first.Length; d++)
            for (var passage = first[d]; passage < first[d + 1]; passage++)
                if (passages[s][passage])
                {
                    documents[s].Set(d);
                    break;
                }
        }
        return documents;
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
