using System.Globalization;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Syntax;

namespace Knowledge.Indexer.Search;

/// <summary>Which documents an expression finds, as bitmaps, one per segment.</summary>
internal sealed class SyntaxMatches(LexicalIndex index, Facets facets, SyntaxWords words)
{
    public Bitmap[] Of(SyntaxNode node) =>
        node switch
        {
            SyntaxNode.Group group => Joined(group),
            SyntaxNode.Words { Field: SyntaxField.Any or SyntaxField.Title } text => Holding(text),
            SyntaxNode.Words facet => FacetOf(facet.Field) is { } narrowed ? facets.Find(narrowed, facet.Text.Trim('"')) ?? None() : None(),
            SyntaxNode.Pattern { Field: SyntaxField.Title } pattern => words.TitlesWith(words.Expand(pattern)),
            SyntaxNode.Pattern pattern => words.DocumentsWithAny(words.Expand(pattern)),
            SyntaxNode.Like like => words.DocumentsWithAny(words.Expand(like)),
            SyntaxNode.Range range => Within(range),
            _ => All(),
        };

    private Bitmap[] Joined(SyntaxNode.Group group)
    {
        var clauses = group.Clauses.Select(c => (c.Occur, Found: Of(c.Node))).ToList();
        var must = clauses.Where(c => c.Occur == SyntaxOccur.Must).Select(c => c.Found).ToList();
        var may = clauses.Where(c => c.Occur == SyntaxOccur.May).Select(c => c.Found).ToList();
        var joined =
            must.Count > 0 ? must.Aggregate(And)
            : may.Count > 0 ? may.Aggregate(Or)
            : All();
        foreach (var (_, not) in clauses.Where(c => c.Occur == SyntaxOccur.MustNot))
            joined = AndNot(joined, not);
        return joined;
    }

    private Bitmap[] Holding(SyntaxNode.Words text)
    {
        var isTitle = text.Field == SyntaxField.Title;
        if (!SyntaxWords.HasWords(text.Text))
            return All();
        if (text.Slop is { } slop && SyntaxWords.HasSeveral(text.Text))
            return new Phrases(index).Saying(text.Text, slop, isTitle);
        return isTitle ? words.TitlesHolding(text.Text) : DocumentFilter.Holding(index, text.Text);
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

    private Bitmap[] All() => [.. index.Segments.Select(s => Units.All(s.Segment.Documents.Length))];

    private static Bitmap[] And(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.And(y))];

    private static Bitmap[] AndNot(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.And(y, not: true))];

    private static Bitmap[] Or(Bitmap[] a, Bitmap[] b) => [.. a.Zip(b, (x, y) => x.Or(y))];
}
