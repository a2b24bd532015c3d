using Knowledge.Indexer.Text;

namespace Knowledge.Api.Assistant.Verification;

/// <summary>The words of a text as they are compared: stems without stop words, and which of them are negated.</summary>
/// <param name="Stems">All of them.</param>
/// <param name="Negated">Those that a negation turns round at least once.</param>
/// <param name="Affirmed">Those that stand without a negation at least once.</param>
internal sealed record SentenceWords(IReadOnlySet<string> Stems, IReadOnlySet<string> Negated, IReadOnlySet<string> Affirmed)
{
    /// <summary>So many content words behind a negation are turned round by it, up to the end of the clause.</summary>
    private const int Reach = 3;

    // csharpier-ignore
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal)
    {
        "no", "not", "never", "nothing", "none", "nobody", "without", "cannot", "neither", "nor",
        "nicht", "kein", "keine", "keinen", "keiner", "nie", "niemals", "ohne", "nichts", "niemand",
    };

    // csharpier-ignore
    private static readonly HashSet<string> ClauseWords = new(StringComparer.Ordinal)
    {
        "but", "then", "instead", "because", "since", "so", "while", "until", "if", "when", "unless", "or", "which",
        "aber", "sondern", "weil", "wenn", "dass", "bis", "oder", "während",
    };

    public static SentenceWords Of(params IEnumerable<string> texts)
    {
        var (stems, negated, affirmed) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var text in texts)
        {
            foreach (var token in Tokenizer.Words(Tokenizer.Tokenize(text)))
                if (!StopWords.English.Contains(token.Surface) && !Negations.Contains(token.Surface))
                    stems.Add(token.Term);
            AddPolarity(text, negated, affirmed);
        }
        return new(stems, negated, affirmed);
    }

    private static void AddPolarity(string text, HashSet<string> negated, HashSet<string> affirmed)
    {
        var words = new List<(string Stem, bool IsNegated)>();
        var (reach, clause) = (0, 0);
        foreach (var (word, endsClause) in Words(text))
        {
            if (
                Negations.Contains(word)
                || word.EndsWith("n't", StringComparison.Ordinal)
                || word.EndsWith("n’t", StringComparison.Ordinal)
            )
            {
                reach = Reach;
                // In German it stands behind its verb.
                if (word == "nicht" && words.Count > clause)
                    words[^1] = words[^1] with { IsNegated = true };
            }
            else if (ClauseWords.Contains(word))
                (reach, clause) = (0, words.Count);
            else if (!StopWords.English.Contains(word))
                words.Add((Tokenizer.TermOf(word), reach-- > 0));
            if (endsClause)
                (reach, clause) = (0, words.Count);
        }
        foreach (var (stem, isNegated) in words)
            (isNegated ? negated : affirmed).Add(stem);
    }

    // Letters with apostrophes between them; what ends a clause stands behind the word.
    private static IEnumerable<(string Word, bool EndsClause)> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isWord =
                i < text.Length
                && (
                    char.IsLetterOrDigit(text[i])
                    || (text[i] is '\'' or '’' && start >= 0 && i + 1 < text.Length && char.IsLetter(text[i + 1]))
                );
            if (isWord)
            {
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                var ends =
                    i < text.Length && text[i] is ('.' or ',' or ';' or ':' or '!' or '?') && (i + 1 >= text.Length || text[i + 1] == ' ');
                yield return (text[start..i].ToLowerInvariant(), ends);
                start = -1;
            }
        }
    }
}
