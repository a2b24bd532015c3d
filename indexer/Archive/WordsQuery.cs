using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Util;

namespace Knowledge.Indexer.Archive;

/// <summary>
/// Any of some words: the rarest must stand there, one of them at least; the frequent ones, whose postings would take long to be walked,
/// only add to what those find.
/// </summary>
/// <remarks>
/// As CommonTermsQuery of Lucene, with a budget in place of a share: what a query costs does not grow with the words that all have.
/// </remarks>
internal sealed class WordsQuery : Query
{
    private const int MaxTerms = 32;

    private readonly IReadOnlyList<(Term Term, TermContext Context)> terms;

    /// <summary>How many of the words must stand there.</summary>
    private readonly int rare;

    private WordsQuery(IReadOnlyList<(Term Term, TermContext Context)> terms, int rare) => (this.terms, this.rare) = (terms, rare);

    /// <param name="budget">Postings that are walked from end to end.</param>
    /// <returns>Null when none of the words stands anywhere.</returns>
    public static WordsQuery? Of(string field, IEnumerable<string> words, IndexReader reader, long budget)
    {
        var known = words
            .Select(w => new Term(field, w))
            .Select(t => (Term: t, Context: TermContext.Build(reader.Context, t)))
            .Where(t => t.Context.DocFreq > 0)
            .OrderBy(t => t.Context.DocFreq)
            .Take(MaxTerms)
            .ToList();
        var (walked, rare) = (0L, 0);
        while (rare < known.Count && (rare == 0 || walked + known[rare].Context.DocFreq <= budget))
            walked += known[rare++].Context.DocFreq;
        return known.Count == 0 ? null : new(known, rare);
    }

    public override Weight CreateWeight(IndexSearcher searcher) => new WordsWeight(this, searcher);

    public override string ToString(string field) =>
        string.Join(' ', terms.Select((t, i) => i < rare || rare == terms.Count ? t.Term.Text : $"({t.Term.Text})"));

    /// <summary>The same of Lucene's own parts, which can be joined with others.</summary>
    private BooleanQuery Joinable()
    {
        var any = new BooleanQuery(true);
        foreach (var (term, context) in terms.Take(rare))
            any.Add(new TermQuery(term, context), Occur.SHOULD);
        if (rare == terms.Count)
            return any;
        var both = new BooleanQuery(true) { { any, Occur.MUST } };
        foreach (var (term, context) in terms.Skip(rare))
            both.Add(new TermQuery(term, context), Occur.SHOULD);
        return both;
    }

    private sealed class WordsWeight : Weight
    {
        private const float Rounding = 1.0001f;

        private readonly WordsQuery query;
        private readonly Similarity similarity;
        private readonly Similarity.SimWeight[] weights;
        private readonly Weight joinable;

        public WordsWeight(WordsQuery query, IndexSearcher searcher)
        {
            (this.query, similarity, joinable) = (query, searcher.Similarity, query.Joinable().CreateWeight(searcher));
            var field = searcher.CollectionStatistics(query.terms[0].Term.Field);
            weights = [.. query.terms.Select(t => similarity.ComputeWeight(1, field, searcher.TermStatistics(t.Term, t.Context)))];
            foreach (var weight in weights)
                weight.Normalize(1, 1);
        }

        public override Query Query => query;

        public override float GetValueForNormalization() => joinable.GetValueForNormalization();

        public override void Normalize(float norm, float topLevelBoost) => joinable.Normalize(norm, topLevelBoost);

        public override Explanation Explain(AtomicReaderContext context, int doc) => joinable.Explain(context, doc);

        public override Scorer? GetScorer(AtomicReaderContext context, IBits acceptDocs) => joinable.GetScorer(context, acceptDocs);

        public override BulkScorer? GetBulkScorer(AtomicReaderContext context, bool scoreDocsInOrder, IBits acceptDocs)
        {
            var words = new List<WordPostings>();
            var needed = 0;
            for (var i = 0; i < query.terms.Count; i++)
                if (query.terms[i].Context.Get(context.Ord) is { } state)
                {
                    var (term, terms) = (query.terms[i].Term, context.AtomicReader.GetTerms(query.terms[i].Term.Field).GetEnumerator());
                    terms.SeekExact(term.Bytes, state);
                    // Of the square of its idf; no text makes a word count more than that times k1 + 1.
                    var most = MathF.Sqrt(weights[i].GetValueForNormalization()) * (((BM25Similarity)similarity).K1 + 1) * Rounding;
                    words.Add(new(terms.Docs(acceptDocs, null), similarity.GetSimScorer(weights[i], context), most));
                    needed += i < query.rare ? 1 : 0;
                }
            return needed == 0 ? null : new WordsScorer(this, words, needed);
        }
    }
}
