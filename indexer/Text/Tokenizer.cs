using System.Buffers;

namespace Knowledge.Indexer.Text;

/// <summary>
/// Cuts text of operations into terms: words, and names as a whole and in parts (camelCase, snake_case, dotted names, paths, error
/// codes, versions, log fields).
/// </summary>
internal static class Tokenizer
{
    /// <summary>Words in capitals up to this length are codes: kept as they are beside their stem, and never corrected.</summary>
    public const int MaxCodeCharacters = 6;

    /// <summary>Accents that follow the letter they belong to, as some systems write file names.</summary>
    public const char FirstMark = '\u0300';
    public const char LastMark = '\u036F';

    private const int MaxTermCharacters = 64;
    private static readonly SearchValues<char> LettersAndHyphen = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"
    );

    /// <summary>All terms in the order of the text; the whole of a name comes before its parts, a pair after both.</summary>
    /// <param name="language">How its words become terms; English when left out.</param>
    public static List<Token> Tokenize(string text, TextLanguage? language = null)
    {
        var tokens = new List<Token>(text.Length / 5 + 4);
        Tokenize(text, tokens, language);
        return tokens;
    }

    /// <summary>The same into a list that is there already.</summary>
    public static void Tokenize(string text, List<Token> tokens, TextLanguage? language = null)
    {
        language ??= TextLanguage.English;
        text = FullWidth.Narrowed(text);
        var chunk = 0;
        for (var i = 0; i < text.Length; )
        {
            var kind = KindOf(text[i]);
            if ((kind & CharacterKind.Term) == 0)
            {
                i++;
                continue;
            }
            if (kind == CharacterKind.Ideograph)
            {
                (i, chunk) = AddIdeographs(text, i, chunk, tokens, language);
                continue;
            }
            var (end, kinds) = EndOfChunk(text, i);
            if (kinds == CharacterKind.Small && end - i <= MaxTermCharacters)
            {
                // Most of all text: a word in small letters, perhaps with a capital in front.
                var (surface, term) = language.Find(text.AsSpan(i, end - i));
                tokens.Add(new(term, surface, TokenKind.Word, i, end - i, chunk));
            }
            else
                AddChunk(text, i, end, chunk, tokens, language);
            if (MayHaveValue(text, end) && ValueAfter(text, i, end) is { } value)
                tokens.Add(
                    new(
                        $"{Lower(text.AsSpan(i, end - i))}={Lower(text.AsSpan(value.Start, value.Length))}",
                        "",
                        TokenKind.Pair,
                        i,
                        value.Start + value.Length - i,
                        chunk
                    )
                );
            chunk++;
            i = end;
        }
    }

    /// <summary>One token per word as it is read: the parts of a name, not the whole; what phrases are matched by.</summary>
    public static IEnumerable<Token> Words(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; )
        {
            var end = i;
            while (end < tokens.Count && tokens[end].Chunk == tokens[i].Chunk)
                end++;
            var hasWords = false;
            for (var j = i; j < end; j++)
                if (tokens[j].Kind is TokenKind.Word or TokenKind.Number)
                {
                    hasWords = true;
                    yield return tokens[j];
                }
            if (!hasWords)
                yield return tokens[i];
            i = end;
        }
    }

    /// <summary>The term a single English word is indexed as.</summary>
    public static string TermOf(string lowerCaseWord) => TextLanguage.English.TermOf(lowerCaseWord);

    /// <summary>Whether it is of a script that writes no spaces between words, or syllables: found by pairs of neighbours.</summary>
    public static bool IsIdeograph(char c) => KindOf(c) == CharacterKind.Ideograph;

    /// <summary>A letter, or an accent that follows one.</summary>
    public static bool IsLetter(char c) => char.IsLetter(c) || c is >= FirstMark and <= LastMark;

    /// <summary>What a character can be part of; of a run of characters, all that occur in it.</summary>
    [Flags]
    private enum CharacterKind : byte
    {
        None = 0,
        Small = 1,
        Capital = 2,
        Digit = 4,
        Joint = 8,
        OtherLetter = 16,
        Ideograph = 32,
        Underscore = 64,
        Term = Small | Capital | Digit | OtherLetter | Ideograph | Underscore,
    }

    private static readonly CharacterKind[] KindOfAscii = [.. Enumerable.Range(0, 128).Select(c => Classify((char)c))];

    private static CharacterKind KindOf(char c) => c < 128 ? KindOfAscii[c] : Classify(c);

    private static CharacterKind Classify(char c) =>
        c switch
        {
            _ when char.IsAsciiLetterLower(c) => CharacterKind.Small,
            _ when char.IsAsciiLetterUpper(c) => CharacterKind.Capital,
            _ when char.IsAsciiDigit(c) => CharacterKind.Digit,
            '_' => CharacterKind.Underscore,
            // Joins a name only between term characters: `a.b`, `/data/ticker`, `read-only`, `can't`.
            '.' or '/' or '-' or '\\' or '\'' or '’' or '@' or '+' => CharacterKind.Joint,
            (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7AF') => CharacterKind.Ideograph,
            _ => IsLetter(c) || char.IsDigit(c) ? CharacterKind.OtherLetter : CharacterKind.None,
        };

    private static bool IsTermCharacter(char c) => (KindOf(c) & CharacterKind.Term) != 0;

    /// <returns>Where the run of term characters and joints ends, and what it consists of; a capital in front of small letters is
    /// one of them.</returns>
    private static (int End, CharacterKind Kinds) EndOfChunk(string text, int start)
    {
        var isCapitalised = char.IsAsciiLetterUpper(text[start]) && start + 1 < text.Length && char.IsAsciiLetterLower(text[start + 1]);
        var kinds = CharacterKind.None;
        var i = isCapitalised ? start + 1 : start;
        for (; i < text.Length; i++)
        {
            var kind = KindOf(text[i]);
            if (kind is CharacterKind.None or CharacterKind.Ideograph)
                break;
            if (kind == CharacterKind.Joint && (i + 1 >= text.Length || !IsTermCharacter(text[i + 1])))
                break;
            kinds |= kind;
        }
        return (i, kinds);
    }

    // 磁盘已满 is 磁盘, 盘已, 已满: each pair a word, and each character beside it for texts that put it next to another one.
    private static (int End, int Chunk) AddIdeographs(string text, int start, int chunk, List<Token> tokens, TextLanguage language)
    {
        var end = start + 1;
        while (end < text.Length && KindOf(text[end]) == CharacterKind.Ideograph)
            end++;
        if (end == start + 1)
            Add(start, 1, TokenKind.Word);
        for (var i = start; i + 1 < end; i++)
        {
            Add(i, 2, TokenKind.Word);
            Add(i, 1, TokenKind.Identifier);
            if (i + 2 == end)
                Add(i + 1, 1, TokenKind.Identifier);
            chunk++;
        }
        return (end, end == start + 1 ? chunk + 1 : chunk);

        void Add(int at, int length, TokenKind kind)
        {
            var term = language.Find(text.AsSpan(at, length)).Lower;
            tokens.Add(new(term, term, kind, at, length, chunk));
        }
    }

    private static void AddChunk(string text, int start, int end, int chunk, List<Token> tokens, TextLanguage language)
    {
        var span = text.AsSpan(start, end - start);
        if (IsPlainWord(span))
        {
            // ENOSPC and DNS are codes: kept as they are beside their stem.
            var isCode = span.Length is > 1 and <= MaxCodeCharacters && !span.ContainsAnyInRange('a', 'z');
            AddWord(span, start, span.Length, chunk, isCode ? TokenKind.Identifier : TokenKind.Word, tokens, language);
            return;
        }
        if (span.IndexOfAny('\'', '’') >= 0 && Contraction(span) is { } words)
        {
            foreach (var word in words)
                AddWord(word, start, span.Length, chunk, TokenKind.Word, tokens, language);
            return;
        }
        var parts = Parts(span);
        if (parts.Count == 1 && parts[0].Length == span.Length && IsDigits(span))
        {
            tokens.Add(new(Lower(span), Lower(span), TokenKind.Number, start, span.Length, chunk));
            return;
        }
        if (span.Length <= MaxTermCharacters && parts.Count > 1)
        {
            // `web-socket` and `websocket` are one word to the people who type them.
            var isHyphenated = span.Contains('-') && !span.ContainsAnyExcept(LettersAndHyphen) && !parts.Any(p => p.Length < 2);
            var whole = isHyphenated ? Lower(span).Replace("-", "", StringComparison.Ordinal) : Lower(span).Trim('.', '/', '\\');
            tokens.Add(new(isHyphenated ? language.TermOf(whole) : whole, whole, TokenKind.Identifier, start, span.Length, chunk));
        }
        foreach (var (offset, length) in parts)
        {
            var part = span.Slice(offset, length);
            if (IsDigits(part))
                tokens.Add(new(part.ToString(), part.ToString(), TokenKind.Number, start + offset, length, chunk));
            else if (length > 1 || parts.Count == 1)
                AddWord(part, start + offset, length, chunk, TokenKind.Word, tokens, language);
        }
    }

    private static void AddWord(
        ReadOnlySpan<char> word,
        int start,
        int length,
        int chunk,
        TokenKind kind,
        List<Token> tokens,
        TextLanguage language
    )
    {
        if (word.Length > MaxTermCharacters)
            return;
        var (surface, term) = language.Find(word);
        if (kind == TokenKind.Identifier)
            tokens.Add(new(surface, surface, kind, start, length, chunk));
        if (kind == TokenKind.Word || term != surface)
            tokens.Add(new(term, surface, TokenKind.Word, start, length, chunk));
    }

    // Letters only, and no capital after a small one.
    private static bool IsPlainWord(ReadOnlySpan<char> span)
    {
        var seenLower = false;
        foreach (var c in span)
        {
            if (!IsLetter(c))
                return false;
            if (char.IsUpper(c) && seenLower)
                return false;
            seenLower |= char.IsLower(c);
        }
        // "HTTPServer": a run of capitals that a small letter ends is camelCase, "Server" is not.
        return span.Length < 3 || !seenLower || !char.IsUpper(span[1]);
    }

    /// <summary>Cuts a name at joints, at digits, and where camelCase begins a new word (<c>HTTPServer</c>: HTTP, Server).</summary>
    internal static List<(int Offset, int Length)> Parts(ReadOnlySpan<char> span)
    {
        var parts = new List<(int, int)>();
        var start = 0;
        for (var i = 1; i <= span.Length; i++)
        {
            var boundary =
                i == span.Length
                || Class(span[i]) != Class(span[i - 1]) && !(char.IsUpper(span[i - 1]) && char.IsLower(span[i]))
                || i + 1 < span.Length && char.IsUpper(span[i - 1]) && char.IsUpper(span[i]) && char.IsLower(span[i + 1]);
            if (!boundary)
                continue;
            if (Class(span[start]) != 0)
                parts.Add((start, i - start));
            start = i;
        }
        return parts;

        static int Class(char c) =>
            char.IsDigit(c) ? 1
            : char.IsUpper(c) ? 2
            : IsLetter(c) ? 3
            : 0;
    }

    private static bool IsDigits(ReadOnlySpan<char> span)
    {
        foreach (var c in span)
            if (!char.IsDigit(c))
                return false;
        return true;
    }

    // `doesn't` says "does not"; `client's` says "client"; `l'espace` and `d'IP` say "espace" and "IP".
    private static string[]? Contraction(ReadOnlySpan<char> span)
    {
        var lower = Lower(span).Replace('’', '\'');
        return lower switch
        {
            "can't" => ["can", "not"],
            "won't" => ["will", "not"],
            _ when lower.EndsWith("n't", StringComparison.Ordinal) => [lower[..^3], "not"],
            ['l' or 'd' or 'j' or 'm' or 't' or 's' or 'n' or 'c', '\'', ..] when IsElided(lower.AsSpan(2)) => [lower[2..]],
            ['q', 'u', '\'', ..] when IsElided(lower.AsSpan(3)) => [lower[3..]],
            _ when lower.LastIndexOf('\'') is var at && at > 0 && lower.Length - at <= 3 && lower.All(c => char.IsLetter(c) || c == '\'') =>
                [lower[..at]],
            _ => null,
        };
    }

    private static bool IsElided(ReadOnlySpan<char> word) => word.Length > 1 && IsPlainWord(word);

    // Behind a name with a value stands a colon or an equals sign, after a quote or a blank at most.
    private static bool MayHaveValue(string text, int end) =>
        end < text.Length
        && text[end] is ':' or '=' or '"' or '\'' or ' '
        && !(text[end] == ' ' && (end + 1 >= text.Length || text[end + 1] is not (':' or '=' or ' ')));

    /// <summary>
    /// The value behind a name: <c>rows_read: 0</c>, <c>"status":"ok"</c>, <c>code=503</c>. In prose (<c>Note: the</c>) there is
    /// none.
    /// </summary>
    private static (int Start, int Length)? ValueAfter(string text, int start, int end)
    {
        var i = end;
        var quoted = i < text.Length && text[i] is '"' or '\'' && start > 0 && text[start - 1] == text[i];
        if (quoted)
            i++;
        while (i < text.Length && text[i] == ' ' && i - end < 3)
            i++;
        if (i >= text.Length || text[i] is not (':' or '='))
            return null;
        var isAssignment = text[i] == '=';
        i++;
        while (i < text.Length && text[i] == ' ' && i - end < 5)
            i++;
        if (i < text.Length && text[i] is '"' or '\'')
            i++;
        var valueStart = i;
        while (i < text.Length && IsTermCharacter(text[i]))
            i++;
        var length = i - valueStart;
        if (length is 0 or > 32 || end - start > MaxTermCharacters)
            return null;
        return quoted || isAssignment || IsDigits(text.AsSpan(valueStart, length)) ? (valueStart, length) : null;
    }

    private static string Lower(ReadOnlySpan<char> span) =>
        string.Create(span.Length, span, static (target, source) => source.ToLowerInvariant(target));
}
