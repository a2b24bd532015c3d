using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>One way in which a document may say what was meant.</summary>
/// <param name="Terms">All must be there.</param>
/// <param name="Weight">1 for the words as typed.</param>
/// <param name="Why">What a person is told when this is what matched.</param>
internal sealed record Alternative(IReadOnlyList<string> Terms, float Weight, string Why);

/// <summary>One thing a query asks for, with all the ways to say it; a document has it as well as its best way.</summary>
/// <param name="Importance">How telling it is among the documents there are.</param>
internal sealed record Concept(string Text, IReadOnlyList<Alternative> Alternatives, float Importance);

/// <summary>Turns what was typed or pasted into concepts.</summary>
internal static class QueryPlan
{
    // A pasted ticket holds hundreds of words; the most telling ones find its runbook.
    private const int MaxConcepts = 32;
    private const float NegatedWordAlone = 0.6f;
    private const float PartsOfName = 0.7f;
    private const float MendedWord = 0.9f;
    private const float NumberImportance = 0.3f;

    public static IReadOnlyList<Concept> Of(string query, LexicalIndex index, Thesaurus thesaurus)
    {
        var words = Words(query, index, out var names);
        var concepts = new List<(Word? Word, Concept Concept)>();
        foreach (var word in words)
            if (!word.IsStop) concepts.Add((word, Plain(word, index)));
        // Nothing but stop words: then they are what is asked for.
        if (concepts.Count == 0 && names.Count == 0) concepts.AddRange(words.Select(w => ((Word?)w, Plain(w, index))));
        concepts.AddRange(names.Select(n => ((Word?)null, n)));
        Expand(words, concepts, thesaurus, index);
        return [.. concepts.Select(c => c.Concept).GroupBy(c => c.Text).Select(g => g.First())
            .OrderByDescending(c => c.Importance).Take(MaxConcepts)];
    }

    /// <param name="Term">With its negation drawn in.</param>
    /// <param name="Mended">The known words that were probably meant, when this one is not known.</param>
    private sealed record Word(string Term, string Surface, bool IsStop, bool IsNumber, IReadOnlyList<string> Mended)
    {
        /// <summary>What phrases of the thesaurus are looked up by.</summary>
        public string Lookup => Mended.Count == 0 ? Term : (Negations.IsJoined(Term) ? "no+" : "") + Tokenizer.TermOf(Mended[0]);
    }

    private static List<Word> Words(string query, LexicalIndex index, out List<Concept> names)
    {
        names = [];
        var tokens = Tokenizer.Tokenize(query);
        var wholeNames = new HashSet<int>();
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Identifier && IsUnknownName(token, tokens, index)) names.Add(new(token.Term, [], index.Sections.Idf(token.Term)));
            if (token.Kind is TokenKind.Identifier or TokenKind.Pair && index.Sections.Contains(token.Term))
            {
                var parts = tokens.Where(t => t.Chunk == token.Chunk && t.Kind is TokenKind.Word or TokenKind.Number).Select(t => t.Term).Distinct().ToList();
                // A code such as ENOSPC has no parts: it is a word, with synonyms as words have.
                if (token.Kind == TokenKind.Identifier && parts.Count < 2) continue;
                List<Alternative> ways = [new([token.Term], 1, $"{(token.Kind == TokenKind.Pair ? "field" : "name")}: {query.Substring(token.Start, token.Length)}")];
                if (token.Kind == TokenKind.Identifier)
                {
                    ways.Add(new(parts, PartsOfName, $"parts of the name {query.Substring(token.Start, token.Length)}"));
                    wholeNames.Add(token.Chunk);
                }
                names.Add(new(token.Term, ways, index.Sections.Idf(token.Term)));
            }
        }
        // The parts of a name that is known as a whole say nothing more.
        return [.. Negations.Drawn(Tokenizer.Words(tokens)).Select(t => AsWord(t, index, wholeNames.Contains(t.Chunk)))];
    }

    // `KubePodCrashLooping` where nobody wrote of it: pages about its parts are about something else, so the name itself stays unanswered.
    private static bool IsUnknownName(Token token, List<Token> tokens, LexicalIndex index) =>
        !index.Sections.Contains(token.Term) && token.Term.All(c => char.IsLetterOrDigit(c) || c == '_')
        && tokens.Count(t => t.Chunk == token.Chunk && t is { Kind: TokenKind.Word, Length: > 1 }) > 1 && token.Term == token.Surface && token.Length == token.Term.Length;

    private static Word AsWord(Token token, LexicalIndex index, bool isPartOfKnownName)
    {
        var isStop = isPartOfKnownName || StopWords.Contains(token.Surface) || StopWords.IsNegation(token.Surface);
        var isKnown = token.Kind != TokenKind.Word || index.Wholes.Contains(Negations.Bare(token.Term)) || index.Spelling.Knows(token.Surface);
        return new(token.Term, token.Surface, isStop, token.Kind == TokenKind.Number, isStop || isKnown ? [] : index.Spelling.Mend(token.Surface));
    }

    private static Concept Plain(Word word, LexicalIndex index)
    {
        var ways = new List<Alternative>();
        if (Negations.IsJoined(word.Term)) ways.Add(new([word.Term], 1, $"term: no {word.Surface}"));
        var bare = Negations.Bare(word.Term);
        ways.Add(new([bare], ways.Count > 0 ? NegatedWordAlone : 1, $"term: {word.Surface}"));
        foreach (var mended in word.Mended)
        {
            if (ways[0].Weight >= 1 && Negations.IsJoined(word.Term)) ways.Add(new(["no+" + Tokenizer.TermOf(mended)], MendedWord, $"typo: {word.Surface} → {mended}"));
            ways.Add(new([Tokenizer.TermOf(mended)], MendedWord, $"typo: {word.Surface} → {mended}"));
        }
        var importance = word.Mended.Count == 0 ? index.Wholes.Idf(bare) : word.Mended.Max(m => index.Wholes.Idf(Tokenizer.TermOf(m)));
        return new(word.Surface, ways, word.IsNumber ? importance * NumberImportance : importance);
    }

    // What stands for a phrase stands for each of its words: a document that says "empty" has all of "not loading".
    private static void Expand(List<Word> words, List<(Word? Word, Concept Concept)> concepts, Thesaurus thesaurus, LexicalIndex index)
    {
        var lookups = words.Select(w => w.Lookup).ToList();
        for (var i = 0; i < words.Count; i++)
            foreach (var (length, synonyms) in thesaurus.At(lookups, i))
            {
                var phrase = string.Join(' ', words.Skip(i).Take(length).Select(w => Negations.IsJoined(w.Term) ? "not " + w.Surface : w.Surface));
                for (var c = 0; c < concepts.Count; c++)
                    if (concepts[c].Word is { } word && words.FindIndex(i, length, w => ReferenceEquals(w, word)) >= 0)
                    {
                        var concept = concepts[c].Concept;
                        var ways = synonyms.Select(s => new Alternative(s.Terms, s.Weight * Levelled(concept, s, index), $"synonym: {phrase} → {s.Phrase}"));
                        concepts[c] = (word, concept with { Alternatives = [.. concept.Alternatives, .. ways] });
                    }
            }
    }

    // A synonym that happens to be rarer than the word itself is not worth more than the word.
    private static float Levelled(Concept concept, Synonym synonym, LexicalIndex index)
    {
        var rarest = synonym.Terms.Max(t => index.Wholes.Idf(t));
        return rarest > concept.Importance && concept.Alternatives.Any(a => a.Terms.All(index.Wholes.Contains)) ? concept.Importance / rarest : 1;
    }
}
