using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>From words to ranked documents: parse, plan, rank, judge. Answers are composed from what it gives.</summary>
internal sealed class Searcher(LexicalIndex index, Duplicates duplicates, Thesaurus thesaurus, Facets facets)
{
    /// <summary>How many documents may supply an answer.</summary>
    private const int MaxCandidates = 6;

    /// <summary>Pages that feedback is weighed against.</summary>
    private const int MaxCompared = 10;

    /// <summary>A search that finds less than this many good documents is tried again with more variants of it.</summary>
    private const int EnoughGoodHits = 1;

    /// <summary>What of a query means something: without what narrows it down, without addresses and numbers of people.</summary>
    public string WordsOf(SearchRequest request) =>
        Expression.Of(request) is { } expression ? string.Join(' ', expression.Wanted()) : Parse(request.Query).Words;

    private QueryText Parse(string query) =>
        QueryText.Parse(PersonalData.Remove(query), (facet, value) => facets.Find(facet, value) is not null);

    /// <param name="queryEmbedding">What the query means; null to go by its words only.</param>
    /// <param name="learned">Feedback on pages and queries; null for nothing.</param>
    /// <param name="reranker">Orders the first hits anew; null for nothing. Answers do not go by it.</param>
    public RankedSearch Search(
        SearchRequest request,
        QueryEmbedding? queryEmbedding = null,
        LearnedPhrases? learned = null,
        Reranker? reranker = null
    )
    {
        var composer = new HitComposer(index, duplicates);
        var (text, words, allowed, concepts, narrowed) = Read(request);
        var shown = Math.Max(request.Limit, reranker is null ? 0 : Reranker.Depth);
        var depth = Math.Max(shown, MaxCandidates);
        if (allowed is not null && string.IsNullOrWhiteSpace(text))
            return RankedSearch.FiltersOnly(composer.List(allowed, narrowed, request));
        // Whoever has a space behind the last word has finished it.
        var near = queryEmbedding?.Scan(index, allowed, learned);
        var scope = new Scope(allowed, near, learned, depth, LanguageOf(words))
        {
            NearWithout = () => learned is { Limits.HoldsPlaces: true } ? queryEmbedding?.Scan(index, allowed) : near,
        };
        var found = Find(
            concepts ?? QueryPlan.Of(words, index, thesaurus, new(CompleteLastWord: request.Preview && !request.Query.EndsWith(' '))),
            scope
        );
        // Who writes an expression means its words.
        if (concepts is null && found.GoodHits < EnoughGoodHits && Relax(words, found, scope) is { } relaxed)
            found = relaxed;

        var hits = found.Ranking.Documents.Take(shown).Select(s => composer.Compose(found, s, request.Explain)).ToList();
        var (ordered, problem) = reranker?.Order(text, hits, i => composer.TextOf(found.Ranking.Documents[i])) ?? (hits, null);
        var codes = UnknownCodes.In(words, index);
        // Fitted on English questions over English pages: of others it would believe too much.
        var isFitted =
            index.Count >= Calibration.MinDocuments
            && (found.Candidates.Count == 0 || TextLanguage.Of(found.Candidates[0].Document.Language) == TextLanguage.English);
        var calibration = isFitted ? Calibration.For(queryEmbedding?.Weights) : null;
        var most = UnknownCodes.AreAllOf(words, codes) ? Confidence.Low : UnknownCodes.Limit(codes, found.Query.Concepts.Count);
        var sentences = WrittenPhrases.SentencesOf(words);
        var confidences = AnswerConfidence.Of(found.Query, found.Ranking, found.Candidates, calibration, WrittenFor, most);
        var byCoverage = ConfidenceScale.Of(found.Coverage);
        var confidence =
            calibration is not null ? confidences.DefaultIfEmpty(Confidence.None).Max()
            : byCoverage < most ? byCoverage
            : most;
        return new(
            [.. ordered.Take(request.Limit)],
            confidence,
            [
                .. found.Candidates.Select(
                    (c, i) =>
                        new Candidate(
                            c.Document,
                            found.Ranking.ScoreApart(c.Scored),
                            confidences[i],
                            i < hits.Count ? hits[i] : composer.Compose(found, c.Scored, false)
                        )
                ),
            ]
        )
        {
            ByCoverage = byCoverage,
            UnknownCodes = codes,
            RerankerProblem = problem,
            Signs = () => found.Candidates.Count > 0 ? AnswerConfidence.SignsOf(found.Query, found.Ranking, found.Candidates, 0) : [],
            IsWrittenFor = page => WrittenFor(page) == Confidence.High,
            Relevance = terms => Relevance(found.Query.Concepts, terms),
            FeedbackBalance =
                confidence >= ConfidenceScale.AnswerFloor && learned is not null
                    ? learned
                        .Verdicts(found.Query, learned.Limits.MaxVotesOnCards)
                        .ToDictionary(v => index.DocumentAt(v.Key.Segment, v.Key.Document).Id.Value, v => v.Value)
                    : [],
        };

        Confidence WrittenFor(Document page) =>
            WrittenPhrases.ConfidenceOf(found.Query, page) is > Confidence.None and var said ? said
            : WrittenPhrases.AreQuotedIn(sentences, page) ? Confidence.Medium
            : Confidence.None;
    }

    /// <summary>What was typed, as it is searched for.</summary>
    /// <param name="Text">Its words as they stand there.</param>
    /// <param name="Words">The same without what says nothing.</param>
    /// <param name="Allowed">For each segment the documents that may be found; null for all.</param>
    /// <param name="Concepts">Those of an expression; null for plain words.</param>
    /// <param name="Narrowed">What a hit is told that only had to be left over.</param>
    private sealed record QueryReading(
        string Text,
        string Words,
        Bitmap[]? Allowed,
        IReadOnlyList<Concept>? Concepts,
        IReadOnlyList<string> Narrowed
    );

    private QueryReading Read(SearchRequest request)
    {
        if (Expression.Of(request) is { } expression)
        {
            var known = new SyntaxWords(index);
            var concepts = SyntaxPlan.Of(expression, index, known);
            var matching = new SyntaxMatches(index, facets, known).Of(expression);
            // What only looks like an expression, and as one finds nothing, is plain words.
            if (request.Syntax == QuerySyntax.Lucene || index.HasAny(matching))
            {
                var wanted = string.Join(' ', expression.Wanted());
                return new(wanted, wanted, matching, concepts, ["expression"]);
            }
        }
        var text = Parse(request.Query);
        var words = PastedText.WithoutRepeats(PastedText.WithoutIds(text.Words, index.Contains));
        return new(
            text.Words,
            words,
            DocumentFilter.Of(text, index, facets),
            null,
            [
                .. text.Filters.Select(f => $"filter: {f.Facet.ToString().ToLowerInvariant()}:{f.Value}"),
                .. text.Excluded.Select(e => $"without: {e}"),
            ]
        );
    }

    /// <summary>What is searched in, and what counts in addition to the words.</summary>
    /// <param name="Allowed">For each segment the documents that may be found; null for all.</param>
    /// <param name="Asked">The language of the question; null where all pages have one, or its words do not tell.</param>
    private sealed record Scope(Bitmap[]? Allowed, Fusion.DenseCandidates? Near, LearnedPhrases? Learned, int Depth, TextLanguage? Asked)
    {
        /// <summary>What is near where feedback does not count.</summary>
        public required Func<Fusion.DenseCandidates?> NearWithout { get; init; }
    }

    private TextLanguage? LanguageOf(string words) =>
        index.Languages.Count > 1 && QueryLanguages.Of(words, index) is { IsCertain: true, Main: var main } ? main : null;

    // Null when there is no other way to say it, or it finds nothing better.
    private RankedCandidates? Relax(string words, RankedCandidates found, Scope scope)
    {
        var concepts = QueryPlan.Of(words, index, thesaurus, new(CompleteLastWord: true, CorrectKnownWords: true));
        if (concepts.Sum(c => c.Alternatives.Count) <= found.Query.Concepts.Sum(c => c.Alternatives.Count))
            return null;
        var relaxed = Find(concepts, scope);
        return relaxed.Coverage > found.Coverage ? relaxed : null;
    }

    private RankedCandidates Find(IReadOnlyList<Concept> concepts, Scope scope)
    {
        var query = new CompiledQuery(concepts, index);
        // Copies of a page may rank side by side; there are seldom more than two.
        var limit = scope.Learned is null ? 2 * scope.Depth : int.MaxValue;
        // What would be found if nothing had been said.
        var plain = new Lazy<List<((int, int) Key, double Coverage)>>(() =>
            [
                .. Rank(query, scope with { Near = scope.NearWithout() }, [], MaxCompared)
                    .Documents.Select(s => ((s.Segment, s.Document), ConfidenceScale.Coverage(query, s))),
            ]
        );
        var matches = scope.Learned?.Match(query, scope.Allowed, () => plain.Value) ?? [];
        var ranking = Rank(query, scope, matches, limit);
        IReadOnlyDictionary<(int, int), string> why = new Dictionary<(int, int), string>();
        if (scope.Learned is { } learned)
            (ranking, why) = LearnedRanking.Of(
                query,
                ranking,
                learned,
                matches,
                scope.Allowed,
                count => [.. plain.Value.Take(count).Where(IsAnswer).Select(f => f.Key)]
            );
        if (scope.Learned?.Limits is { HoldsPlaces: true, MaxPlaces: var farthest })
            ranking = ranking with
            {
                Documents = PlaceLimit.Of(
                    ranking.Documents,
                    plain.Value[..(plain.Value.FindLastIndex(IsAnswer) + 1)].ConvertAll(f => f.Key),
                    farthest
                ),
            };
        if (scope.Asked is { } asked)
            ranking = ranking with
            {
                Documents = LanguageTies.Ordered(ranking.Documents, asked, s => TextLanguage.Of(DocumentAt(s).Language)),
            };
        var places = new HashSet<Document>();
        ranking = ranking with
        {
            Documents = [.. ranking.Documents.Where(s => places.Add(duplicates.FirstOf(DocumentAt(s)))).Take(scope.Depth)],
        };
        return new(
            query,
            ranking,
            [
                .. ranking
                    .Documents.Take(MaxCandidates)
                    .Select(s => new RankedPage(
                        s,
                        DocumentAt(s),
                        ConfidenceScale.Coverage(
                            query,
                            s,
                            matches.FirstOrDefault(r => r.Document.Segment == s.Segment && r.Document.Document == s.Document)
                        ),
                        why.ContainsKey((s.Segment, s.Document))
                    )),
            ],
            why
        );
    }

    private static bool IsAnswer(((int, int) Key, double Coverage) page) => ConfidenceScale.Of(page.Coverage) >= Confidence.Medium;

    private static Scoring.Ranking Rank(CompiledQuery query, Scope scope, IReadOnlyList<FeedbackMatch> matches, int limit) =>
        scope.Near is { } near
            ? WordsTogether.AddTo(
                query,
                Fusion.Fuse(query, Scoring.Rank(query, scope.Allowed, int.MaxValue, matches), near, Math.Max(limit, WordsTogether.Read)),
                near.Weights.Together,
                limit
            )
            : Scoring.Rank(query, scope.Allowed, limit, matches);

    private Document DocumentAt(Scoring.Scored scored) => index.DocumentAt(scored.Segment, scored.Document);

    private static double Relevance(IReadOnlyList<Concept> concepts, IReadOnlySet<string> terms)
    {
        var (asked, held) = (0.0, 0.0);
        foreach (var concept in concepts)
        {
            var best = 0f;
            foreach (var variant in concept.Alternatives)
                if (variant.Likeness > best && variant.Terms.All(terms.Contains))
                    best = variant.Likeness;
            asked += concept.Importance;
            held += concept.Importance * best;
        }
        return asked == 0 ? 0 : held / asked;
    }
}
