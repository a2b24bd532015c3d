using System.Buffers;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>How far a plan goes beyond what was typed.</summary>
/// <param name="CompleteLastWord">The last word may be only begun.</param>
/// <param name="CorrectKnownWords">Words that stand somewhere may be meant as others: for a query that found too little.</param>
internal readonly record struct PlanOptions(bool CompleteLastWord = false, bool CorrectKnownWords = false);

/// <summary>A word of a query as it was read.</summary>
/// <param name="Term">With its negation merged in.</param>
/// <param name="Others">The known words that were probably meant, when this one is not known, or may be meant.</param>
internal sealed record QueryWord(string Term, string Surface, bool IsStop, bool IsFiller, int Start, IReadOnlyList<Alternative> Others)
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

/// <summary>Reads the words of what was typed or pasted: which are known, which are names, and what unknown ones may be meant as.</summary>
internal static class QueryWords
{
    private const int MaxCorrections = 3;
    private const int MaxCompletions = 6;
    private static readonly SearchValues<char> Joiners = SearchValues.Create("0123456789./\\_");
    private const float CorrectedWord = 0.9f;
    private const float CorrectedTwice = 0.75f;
    private const float Completed = 0.7f;

    /// <returns>Every word in the order of the text, and beside them what the knowledge base knows as names.</returns>
    public static (List<QueryWord> Words, List<Concept> Names) Of(
        string query,
        LexicalIndex index,
        QueryLanguages languages,
        PlanOptions options
    )
    {
        var names = new List<Concept>();
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
        List<QueryWord> words =
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
        return (words, names);
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

    private static QueryWord AsWord(
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
                .Where(m => !isKnown || index.TermsOf(m.Word).Any(t => !index.IsRare(t)))
                .ToList();
            others.AddRange(
                corrected
                    .Where(m => EnglishMeanings.MayBeMeant(token.Surface, m.Word))
                    .SelectMany(m =>
                        WordVariants
                            .KnownTermsOf(m.Word, index)
                            .Select(term => new Alternative(
                                [term],
                                m.Edits == 1 ? CorrectedWord : CorrectedTwice,
                                $"typo: {token.Surface} → {m.Word}"
                            ))
                    )
            );
            if (
                others.Count == 0
                && corrected.Count == 0
                && !isKnown
                && WordVariants.Split(token.Surface, index, languages.Main) is { } split
            )
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
                : aside == Aside.Weak ? QueryPlan.FillerImportance
                : 1,
        };
    }

    private static QueryWord AsPair(Token token, LexicalIndex index, bool isJapanese, bool isAskedBeside)
    {
        var isKnown = index.Contains(token.Term);
        var functions = token.Surface.Count(c => CharacterPairs.IsFunction(c, isJapanese));
        var hasEnding = functions > 0 && functions < token.Surface.Length;
        var apart = isKnown || (hasEnding && isAskedBeside) ? null : WordVariants.Apart(token.Surface, index, isJapanese);
        // Of a character with an ending that no page has, nothing is asked.
        var isStop = CharacterPairs.IsFunction(token.Surface, isJapanese) || (hasEnding && !isKnown && apart is null);
        return new(token.Term, token.Surface, isStop, false, token.Start, apart is null ? [] : [apart]) { IsKnown = isKnown };
    }

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
}
