using System.Buffers;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Turns what was typed or pasted into concepts.</summary>
internal static class QueryPlan
{
    // A pasted ticket holds hundreds of words; the most specific ones find its runbook.
    private const int MaxConcepts = 32;
    private const float NegatedWordAlone = 0.6f;
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    /// <summary>What is left of the importance of numbers and asides: pages share them by chance.</summary>
    internal const float FillerImportance = 0.3f;

    // A word of everyday English still counts for something: it is what was typed.
    private const float CommonWord = 0.2f;

    // In a paste, what failed and what it is called by says more than what surrounds it.
    private const float FailureWeight = 1.3f;

    // A synonym ranks behind the word itself even where it means the same: it may be used of something else.
    private const float SynonymWeight = 0.7f;

    // Who says a word twice means it more, but not twice as much; what is said thirty times is a log or a footer.
    private const float RepeatedWeight = 0.5f;
    private const int MaxRepeated = 3;

    public static IReadOnlyList<Concept> Of(string query, LexicalIndex index, Thesaurus thesaurus, PlanOptions options = default)
    {
        var languages = QueryLanguages.Of(query, index);
        var (words, names) = QueryWords.Of(query, index, languages, options);
        var concepts = new List<(QueryWord? Word, Concept Concept)>();
        foreach (var word in words)
            if (!word.IsStop)
                concepts.Add((word, Plain(word, index, languages)));
        // Nothing but stop words: then they are what is asked for.
        if (concepts.Count == 0 && names.Count == 0)
            concepts.AddRange(words.Select(w => ((QueryWord?)w, Plain(w, index, languages))));
        concepts.AddRange(names.Select(n => ((QueryWord?)null, n)));
        Join(words, concepts, index, languages.Main);
        foreach (var language in languages.JoiningNouns)
            Separate(words, concepts, index, language);
        foreach (var language in languages.All)
            Expand(words, concepts, thesaurus.In(language), language == languages.Main ? null : language, index);
        if (query.AsSpan().Trim().IndexOfAny(LineEnds) >= 0)
            Emphasise(query, concepts);
        return
        [
            .. concepts
                .Select(c => Weighed(languages.MayBeEnglish ? NoRarerThanInEnglish(c.Concept) : c.Concept, c.Word?.Weight ?? 1))
                .GroupBy(c => c.Text)
                .Select(g => Repeated(g.First(), g.Count()))
                .OrderByDescending(c => c.Importance)
                .Take(MaxConcepts),
        ];
    }

    /// <summary>Each word as it was typed and nothing else: what is measured when engines are compared.</summary>
    public static IReadOnlyList<Concept> AsTyped(string query, LexicalIndex index) =>
        [
            .. Tokenizer
                .Words(Tokenizer.Tokenize(query))
                .Where(t => !StopWords.English.Contains(t.Surface))
                .DistinctBy(t => t.Term)
                .Select(t => new Concept(t.Surface, [new([t.Term], 1, "")], index.Idf(t.Term))),
        ];

    private static void Join(
        List<QueryWord> words,
        List<(QueryWord? Word, Concept Concept)> concepts,
        LexicalIndex index,
        TextLanguage language
    )
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (
                words[i].IsStop
                || words[i + 1].IsStop
                || words[i].IsFiller
                || words[i + 1].IsFiller
                || Negations.IsJoined(words[i].Term)
                || Negations.IsJoined(words[i + 1].Term)
            )
                continue;
            var (first, second) = (words[i], words[i + 1]);
            foreach (var joined in WordVariants.Joined(first.Surface, second.Surface, index, language))
                Extend(
                    concepts,
                    w => ReferenceEquals(w, first) || ReferenceEquals(w, second),
                    (_, concept) => [joined with { Weight = joined.Likeness * CapAtWord(concept, joined.Terms, index) }]
                );
        }
    }

    private static void Separate(
        List<QueryWord> words,
        List<(QueryWord? Word, Concept Concept)> concepts,
        LexicalIndex index,
        TextLanguage language
    )
    {
        foreach (var word in words)
        {
            if (word.IsStop || word.IsFiller)
                continue;
            var found = WordVariants.Separated(word.Surface, index, language);
            Extend(
                concepts,
                w => ReferenceEquals(w, word),
                (_, concept) => found.Select(a => a with { Weight = a.Likeness * CapAtWord(concept, a.Terms, index) })
            );
        }
    }

    private static Concept Plain(QueryWord word, LexicalIndex index, QueryLanguages languages)
    {
        var variants = new List<Alternative>();
        var isNegated = Negations.IsJoined(word.Term);
        if (isNegated)
            variants.Add(new([word.Term], 1, $"term: no {word.Surface}"));
        var bare = Negations.Bare(word.Term);
        variants.Add(new([bare], isNegated ? NegatedWordAlone : 1, $"term: {word.Surface}"));
        var abroad = languages.OtherTermsOf(word.Surface, bare, index);
        foreach (var term in abroad)
        {
            if (isNegated)
                variants.Add(new(["no+" + term], 1, $"term: no {word.Surface}"));
            variants.Add(new([term], isNegated ? NegatedWordAlone : 1, $"term: {word.Surface}"));
        }
        // A name typed in small letters looks like a word, but names are never stemmed. Shorter ones are codes, which words in
        // capitals are taken for.
        if (bare != word.Surface && word.Surface.Length > Tokenizer.MaxCodeCharacters && index.Contains(word.Surface))
            variants.Add(new([word.Surface], 1, $"name: {word.Surface}"));
        foreach (var other in word.Others)
        {
            if (isNegated && other.Terms.Count == 1)
                variants.Add(other with { Terms = ["no+" + other.Terms[0]] });
            variants.Add(other);
        }
        var importance = word.Others.Count == 0 || word.IsKnown ? IdfOf(bare, abroad, index) : word.Others.Max(m => m.Terms.Max(index.Idf));
        return new(word.Surface, variants, word.IsFiller ? importance * FillerImportance : importance);
    }

    // As specific as in the language in which it is most frequent.
    private static float IdfOf(string term, IReadOnlyList<string> abroad, LexicalIndex index) =>
        abroad.Count == 0 ? index.Idf(term) : abroad.Concat(index.Contains(term) ? [term] : []).Min(index.Idf);

    // What stands for a phrase stands for each of its words: a document that says "empty" has all of "not loading".
    /// <param name="abroad">The language of the groups; null when it is that of the query.</param>
    private static void Expand(
        List<QueryWord> words,
        List<(QueryWord? Word, Concept Concept)> concepts,
        SynonymGroups groups,
        TextLanguage? abroad,
        LexicalIndex index
    )
    {
        if (groups.IsEmpty)
            return;
        var lookups = words.Select(w => abroad is null ? w.Lookup : w.LookupIn(abroad)).ToList();
        for (var i = 0; i < words.Count; i++)
            foreach (var (length, synonyms) in groups.At(lookups, i))
            {
                var phrase = PhraseOf(words.GetRange(i, length));
                var (start, end) = (i, i + length);
                Extend(
                    concepts,
                    w => words.FindIndex(start, end - start, v => ReferenceEquals(v, w)) >= 0,
                    (word, concept) =>
                        synonyms
                            .Where(s => !LeavesOut(lookups[words.IndexOf(word)], s.Terms, lookups.GetRange(start, length)))
                            .Select(s => new Alternative(s.Terms, s.Weight, $"synonym: {phrase} → {s.Phrase}")
                            {
                                Weight = SynonymWeight * s.Weight * CapAtWord(concept, s.Terms, index),
                            })
                );
            }
    }

    // A page about certificates answers what was asked of an "ssl certificate", but has nothing of "ssl". Pairs of characters are no words:
    // one that lies across two is in no shorter phrase.
    private static bool LeavesOut(string term, IReadOnlyList<string> synonym, List<string> phrase) =>
        !Tokenizer.IsIdeograph(term[0]) && !synonym.Contains(term) && synonym.All(phrase.Contains);

    // Pairs of characters overlap: each adds one to those before it.
    private static string PhraseOf(List<QueryWord> words) =>
        words[0].Surface is [var first, ..] && Tokenizer.IsIdeograph(first)
            ? words[0].Surface + string.Concat(words.Skip(1).Select(w => w.Surface[^1]))
            : string.Join(' ', words.Select(w => Negations.IsJoined(w.Term) ? "not " + w.Surface : w.Surface));

    private static void Extend(
        List<(QueryWord? Word, Concept Concept)> concepts,
        Func<QueryWord, bool> of,
        Func<QueryWord, Concept, IEnumerable<Alternative>> variants
    )
    {
        for (var c = 0; c < concepts.Count; c++)
            if (concepts[c].Word is { } word && of(word))
                concepts[c] = (
                    word,
                    concepts[c].Concept with
                    {
                        Alternatives = [.. concepts[c].Concept.Alternatives, .. variants(word, concepts[c].Concept)],
                    }
                );
    }

    // A synonym that happens to be rarer than the word itself is not worth more than the word.
    private static float CapAtWord(Concept concept, IReadOnlyList<string> terms, LexicalIndex index)
    {
        var rarest = terms.Max(index.Idf);
        return rarest > concept.Importance && concept.Alternatives.Any(a => a.Terms.All(index.Contains)) ? concept.Importance / rarest : 1;
    }

    // In a few hundred pages a frequent word may look like a rare one. That is a matter of the ranking: whether a page holds what was
    // asked goes by all words.
    private static Concept NoRarerThanInEnglish(Concept concept)
    {
        var most = EnglishWords.MaxIdf(concept.Text.ToLowerInvariant());
        if (concept.Importance <= most)
            return concept with { Specificity = concept.Importance };
        var factor = MathF.Max(CommonWord, most / concept.Importance);
        return concept with
        {
            Specificity = concept.Importance * factor,
            Alternatives = [.. concept.Alternatives.Select(a => a with { Weight = a.Weight * factor })],
        };
    }

    // A matter of whether a page holds what was asked: the ranking goes by all words.
    private static Concept Weighed(Concept concept, float weight) =>
        weight >= 1 ? concept : concept with { Importance = concept.Importance * weight, Specificity = concept.Specificity * weight };

    private static Concept Repeated(Concept concept, int times)
    {
        if (times == 1)
            return concept;
        var factor = 1 + RepeatedWeight * (Math.Min(times, MaxRepeated) - 1);
        return concept with { Alternatives = [.. concept.Alternatives.Select(a => a with { Weight = a.Weight * factor })] };
    }

    private static void Emphasise(string query, List<(QueryWord? Word, Concept Concept)> concepts)
    {
        var failures = PastedText.Failures(query);
        for (var c = 0; c < concepts.Count; c++)
        {
            var (word, concept) = concepts[c];
            // A name was picked out because the documents know it; of the words those count that say what failed.
            if (word is not null && !failures.Any(f => word.Start >= f.Start && word.Start < f.End))
                continue;
            concepts[c] = (
                word,
                concept with
                {
                    Importance = concept.Importance * FailureWeight,
                    Alternatives = [.. concept.Alternatives.Select(a => a with { Weight = a.Weight * FailureWeight })],
                }
            );
        }
    }
}
