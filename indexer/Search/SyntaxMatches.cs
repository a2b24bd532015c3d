using System.Globalization;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Which documents an expression finds: for each part of it a bitmap of those that may match and one of those that do. They differ
/// only where words stand in quotes, which are looked up in the text of the best that may.
/// </summary>
internal sealed class SyntaxMatches
{
    /// <summary>More than these are not ranked by either leg, nor looked through.</summary>
    private const int Enough = 2 * Scoring.NormaliseOver;
    private const int MaxRanked = 20 * Scoring.NormaliseOver;

    private readonly LexicalIndex index;
    private readonly Facets facets;
    private readonly SyntaxWords words;
    private readonly SyntaxNode node;
    private readonly Dictionary<SyntaxNode, Found> found = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SyntaxNode, Bitmap[]> places = new(ReferenceEqualityComparer.Instance);

    public SyntaxMatches(SyntaxNode node, LexicalIndex index, Facets facets, SyntaxWords words)
    {
        (this.node, this.index, this.facets, this.words) = (node, index, facets, words);
        Of(node);
    }

    /// <param name="May">Bitmaps of the documents that may match, one per segment.</param>
    /// <param name="Do">Of those that certainly do; the same where nothing has to be read.</param>
    private readonly record struct Found(Bitmap[] May, Bitmap[] Do)
    {
        public static Found Exactly(Bitmap[] documents) => new(documents, documents);
    }

    /// <summary>What is found, one bitmap per segment.</summary>
    /// <param name="concepts">What the documents to read are put in order by.</param>
    /// <returns>Where something has to be read, at least the best that match: as many as are ranked.</returns>
    public Bitmap[] Documents(CompiledQuery concepts)
    {
        var (may, certain) = found[node];
        if (ReferenceEquals(may, certain))
            return may;
        var matching = index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length)).ToArray();
        var (reading, enough) = (new QuotedWords(index), Enough);
        foreach (var (segment, document) in InOrder(may, concepts))
        {
            if (reading.IsSpent)
                break;
            if (!certain[segment][document] && !Matches(node, segment, document, reading))
                continue;
            matching[segment].Set(document);
            if (--enough == 0)
                break;
        }
        return matching;
    }

    private IEnumerable<(int Segment, int Document)> InOrder(Bitmap[] may, CompiledQuery concepts)
    {
        if (concepts.Concepts.Count > 0)
        {
            var best = new TopUnits(Math.Clamp(may.Sum(m => m.Count), 1, MaxRanked));
            Accumulator.Search(concepts, Granularity.Documents, may, best);
            foreach (var (place, _) in best.Take())
                yield return (place.Segment, place.Document);
            yield break;
        }
        for (var s = 0; s < may.Length; s++)
        for (var d = 0; d < index.Segments[s].Segment.Documents.Length; d++)
            if (may[s][d] && !index.Segments[s].Deleted[d])
                yield return (s, d);
    }

    private Found Of(SyntaxNode of)
    {
        if (!found.TryGetValue(of, out var known))
            found[of] = known = of switch
            {
                SyntaxNode.Group group => Joined(group),
                SyntaxNode.Words { Field: SyntaxField.Any or SyntaxField.Title } text => Holding(text),
                SyntaxNode.Words facet => Found.Exactly(
                    FacetOf(facet.Field) is { } narrowed ? facets.Find(narrowed, facet.Text.Trim('"')) ?? None() : None()
                ),
                SyntaxNode.Pattern { Field: SyntaxField.Title } pattern => Found.Exactly(words.TitlesWith(words.Expand(pattern))),
                SyntaxNode.Pattern pattern => Found.Exactly(words.DocumentsWithAny(words.Expand(pattern))),
                SyntaxNode.Like like => Found.Exactly(words.DocumentsWithAny(words.Expand(like))),
                SyntaxNode.Range range => Found.Exactly(Within(range)),
                _ => Found.Exactly(All()),
            };
        return known;
    }

    private Found Joined(SyntaxNode.Group group)
    {
        var clauses = group.Clauses.Select(c => (c.Occur, Found: Of(c.Node))).ToList();
        var must = clauses.Where(c => c.Occur == SyntaxOccur.Must).Select(c => c.Found).ToList();
        var may = clauses.Where(c => c.Occur == SyntaxOccur.May).Select(c => c.Found).ToList();
        Found joined;
        if (must.Count > 0)
            joined = new(must.Select(m => m.May).Aggregate(And), must.Select(m => m.Do).Aggregate(And));
        else if (may.Count > 0)
            joined = new(may.Select(m => m.May).Aggregate(Or), may.Select(m => m.Do).Aggregate(Or));
        else
            joined = Found.Exactly(All());
        foreach (var (_, not) in clauses.Where(c => c.Occur == SyntaxOccur.MustNot))
            joined = new(AndNot(joined.May, not.Do), AndNot(joined.Do, not.May));
        return clauses.TrueForAll(c => ReferenceEquals(c.Found.May, c.Found.Do)) ? Found.Exactly(joined.May) : joined;
    }

    private Found Holding(SyntaxNode.Words text)
    {
        var terms = SyntaxWords.TermsOf(text.Text);
        if (terms.Count == 0)
            return Found.Exactly(All());
        if (text.Slop is null || terms.Count == 1)
            return Found.Exactly(
                text.Field == SyntaxField.Title ? terms.Select(t => words.TitlesWith([t])).Aggregate(And) : words.DocumentsWithAll(terms)
            );
        if (text.Field == SyntaxField.Title)
            return new(terms.Select(t => words.TitlesWith([t])).Aggregate(And), None());
        var passages = words.PassagesWithAll(terms);
        places[text] = passages;
        // A title stands in front of every passage, and is no part of its text.
        return new(Or(words.DocumentsOf(passages), terms.Select(t => words.TitlesWith([t])).Aggregate(And)), None());
    }

    private bool Matches(SyntaxNode of, int segment, int document, QuotedWords reading)
    {
        var (may, certain) = found[of];
        if (!may[segment][document])
            return false;
        if (certain[segment][document])
            return true;
        if (of is SyntaxNode.Words text)
            return reading.Says(segment, document, text, places.GetValueOrDefault(text));
        if (of is not SyntaxNode.Group group)
            return false;
        var (needed, any, hasMay) = (false, false, false);
        foreach (var clause in group.Clauses)
        {
            var holds = Matches(clause.Node, segment, document, reading);
            if (clause.Occur == SyntaxOccur.MustNot && holds || clause.Occur == SyntaxOccur.Must && !holds)
                return false;
            needed |= clause.Occur == SyntaxOccur.Must;
            hasMay |= clause.Occur == SyntaxOccur.May;
            any |= clause.Occur == SyntaxOccur.May && holds;
        }
        return needed || any || !hasMay;
    }

    private Bitmap[] Within(SyntaxNode.Range range)
    {
        if (range.Field == SyntaxField.Changed)
            return facets.Changed(range.First, range.Last);
        var any = None();
        // Severities are numbers of one digit; what has another name is in no range.
        for (var number = Math.Max(0, range.First ?? 0); number <= Math.Min(9, range.Last ?? 9); number++)
            if (facets.Find(Facet.Severity, number.ToString(CultureInfo.InvariantCulture)) is { } with)
                any = Or(any, with);
        return any;
    }

    private static Facet? FacetOf(SyntaxField field) =>
        field switch
        {
            SyntaxField.Kind => Facet.Kind,
            SyntaxField.Service => Facet.Service,
            SyntaxField.Owner => Facet.Owner,
            SyntaxField.Tag => Facet.Tag,
            SyntaxField.Severity => Facet.Severity,
            _ => null,
        };

    private Bitmap[] None() => [.. index.Segments.Select(s => Bitmap.OfSize(s.Segment.Documents.Length))];

    private Bitmap[] All()
    {
        var all = None();
        foreach (var segment in all)
            segment.Words.AsSpan().Fill(ulong.MaxValue);
        return all;
    }

    private static Bitmap[] And(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.And(y))];

    private static Bitmap[] AndNot(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.And(y, not: true))];

    private static Bitmap[] Or(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.Or(y))];
}
