using Knowledge.Indexer.Search;
using Knowledge.Indexer.Syntax;
using Knowledge.Indexer.Text;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>What was typed as a query over one archive.</summary>
internal static class ArchiveQuery
{
    private const int MaxExpanded = 64;

    // Below it nothing is left out, so that a small archive is searched as a whole.
    private const long MinWalked = 400_000;

    /// <summary>The terms of a text that say something, each once.</summary>
    public static IReadOnlyList<string> TermsOf(string text)
    {
        var tokens = Tokenizer.Tokenize(text);
        var saying = tokens.Where(t => !StopWords.English.Contains(t.Surface)).Select(t => t.Term).Distinct().ToList();
        return saying.Count > 0 ? saying : [.. tokens.Select(t => t.Term).Distinct()];
    }

    /// <summary>Plain words, with what narrows them down. Null when there is nothing to look for.</summary>
    /// <param name="withPhrases">Whether what stands in quotes must stand there.</param>
    /// <param name="walked">Postings that are walked from end to end; as many as fit the archive when it is not given.</param>
    public static Query? Of(QueryText text, IndexReader reader, bool withPhrases, long? walked = null)
    {
        var budget = walked ?? Math.Max(MinWalked, reader.MaxDoc / 25);
        var words = WordsQuery.Of(ArchiveFields.Text, TermsOf(text.Words), reader, budget);
        if (text.Filters.Count == 0 && text.Excluded.Count == 0 && (text.Phrases.Count == 0 || !withPhrases))
            return words;
        var query = new BooleanQuery(true);
        if (words is not null)
            query.Add(words, Occur.MUST);
        foreach (var (facet, value) in text.Filters)
            query.Add(Narrowed(facet, value), Occur.MUST);
        if (words is null && query.Clauses.Count == 0)
            return null;
        if (withPhrases)
            foreach (var phrase in text.Phrases)
                query.Add(Phrase(ArchiveFields.Text, phrase, 0), Occur.MUST);
        foreach (var excluded in text.Excluded)
            query.Add(All(ArchiveFields.Text, excluded), Occur.MUST_NOT);
        return query;
    }

    /// <summary>Sections that hold all of the rarest words; null when most of the words stand nowhere.</summary>
    public static Query? Mentioning(string text, IndexReader reader)
    {
        const int MaxNeeded = 4;
        var terms = TermsOf(text);
        var known = Known(terms, reader);
        if (known.Count == 0 || 2 * known.Count < terms.Count)
            return null;
        var query = new BooleanQuery(true);
        foreach (var (term, _) in known.Take(MaxNeeded))
            query.Add(new TermQuery(term), Occur.MUST);
        return query;
    }

    /// <summary>An expression.</summary>
    public static Query Of(SyntaxNode node)
    {
        var query = node switch
        {
            SyntaxNode.Group group => Group(group),
            SyntaxNode.Words { Field: SyntaxField.Any or SyntaxField.Title } words => words.Slop is { } slop
                ? Phrase(FieldOf(words.Field), words.Text, slop)
                : All(FieldOf(words.Field), words.Text),
            SyntaxNode.Words facet => FacetTerm($"{NameOf(facet.Field)}:{ValueOf(facet)}"),
            SyntaxNode.Pattern pattern => new WildcardQuery(new(FieldOf(pattern.Field), pattern.Text))
            {
                MultiTermRewriteMethod = new MultiTermQuery.TopTermsBoostOnlyBooleanQueryRewrite(MaxExpanded),
            },
            SyntaxNode.Like like => new FuzzyQuery(new(ArchiveFields.Text, Tokenizer.TermOf(like.Text)), like.Edits, 1, MaxExpanded, true),
            SyntaxNode.Range { Field: SyntaxField.Severity } range => Severities(range),
            SyntaxNode.Range range => ArchiveWriter.Days(Day(range.First), Day(range.Last)),
            _ => new MatchAllDocsQuery(),
        };
        query.Boost = node.Boost;
        return query;
    }

    // Those that stand somewhere, the rarest first.
    private static List<(Term Term, int Frequency)> Known(IReadOnlyList<string> terms, IndexReader reader) =>
        [
            .. terms
                .Select(t => new Term(ArchiveFields.Text, t))
                .Select(t => (Term: t, Frequency: reader.DocFreq(t)))
                .Where(t => t.Frequency > 0)
                .OrderBy(t => t.Frequency),
        ];

    private static BooleanQuery Group(SyntaxNode.Group group)
    {
        var query = new BooleanQuery(true);
        foreach (var clause in group.Clauses)
            query.Add(
                Of(clause.Node),
                clause.Occur switch
                {
                    SyntaxOccur.Must => Occur.MUST,
                    SyntaxOccur.MustNot => Occur.MUST_NOT,
                    _ => Occur.SHOULD,
                }
            );
        // To Lucene "not this" alone is nothing.
        if (group.Clauses.All(c => c.Occur == SyntaxOccur.MustNot))
            query.Add(new MatchAllDocsQuery(), Occur.MUST);
        return query;
    }

    private static Query All(string field, string text)
    {
        var query = new BooleanQuery(true);
        foreach (var term in ArchiveTokens.WordsOf(text).Select(t => t.Term).Distinct())
            query.Add(new TermQuery(new(field, term)), Occur.MUST);
        return query;
    }

    private static PhraseQuery Phrase(string field, string text, int slop)
    {
        var query = new PhraseQuery { Slop = slop };
        foreach (var (term, position) in ArchiveTokens.WordsOf(text))
            query.Add(new Term(field, term), position);
        return query;
    }

    private static Query Severities(SyntaxNode.Range range)
    {
        var query = new BooleanQuery(true);
        for (var number = Math.Max(0, range.First ?? 0); number <= Math.Min(9, range.Last ?? 9); number++)
            query.Add(FacetTerm($"sev:{number}"), Occur.SHOULD);
        return query;
    }

    private static Query Narrowed(Facet facet, string value) =>
        FacetTerm(facet == Facet.Severity ? $"sev:{Facets.SeverityOf(value)}" : $"{facet.ToString().ToLowerInvariant()}:{value}");

    // What narrows down says nothing about the order.
    private static ConstantScoreQuery FacetTerm(string value) =>
        new(new TermQuery(new(ArchiveFields.Facet, value.ToLowerInvariant()))) { Boost = 0 };

    private static string NameOf(SyntaxField field) => field == SyntaxField.Severity ? "sev" : field.ToString().ToLowerInvariant();

    private static string ValueOf(SyntaxNode.Words facet) =>
        facet.Field == SyntaxField.Severity ? Facets.SeverityOf(facet.Text) : facet.Text.Trim('"');

    private static string FieldOf(SyntaxField field) => field == SyntaxField.Title ? ArchiveFields.Title : ArchiveFields.Text;

    private static DateOnly? Day(int? number) =>
        number is { } day ? DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber)) : null;
}
