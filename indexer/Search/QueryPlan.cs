using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>One way in which a document may say what was meant.</summary>
/// <param name="Terms">All must be there.</param>
/// <param name="Likeness">How nearly it is what was meant: 1 for the words as typed.</param>
/// <param name="Why">What a person is told when this is what matched.</param>
internal sealed record Alternative(IReadOnlyList<string> Terms, float Likeness, string Why)
{
    /// <summary>What it counts in the ranking, as a factor.</summary>
    public float Weight { get; init; } = Likeness;
}

/// <summary>One thing a query asks for, with all the variants of it; a document matches it as well as its best variant does.</summary>
/// <param name="Importance">How specific it is among the documents there are.</param>
internal sealed record Concept(string Text, IReadOnlyList<Alternative> Alternatives, float Importance)
{
    /// <summary>How specific it is, and no more than its word is in English.</summary>
    public float Specificity { get; init; } = Importance;
}

/// <summary>How far a plan goes beyond what was typed.</summary>
/// <param name="CompleteLastWord">The last word may be only begun.</param>
/// <param name="CorrectKnownWords">Words that stand somewhere may be meant as others: for a query that found too little.</param>
internal readonly record struct PlanOptions(bool CompleteLastWord = false, bool CorrectKnownWords = false);

/// <summary>Turns what was typed or pasted into concepts.</summary>
internal static class QueryPlan
{
    // A pasted ticket holds hundreds of words; the most specific ones find its runbook.
    private const int MaxConcepts = 32;
    private const int MaxCorrections = 3;
    private const int MaxCompletions = 6;
    private const float NegatedWordAlone = 0.6f;
    private static readonly System.Buffers.SearchValues<char> LineEnds = System.Buffers.SearchValues.Create("\r\n");
    private static readonly System.Buffers.SearchValues<char> Joiners = System.Buffers.SearchValues.Create("0123456789./\\_");
    private const float CorrectedWord = 0.9f;
    private const float CorrectedTwice = 0.75f;
    private const float Completed = 0.7f;

    // A word of everyday English still counts for something: it is what was typed.
    private const float CommonWord = 0.2f;

    // Numbers and asides: pages share them by chance.
    private const float FillerImportance = 0.3f;

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
        var words = Words(query, index, languages, options, out var names);
        var concepts = new List<(Word? Word, Concept Concept)>();
        foreach (var word in words)
            if (!word.IsStop)
                concepts.Add((word, Plain(word, index, languages)));
        // Nothing but stop words: then they are what is asked for.
        if (concepts.Count == 0 && names.Count == 0)
            concepts.AddRange(words.Select(w => ((Word?)w, Plain(w, index, languages))));
        concepts.AddRange(names.Select(n => ((Word?)null, n)));
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

    /// <summary>What a word is beside what is asked.</summary>
    private enum Aside
    {
        No,

        /// <summary>It says little of it; where no page has it, nothing.</summary>
        Weak,
        Nothing,
    }

    private static bool IsIn(IReadOnlyList<(int Start, int End)> spans, Token token) =>
        spans.Any(s => token.Start >= s.Start && token.Start < s.End);

    /// <param name="Term">With its negation merged in.</param>
    /// <param name="Others">The known words that were probably meant, when this one is not known, or may be meant.</param>
    private sealed record Word(string Term, string Surface, bool IsStop, bool IsFiller, int Start, IReadOnlyList<Alternative> Others)
    {
        /// <summary>What phrases of the thesaurus are looked up by.</summary>
        public string Lookup =>
            Others.Count == 0 || Others[0].Terms.Count > 1 || IsKnown ? Term : (Negations.IsJoined(Term) ? "no+" : "") + Others[0].Terms[0];

        /// <summary>The same in another language.</summary>
        public string LookupIn(TextLanguage language) => (Negations.IsJoined(Term) ? "no+" : "") + language.TermOf(Surface);

        public bool IsKnown { get; init; }

        /// <summary>How much of its importance it keeps: courtesy that no page repeats is missed nowhere.</summary>
        public float Weight { get; init; } = 1;
    }

    private static List<Word> Words(
        string query,
        LexicalIndex index,
        QueryLanguages languages,
        PlanOptions options,
        out List<Concept> names
    )
    {
        names = [];
        var tokens = Tokenizer.Tokenize(query, languages.Main);
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Identifier && IsUnknownName(token, tokens, index))
                names.Add(new(token.Term, [], index.PassageIdf(token.Term)));
            if (token.Kind is not (TokenKind.Identifier or TokenKind.Pair) || !index.Contains(token.Term))
                continue;
            // A code such as ENOSPC has no parts: it is a word, with synonyms as words have.
            if (
                token.Kind == TokenKind.Identifier
                && tokens.Count(t => t.Chunk == token.Chunk && t.Kind is TokenKind.Word or TokenKind.Number) < 2
            )
                continue;
            names.Add(
                new(
                    token.Term,
                    [
                        new(
                            [token.Term],
                            1,
                            $"{(token.Kind == TokenKind.Pair ? "field" : "name")}: {query.Substring(token.Start, token.Length)}"
                        ),
                    ],
                    index.PassageIdf(token.Term)
                )
            );
        }
        var drawn = Negations.Merge(Tokenizer.Words(tokens), languages.Main);
        var copied = Copied(tokens, query);
        var isJapanese = CharacterPairs.IsJapanese(query);
        var (people, regards) = (Salutations.NamesIn(query), Salutations.RegardsIn(query));
        return
        [
            .. drawn.Select(
                (t, i) =>
                    t.Surface is [var character, ..] && Tokenizer.IsIdeograph(character)
                        ? AsPair(t, index, isJapanese, CharacterPairs.IsAskedBeside(drawn, i, isJapanese))
                        : AsWord(
                            t,
                            index,
                            languages,
                            options,
                            isLast: i == drawn.Count - 1 && t.Start + t.Length == query.TrimEnd('?', '!', '.').Length,
                            isName: copied.Contains(t.Chunk),
                            aside: IsIn(regards, t) ? Aside.Nothing
                                : StopWords.IsAside(t.Surface) || (IsIn(people, t) && !index.Contains(Negations.Bare(t.Term))) ? Aside.Weak
                                : Aside.No
                        )
            ),
        ];
    }

    // `KubePodCrashLooping` where nobody wrote of it: pages about its parts are about something else, so the name itself stays unanswered.
    private static bool IsUnknownName(Token token, List<Token> tokens, LexicalIndex index) =>
        !index.Contains(token.Term)
        && token.Term.All(c => char.IsLetterOrDigit(c) || c == '_')
        && tokens.Count(t => t.Chunk == token.Chunk && t is { Kind: TokenKind.Word, Length: > 1 }) > 1
        && token.Term == token.Surface
        && token.Length == token.Term.Length;

    /// <summary>
    /// The chunks that are a code in capitals, or hold digits, dots, slashes or underscores: they were copied or are known by
    /// heart, and are not corrected.
    /// </summary>
    private static HashSet<int> Copied(List<Token> tokens, string query)
    {
        var copied = new HashSet<int>();
        for (var (i, end) = (0, 0); i < tokens.Count; i = end)
        {
            var (from, to) = (tokens[i].Start, tokens[i].Start);
            for (end = i; end < tokens.Count && tokens[end].Chunk == tokens[i].Chunk; end++)
                if (tokens[end].Kind != TokenKind.Pair)
                    to = Math.Max(to, tokens[end].Start + tokens[end].Length);
            // Of a code its word comes second, with the same letters.
            var isCode =
                end - i > 1
                && tokens[i].Kind == TokenKind.Identifier
                && tokens[i + 1].Kind == TokenKind.Word
                && tokens[i].Surface == tokens[i + 1].Surface;
            if (isCode || query.AsSpan(from, to - from).ContainsAny(Joiners))
                copied.Add(tokens[i].Chunk);
        }
        return copied;
    }

    private static Word AsWord(
        Token token,
        LexicalIndex index,
        QueryLanguages languages,
        PlanOptions options,
        bool isLast,
        bool isName,
        Aside aside
    )
    {
        var stopWords = languages.Main.StopWords;
        var isStop = stopWords.Contains(token.Surface) || stopWords.IsNegation(token.Surface);
        var isKnown =
            token.Kind != TokenKind.Word
            || index.Contains(Negations.Bare(token.Term))
            || index.Knows(token.Surface)
            || languages.OtherTermsOf(token.Surface, Negations.Bare(token.Term), index).Count > 0;
        var others = new List<Alternative>();
        // While typing any last word may go on; of a query that was asked, one that hardly stands anywhere.
        if (
            token.Kind == TokenKind.Word
            && isLast
            && token.Surface.Length >= 2
            && options.CompleteLastWord
            && (!options.CorrectKnownWords || index.IsRare(Negations.Bare(token.Term)))
        )
            others.AddRange(
                index
                    .Complete(token.Surface, MaxCompletions)
                    .Where(t => t != Negations.Bare(token.Term))
                    .Select(t => new Alternative([t], Completed, $"completed: {token.Surface}… → {t}"))
            );
        if (
            !isStop
            && !isName
            && aside == Aside.No
            && !stopWords.IsCourtesy(token.Surface)
            && token.Kind == TokenKind.Word
            && (!isKnown || (options.CorrectKnownWords && others.Count == 0 && index.IsRare(Negations.Bare(token.Term))))
        )
        {
            // A rare word is another one's typing error only when that one is much more frequent.
            var corrected = index
                .Correct(token.Surface, MaxCorrections)
                .Where(m => !isKnown || index.TermsOf(m.Word).Any(t => !index.IsRare(t)));
            others.AddRange(
                corrected.SelectMany(m =>
                    WordVariants
                        .KnownTermsOf(m.Word, index)
                        .Select(term => new Alternative(
                            [term],
                            m.Edits == 1 ? CorrectedWord : CorrectedTwice,
                            $"typo: {token.Surface} → {m.Word}"
                        ))
                )
            );
            if (others.Count == 0 && !isKnown && WordVariants.Split(token.Surface, index, languages.Main) is { } split)
                others.Add(split);
        }
        return new(
            token.Term,
            token.Surface,
            isStop && others.Count == 0,
            token.Kind == TokenKind.Number || stopWords.IsCourtesy(token.Surface),
            token.Start,
            others
        )
        {
            IsKnown = isKnown,
            Weight =
                aside == Aside.Nothing ? 0
                : aside == Aside.No && !stopWords.IsCourtesy(token.Surface) ? 1
                : !index.Contains(Negations.Bare(token.Term)) ? 0
                : aside == Aside.Weak ? FillerImportance
                : 1,
        };
    }

    private static Word AsPair(Token token, LexicalIndex index, bool isJapanese, bool isAskedBeside)
    {
        var isKnown = index.Contains(token.Term);
        var functions = token.Surface.Count(c => CharacterPairs.IsFunction(c, isJapanese));
        var hasEnding = functions > 0 && functions < token.Surface.Length;
        var apart = isKnown || (hasEnding && isAskedBeside) ? null : WordVariants.Apart(token.Surface, index, isJapanese);
        // Of a character with an ending that no page has, nothing is asked.
        var isStop = CharacterPairs.IsFunction(token.Surface, isJapanese) || (hasEnding && !isKnown && apart is null);
        return new(token.Term, token.Surface, isStop, false, token.Start, apart is null ? [] : [apart]) { IsKnown = isKnown };
    }

    private static void Join(List<Word> words, List<(Word? Word, Concept Concept)> concepts, LexicalIndex index, TextLanguage language)
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
                    concept => [joined with { Weight = joined.Likeness * CapAtWord(concept, joined.Terms, index) }]
                );
        }
    }

    private static void Separate(List<Word> words, List<(Word? Word, Concept Concept)> concepts, LexicalIndex index, TextLanguage language)
    {
        foreach (var word in words)
        {
            if (word.IsStop || word.IsFiller)
                continue;
            var found = WordVariants.Separated(word.Surface, index, language);
            Extend(
                concepts,
                w => ReferenceEquals(w, word),
                concept => found.Select(a => a with { Weight = a.Likeness * CapAtWord(concept, a.Terms, index) })
            );
        }
    }

    private static Concept Plain(Word word, LexicalIndex index, QueryLanguages languages)
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
        List<Word> words,
        List<(Word? Word, Concept Concept)> concepts,
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
                    concept =>
                        synonyms.Select(s => new Alternative(s.Terms, s.Weight, $"synonym: {phrase} → {s.Phrase}")
                        {
                            Weight = SynonymWeight * s.Weight * CapAtWord(concept, s.Terms, index),
                        })
                );
            }
    }

    // Pairs of characters overlap: each adds one to those before it.
    private static string PhraseOf(List<Word> words) =>
        words[0].Surface is [var first, ..] && Tokenizer.IsIdeograph(first)
            ? words[0].Surface + string.Concat(words.Skip(1).Select(w => w.Surface[^1]))
            : string.Join(' ', words.Select(w => Negations.IsJoined(w.Term) ? "not " + w.Surface : w.Surface));

    private static void Extend(
        List<(Word? Word, Concept Concept)> concepts,
        Func<Word, bool> of,
        Func<Concept, IEnumerable<Alternative>> variants
    )
    {
        for (var c = 0; c < concepts.Count; c++)
            if (concepts[c].Word is { } word && of(word))
                concepts[c] = (
                    word,
                    concepts[c].Concept with
                    {
                        Alternatives = [.. concepts[c].Concept.Alternatives, .. variants(concepts[c].Concept)],
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

    private static void Emphasise(string query, List<(Word? Word, Concept Concept)> concepts)
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
