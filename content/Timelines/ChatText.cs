using System.Text;
using Knowledge.Content.Markup;

namespace Knowledge.Content.Timelines;

/// <summary>The text of messages, made fit to be read and compared.</summary>
internal static class ChatText
{
    /// <summary>Without control characters and those that turn or hide text; line feeds and tabs stay.</summary>
    public static string Clean(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        if (lines.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) || lines.Any(char.IsSurrogate))
        {
            var clean = new StringBuilder(lines.Length);
            foreach (var rune in lines.EnumerateRunes())
                if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')
                    clean.Append(rune.ToString());
            lines = clean.ToString();
        }
        return HiddenCharacters.Without(lines).Trim();
    }

    /// <summary>Sentences, and lines, of a message; a full stop inside a number, name or path ends none.</summary>
    public static IReadOnlyList<string> Sentences(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '\n' || (text[i] is '.' or '!' or '?' or ';' && (i + 1 >= text.Length || text[i + 1] is ' ' or '\n'));
            if (!ends)
                continue;
            Add(i + 1);
            start = i + 1;
        }
        Add(text.Length);
        return sentences;

        void Add(int end)
        {
            if (text[start..end].Trim() is { Length: > 0 } sentence)
                sentences.Add(sentence);
        }
    }

    /// <summary>The first sentence; empty when there is none.</summary>
    public static string Sentence(string text) => Sentences(text) is [var first, ..] ? first : "";

    /// <summary>
    /// Words in lower case with single blanks between and around, so that <c>" not the "</c> finds just these words; apostrophes,
    /// percent signs and question marks stay.
    /// </summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var c in text)
        {
            var kept =
                c is '’' ? '\''
                : char.IsLetterOrDigit(c) || c is '\'' or '%' or '?' or '_' or '#' ? char.ToLowerInvariant(c)
                : ' ';
            if (kept == '?' && words[^1] != ' ')
                words.Append(' ');
            if (kept != ' ' || words[^1] != ' ')
                words.Append(kept);
        }
        if (words[^1] != ' ')
            words.Append(' ');
        return words.ToString();
    }

    // csharpier-ignore
    private static readonly HashSet<string> FunctionWords =
    [
        "the", "and", "for", "with", "that", "this", "these", "those", "from", "have", "has", "had", "was", "were", "are", "is",
        "it", "its", "it's", "not", "but", "our", "your", "their", "they", "them", "maybe", "probably", "perhaps", "could", "would",
        "should", "might", "must", "think", "guess", "suspect", "like", "looks", "can", "will", "just", "all", "any", "some", "too",
        "then", "than", "only", "what", "when", "who", "why", "how", "which", "there", "here", "still", "again", "now", "so", "we",
        "us", "you", "he", "she", "i", "a", "an", "of", "on", "in", "at", "to", "by", "be", "or", "no", "as", "after", "before",
        "since", "put", "been", "does", "did", "do", "out", "up", "down", "off", "one", "also", "either", "anyway", "broke",
        "blocks", "new", "old", "good", "great", "nice", "thanks", "thank", "everybody", "everyone", "hello", "morning", "evening",
        "please", "sorry", "okay", "tada",
    ];

    /// <summary>
    /// The words that tell what a text is about, cut down to their stems; words of two letters only when they are written in
    /// capitals.
    /// </summary>
    public static HashSet<string> SignificantWords(string text)
    {
        var significant = new HashSet<string>();
        foreach (var word in Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (
                !FunctionWords.Contains(word)
                && (word.Length > 2 || text.Contains(word.ToUpperInvariant(), StringComparison.Ordinal))
                && word.Any(char.IsLetter)
            )
                significant.Add(Stem(word));
        return significant;
    }

    private static string Stem(string word) =>
        word switch
        {
            { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
            { Length: > 4 } when word.EndsWith("es", StringComparison.Ordinal) || word.EndsWith("ed", StringComparison.Ordinal) => word[
                ..^2
            ],
            { Length: > 3 } when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
            _ => word,
        };

    /// <summary>What stands between quotation marks, in order.</summary>
    public static IReadOnlyList<(int Start, string Text)> Quotations(string text)
    {
        var found = new List<(int, string)>();
        for (var i = 0; i < text.Length; i++)
        {
            var closing = text[i] switch
            {
                '"' => '"',
                '“' => '”',
                '„' => '“',
                '«' => '»',
                '‘' => '’',
                _ => '\0',
            };
            if (closing == '\0' || (i > 0 && char.IsLetterOrDigit(text[i - 1])))
                continue;
            var end = text.IndexOf(closing, i + 1, Math.Min(text.Length - i - 1, MaxQuotation));
            if (end < 0)
                continue;
            if (text[(i + 1)..end].Trim() is { Length: > 2 } quotation)
                found.Add((i, quotation));
            i = end;
        }
        return found;
    }

    private const int MaxQuotation = 300;

    /// <summary>
    /// As a list item begins: without marks around it, and with a capital where it begins with a word and not with the name of a
    /// host or a file.
    /// </summary>
    public static string Titled(string text)
    {
        var trimmed = text.Trim().Trim(',', ';', ':', '.', '-', '–', ' ');
        if (trimmed.Length == 0)
            return "";
        var word = trimmed.AsSpan(0, trimmed.AsSpan().IndexOf(' ') is > 0 and var end ? end : trimmed.Length);
        foreach (var c in word)
            if (!char.IsLetter(c) && c is not (',' or ':' or '\'' or '’'))
                return trimmed;
        return char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
    }
}
