using System.Collections.Concurrent;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Learned phrases of the pages of one index: which pages they recall, and which pages are like those.</summary>
/// <remarks>
/// A phrase counts like a further field of its page, but is added while searching: so it works at once, fades by itself, and taking
/// it back leaves nothing behind.
/// The numbers are measured on questions that other people asked for the same pages: QUALITY.md.
/// </remarks>
internal sealed class LearnedPhrases
{
    private const float PhraseWeight = 7;
    private const float TitleWeight = 2;
    private const float LengthShare = 0.75f;

    // What phrases add to a page's score for a term, of what the term can give at most; half of it from a frequency of so many on.
    private const float MaxBoost = 1.2f;
    private const float Saturation = 6;

    // Words that people ask with, whatever they ask for, tell pages apart as little as words that all pages have; seen only when
    // there are enough phrases.
    private const float Commonness = 1.5f;
    private const int AssumedOthers = 50;

    // Whoever asks something else shares words with phrases too. A page that nobody has said anything of stands where it does as
    // long as it covers more of
    // the query than the phrases do, by this much or less; from the one to the other phrases count less and less.
    private const float FitFrom = -0.05f;
    private const float FitFully = 0.15f;

    private const int MaxCompared = 200;
    private const int MaxMatches = 50;
    private const int MaxAlike = 50;

    /// <summary>From this likeness on, what is said of a page is said of another.</summary>
    public const float SameTextFrom = 0.7f;

    // A page that was rejected for a query is rejected for the same words in another order, not for every query with one of them.
    private const double SameQuery = 0.8;

    private readonly LexicalIndex index;
    private readonly Dictionary<string, List<LearnedDocument>> byTerm = [];
    private readonly List<LearnedDocument> documents = [];
    private readonly HashSet<(int Segment, int Document)> helpful = [];
    private readonly ConcurrentDictionary<(int Segment, int Document), IReadOnlyList<(int Segment, int Document, float Likeness)>> alike =
        new();

    private LearnedPhrases(LexicalIndex index, FeedbackLimits limits) => (this.index, Limits) = (index, limits);

    public FeedbackLimits Limits { get; }

    /// <returns>Null when nothing was learned of any page of the index.</returns>
    public static LearnedPhrases? Of(SearchPhrases phrases, LexicalIndex index, FeedbackLimits? limits = null)
    {
        if (phrases.IsEmpty)
            return null;
        var learned = new LearnedPhrases(index, limits ?? FeedbackLimits.None);
        learned.Read(phrases);
        return learned.documents.Count == 0 ? null : learned;
    }

    private void Read(SearchPhrases phrases)
    {
        var found = new List<(int Segment, int Document, List<LearnedPhrase> Phrases)>();
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            for (var d = 0; d < segment.Documents.Length; d++)
                if (phrases.Of(segment.Documents[d].Id.Value) is { Count: > 0 } own && !deleted[d])
                    found.Add((s, d, [.. own.Select(p => new LearnedPhrase(p, TermsOf(p.Text), TermsAskedFor(p.Text)))]));
        }
        var lengths = found.Select(f => Helpful(f.Phrases).Sum(p => p.Terms.Count)).ToList();
        var average = Math.Max(1, lengths.Where(l => l > 0).DefaultIfEmpty(1).Average());
        var holding = found.SelectMany(f => Helpful(f.Phrases).SelectMany(p => p.Terms).Distinct()).CountBy(t => t).ToDictionary();
        for (var i = 0; i < found.Count; i++)
        {
            var (segment, document, own) = found[i];
            var frequency = new Dictionary<string, float>();
            var norm = 1 - LengthShare + LengthShare * lengths[i] / (float)average;
            foreach (var (phrase, terms, _) in Helpful(own))
            foreach (var term in terms)
                frequency[term] =
                    frequency.GetValueOrDefault(term)
                    + PhraseWeight * (float)phrase.Weight * TermSpecificity(holding[term], found.Count) / norm;
            var learned = new LearnedDocument(
                segment,
                document,
                [.. Helpful(own)],
                [.. own.Where(p => p.Phrase.Weight < 0)],
                frequency,
                TermsOf(index.DocumentAt(segment, document).Title)
            );
            documents.Add(learned);
            if (learned.Helpful.Count > 0)
                helpful.Add((segment, document));
            foreach (var term in own.SelectMany(p => p.Terms).Distinct())
                (byTerm.TryGetValue(term, out var of) ? of : byTerm[term] = []).Add(learned);
        }

        static IEnumerable<LearnedPhrase> Helpful(List<LearnedPhrase> own) => own.Where(p => p.Phrase.Weight > 0);
    }

    private static float TermSpecificity(int holding, int of) =>
        MathF.Pow(Bm25F.Idf(holding, of + AssumedOthers) / Bm25F.Idf(1, of + AssumedOthers), Commonness);

    private HashSet<string> TermsOf(string text)
    {
        var languages = QueryLanguages.Of(text, index);
        return
        [
            .. languages
                .All.SelectMany(l => Negations.Added(Tokenizer.Tokenize(text, l), l))
                .Where(t => !languages.Main.StopWords.Contains(t.Surface))
                .Select(t => t.Term),
        ];
    }

    private HashSet<string> TermsAskedFor(string text)
    {
        var language = QueryLanguages.Of(text, index).Main;
        return
        [
            .. Negations
                .Merge(Tokenizer.Words(Tokenizer.Tokenize(text, language)), language)
                .Where(t => !language.StopWords.Contains(t.Surface))
                .Select(t => t.Term),
        ];
    }

    /// <summary>The pages whose phrases share words with a query, those that share most first.</summary>
    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    /// <param name="found">The first pages that are found without anything learned, and how much of the query each covers, 0 to 1.</param>
    public IReadOnlyList<FeedbackMatch> Match(
        CompiledQuery query,
        Bitmap[]? allowed,
        Func<IReadOnlyList<((int Segment, int Document) Key, double Coverage)>> found
    )
    {
        var matches = new List<FeedbackMatch>();
        var asked = TermsAskedFor(query);
        var others = new Lazy<List<((int Segment, int Document) Key, double Coverage)>>(() => [.. found().Where(f => !HasFeedback(f.Key))]);
        foreach (var document in Sharing(query).Where(d => d.Helpful.Count > 0 && (allowed is null || allowed[d.Segment][d.Document])))
            if (Match(query, document, VotesFor(asked, document.Helpful) > 0 ? 1 : Fit(query, document, others.Value)) is { } one)
                matches.Add(one);
        matches.Sort((a, b) => b.DocumentScore.CompareTo(a.DocumentScore));
        if (matches.Count > MaxMatches)
            matches.RemoveRange(MaxMatches, matches.Count - MaxMatches);
        // What the page says itself is looked up only for those that come into question.
        return [.. matches.Select(r => r with { DocumentScore = r.DocumentScore + Own(query, (r.Document.Segment, r.Document.Document)) })];
    }

    /// <summary>
    /// Feedback on pages for the same words: by how many more a page helped, below 0 by how many more it was not the one.
    /// </summary>
    /// <param name="most">More count as so many.</param>
    public IReadOnlyDictionary<(int Segment, int Document), int> Verdicts(CompiledQuery query, int most = int.MaxValue)
    {
        var asked = TermsAskedFor(query);
        return Sharing(query)
            .Select(d => (Key: (d.Segment, d.Document), Voices: VotesFor(asked, d.Helpful) - VotesFor(asked, d.Rejected)))
            .Select(d => d with { Voices = Math.Clamp(d.Voices, -most, most) })
            .Where(d => d.Voices != 0)
            .ToDictionary(d => d.Key, d => d.Voices);
    }

    private static HashSet<string> TermsAskedFor(CompiledQuery query) =>
        [.. query.Concepts.Select(c => c.Alternatives.Count == 0 ? c.Text : c.Alternatives[0].Terms[0])];

    private int VotesFor(HashSet<string> asked, IReadOnlyList<LearnedPhrase> phrases) =>
        Votes(phrases.Where(p => Cosine(asked, p.QueryTerms) >= SameQuery).Select(p => p.Phrase));

    private int Votes(IEnumerable<SearchPhrase> phrases) => Math.Min(Limits.MaxVotes, phrases.Sum(p => p.Votes));

    /// <summary>Pages that say what the title of one says, by how nearly they do: 1 for as much as the page itself.</summary>
    public IReadOnlyList<(int Segment, int Document, float Likeness)> Alike(int segment, int document) =>
        alike.GetOrAdd((segment, document), FindAlike);

    private bool HasFeedback((int Segment, int Document) page) =>
        helpful.Contains(page) || Same(page).Any(other => helpful.Contains(other) && Same(other).Contains(page));

    private IEnumerable<(int Segment, int Document)> Same((int Segment, int Document) page) =>
        Alike(page.Segment, page.Document).Where(a => a.Likeness > SameTextFrom).Select(a => (a.Segment, a.Document));

    /// <summary>The pages whose phrases mean what a query means: the cosine of the nearest phrase of each.</summary>
    /// <param name="vectors">Of phrases, by their text; those without one are left out.</param>
    public IEnumerable<(int Segment, int Document, float Cosine)> Near(
        QueryVector query,
        IReadOnlyDictionary<string, PhraseVector> vectors,
        Bitmap[]? allowed
    )
    {
        foreach (var document in documents)
        {
            if (allowed is not null && !allowed[document.Segment][document.Document])
                continue;
            var nearest = float.NegativeInfinity;
            foreach (var (phrase, _, _) in document.Helpful)
                if (vectors.TryGetValue(phrase.Text, out var vector))
                    nearest = Math.Max(nearest, vector.Cosine(query));
            if (nearest > float.NegativeInfinity)
                yield return (document.Segment, document.Document, nearest);
        }
    }

    // A frequent word stands in thousands of phrases: those that share most are looked at.
    private IEnumerable<LearnedDocument> Sharing(CompiledQuery query)
    {
        var shared = new Dictionary<LearnedDocument, float>(ReferenceEqualityComparer.Instance);
        foreach (var term in query.Concepts.SelectMany(Variants).SelectMany(w => w.Terms).Distinct())
            if (byTerm.TryGetValue(term, out var of))
            {
                var significant = index.Idf(term);
                foreach (var document in of)
                    shared[document] = shared.GetValueOrDefault(document) + significant;
            }
        return shared.Count <= MaxCompared
            ? shared.Keys
            : shared.OrderByDescending(s => s.Value).ThenBy(s => (s.Key.Segment, s.Key.Document)).Take(MaxCompared).Select(s => s.Key);
    }

    // A name that no page has is a variant all the same.
    private static IReadOnlyList<Alternative> Variants(Concept concept) =>
        concept.Alternatives.Count > 0 ? concept.Alternatives : [new([concept.Text], 1, "")];

    private static float Fit(CompiledQuery query, LearnedDocument document, List<((int Segment, int Document) Key, double Coverage)> others)
    {
        var (asked, said) = (0f, 0f);
        foreach (var concept in query.Concepts)
        {
            var best = 0f;
            foreach (var variant in Variants(concept))
                if (variant.Likeness > best && variant.Terms.All(document.Frequency.ContainsKey))
                    best = variant.Likeness;
            (asked, said) = (asked + concept.Importance, said + concept.Importance * best);
        }
        if (said == 0)
            return 0;
        var more = said / asked - others.Select(o => (float)o.Coverage).DefaultIfEmpty(0).Max();
        return Math.Clamp((more - FitFrom) / (FitFully - FitFrom), 0, 1);
    }

    // Where the very same was asked, there is nothing to weigh.
    private FeedbackMatch? Match(CompiledQuery query, LearnedDocument document, float fit)
    {
        if (fit == 0)
            return null;
        var likeness = new float[query.Concepts.Count];
        var (passage, added) = (0f, 0f);
        for (var c = 0; c < query.Concepts.Count; c++)
        {
            var (bestPassage, bestAdded) = (0f, 0f);
            foreach (var variant in Variants(query.Concepts[c]))
            {
                var (ofPassage, ofWhole, isLearned) = (0f, 0f, true);
                foreach (var term in variant.Terms)
                {
                    var frequency = fit * document.Frequency.GetValueOrDefault(term);
                    isLearned &= frequency > 0;
                    var inPassage = frequency + (document.Title.Contains(term) ? TitleWeight : 0);
                    if (inPassage == 0)
                    {
                        (ofPassage, ofWhole) = (0, 0);
                        break;
                    }
                    ofPassage = Math.Max(ofPassage, inPassage / (Bm25F.K1 + inPassage) * index.PassageIdf(term));
                    ofWhole = Math.Max(ofWhole, MaxBoost * frequency / (Saturation + frequency) * index.Idf(term));
                }
                if (isLearned)
                    likeness[c] = Math.Max(likeness[c], variant.Likeness);
                (bestPassage, bestAdded) = (
                    Math.Max(bestPassage, variant.Weight * ofPassage),
                    Math.Max(bestAdded, isLearned ? variant.Weight * ofWhole : 0)
                );
            }
            (passage, added) = (passage + bestPassage, added + bestAdded);
        }
        if (added == 0)
            return null;
        var sharing = document
            .Helpful.Select(p => (p.Phrase, Shared: Shared(query, p.Terms)))
            .Where(p => p.Shared > 0)
            .OrderByDescending(p => p.Shared)
            .ThenByDescending(p => p.Phrase.Weight)
            .ToList();
        return new(
            document,
            (Bm25F.K1 + 1) * passage,
            (Bm25F.K1 + 1) * added,
            Votes(sharing.Select(p => p.Phrase)),
            sharing.Count > 0 ? sharing[0].Phrase.Text : "",
            likeness,
            fit
        );
    }

    private static float Shared(CompiledQuery query, IReadOnlySet<string> terms) =>
        query.Concepts.Sum(c =>
            Variants(c).Where(w => w.Terms.All(terms.Contains)).Select(w => w.Likeness).DefaultIfEmpty(0).Max() * c.Importance
        );

    private static float Own(CompiledQuery query, (int Segment, int Document) page)
    {
        var score = 0f;
        for (var c = 0; c < query.Concepts.Count; c++)
            score += query.BestVariant(c, Granularity.Documents, page.Segment, page.Document).Score;
        return score;
    }

    private double Cosine(IReadOnlySet<string> asked, IReadOnlySet<string> phrase)
    {
        var shared = asked.Where(phrase.Contains).Sum(Squared);
        return shared == 0 ? 0 : shared / Math.Sqrt(asked.Sum(Squared) * phrase.Sum(Squared));

        double Squared(string term) => index.Idf(term) * index.Idf(term);
    }

    private IReadOnlyList<(int Segment, int Document, float Likeness)> FindAlike((int Segment, int Document) page)
    {
        var query = new CompiledQuery(QueryPlan.Of(index.DocumentAt(page.Segment, page.Document).Title, index, Thesaurus.None), index);
        var own = Own(query, page);
        if (own == 0)
            return [];
        var top = new TopUnits(MaxAlike);
        Accumulator.Search(query, Granularity.Documents, null, top);
        return
        [
            .. top.Take()
                .Where(f => (f.Place.Segment, f.Place.Document) != page)
                .Select(f => (f.Place.Segment, f.Place.Document, Math.Min(1, f.Score / own))),
        ];
    }
}
