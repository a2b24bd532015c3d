using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Whether a query is one that a page was written for: its titles and aliases, its symptoms, and what was searched on the day of an
/// incident are phrases that lead to it.
/// </summary>
internal static class WrittenPhrases
{
    private const double High = 0.9;
    private const double Medium = 0.75;

    private const int MaxPhrases = 100;
    private const int MaxWords = 40;

    // One word is a topic; a name is not.
    private const int MinWords = 2;

    // Two words meet in a sentence by chance.
    private const int MinQuoted = 3;
    private const int MaxSentences = 100;
    private static readonly char[] SentenceEnds = ['.', '!', '?', ';', '\n', '\r'];

    // Reading a phrase costs more than comparing it.
    private static readonly ConditionalWeakTable<Document, IReadOnlyList<Phrase>> Known = [];

    /// <param name="Terms">All that it says.</param>
    /// <param name="Words">What it would ask for as a query.</param>
    private sealed record Phrase(IReadOnlySet<string> Terms, IReadOnlyList<string> Words);

    /// <summary><see cref="Confidence.None"/> when no phrase of the page says nearly what was asked.</summary>
    public static Confidence ConfidenceOf(CompiledQuery query, Document page) =>
        LikenessOf(query, page) switch
        {
            >= High => Confidence.High,
            >= Medium => Confidence.Medium,
            _ => Confidence.None,
        };

    /// <summary>0 to 1: the lesser of how much of the query the nearest phrase says, and of how much of the phrase was asked.</summary>
    public static double LikenessOf(CompiledQuery query, Document page)
    {
        var best = 0.0;
        foreach (var phrase in Known.GetValue(page, Read))
            // Who is far longer or shorter says something else.
            if (phrase.Words.Count <= 2 * query.Concepts.Count && query.Concepts.Count <= 2 * phrase.Words.Count)
                best = Math.Max(best, LikenessOf(query, phrase));
        return best;
    }

    /// <summary>Whether one sentence of a pasted text says all of a phrase of the page, whatever the rest is about.</summary>
    /// <param name="sentences">What <see cref="SentencesOf"/> gives.</param>
    public static bool AreQuotedIn(IReadOnlyList<IReadOnlySet<string>> sentences, Document page) =>
        sentences.Count > 0
        && Known.GetValue(page, Read).Any(p => p.Words.Count >= MinQuoted && sentences.Any(s => p.Words.All(s.Contains)));

    /// <summary>The terms of each sentence of a text of several lines; none of a shorter text.</summary>
    public static IReadOnlyList<IReadOnlySet<string>> SentencesOf(string text) =>
        !text.Trim().Contains('\n', StringComparison.Ordinal)
            ? []
            :
            [
                .. text.Split(SentenceEnds, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Take(MaxSentences)
                    .Select(s => Negations.Merge(Tokenizer.Words(Tokenizer.Tokenize(s))).Select(t => t.Term).ToHashSet()),
            ];

    private static double LikenessOf(CompiledQuery query, Phrase phrase)
    {
        double asked = 0,
            answered = 0;
        var met = new HashSet<string>();
        foreach (var concept in query.Concepts)
        {
            var likeness = 0f;
            foreach (var alternative in concept.Alternatives)
                if (alternative.Terms.All(phrase.Terms.Contains))
                {
                    likeness = Math.Max(likeness, alternative.Likeness);
                    met.UnionWith(alternative.Terms);
                }
            asked += concept.Specificity;
            answered += concept.Specificity * likeness;
        }
        double said = 0,
            meant = 0;
        foreach (var word in phrase.Words)
        {
            var weight = query.Index.Idf(Negations.Bare(word));
            said += weight;
            meant += met.Contains(word) ? weight : 0;
        }
        return asked <= 0 || said <= 0 ? 0 : Math.Min(answered / asked, meant / said);
    }

    private static IReadOnlyList<Phrase> Read(Document page) =>
        [
            .. page
                .OtherTitles.Prepend(page.Title)
                .Concat(page.FrontMatter.Aliases)
                .Concat(page.Symptoms)
                .Concat(page.FrontMatter.Searched)
                .Take(MaxPhrases)
                .Select(Read)
                .OfType<Phrase>(),
        ];

    private static Phrase? Read(string text)
    {
        var tokens = Tokenizer.Tokenize(text);
        var words = Negations
            .Merge(Tokenizer.Words(tokens))
            .Where(t => !StopWords.Contains(t.Surface) && !StopWords.IsNegation(t.Surface))
            .Select(t => t.Term)
            .Distinct()
            .ToList();
        return words.Count is < MinWords or > MaxWords
            ? null
            : new(words.Concat(tokens.Where(t => t.Kind is TokenKind.Identifier or TokenKind.Pair).Select(t => t.Term)).ToHashSet(), words);
    }
}
