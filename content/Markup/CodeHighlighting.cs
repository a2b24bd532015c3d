using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>
/// Colours code for the eye: comments, texts, numbers, variables, keys and fixed words stand in spans with a class, and all characters
/// stay what and where they are. One pass without regular expressions; what is wrong in a language is only coloured wrongly.
/// </summary>
internal sealed class CodeHighlighting(StringBuilder page, CodeGrammar grammar, string code)
{
    /// <summary>What has a class in one page at most; the rest stays plain, so that a page of code does not become too long.</summary>
    public const int MaxSpans = 20_000;

    // How far the end of a variable's name may be.
    private const int MaxVariable = 200;

    private int plainFrom;
    private int spans;

    // Quotes that were not closed once begin no text any more: nothing is looked through twice.
    private string unclosed = "";

    /// <returns>How many spans were written, no more than <paramref name="left"/>.</returns>
    public static int Append(StringBuilder page, string language, string code, int left)
    {
        if (CodeGrammar.Of(language) is not { } grammar)
        {
            page.AppendEscaped(code);
            return 0;
        }
        var writer = new CodeHighlighting(page, grammar, code);
        var at = 0;
        while (at < code.Length && writer.spans < left)
            at = writer.Next(at);
        writer.Plain(code.Length);
        return writer.spans;
    }

    private int Next(int at)
    {
        if (IsLineStart(at) && KeyEnd(at) is var (from, to))
            return Span('k', from, to);
        var c = code[at];
        if (CommentEnd(at) is { } comment)
            return Span('c', at, comment);
        if (grammar.Quotes.Contains(c) && !unclosed.Contains(c))
        {
            if (TextEnd(at) is not { } end)
            {
                unclosed += c;
                return at + 1;
            }
            return Span(grammar.Keys == CodeKeys.QuotedBeforeColon && StartsWithColon(end) ? 'k' : 's', at, end);
        }
        if (c == '$' && grammar.HasVariables && VariableEnd(at) is var variable && variable > at + 1)
            return Span('v', at, variable);
        if (char.IsAsciiLetterOrDigit(c) || c is '_' or '~')
        {
            var end = at + 1;
            while (end < code.Length && IsPartOfWord(code[end], char.IsAsciiDigit(c)))
                end++;
            return char.IsAsciiDigit(c) ? Span('n', at, end)
                : IsFixedWord(at, end) ? Span('k', at, end)
                : end;
        }
        return at + 1;
    }

    private int Span(char kind, int from, int to)
    {
        Plain(from);
        page.Append("<span class=\"hl-").Append(kind).Append("\">").AppendEscaped(code.AsSpan(from, to - from)).Append("</span>");
        plainFrom = to;
        spans++;
        return to;
    }

    private void Plain(int to)
    {
        page.AppendEscaped(code.AsSpan(plainFrom, to - plainFrom));
        plainFrom = to;
    }

    private static bool IsPartOfWord(char c, bool inNumber) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' || (c == '-' && !inNumber);

    private bool IsFixedWord(int from, int to)
    {
        if (grammar.Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code.AsSpan(from, to - from)))
            return true;
        return grammar.CallsAreWords && to < code.Length && code[to] == '(';
    }

    private bool IsLineStart(int at) => grammar.Keys is CodeKeys.BeforeColon or CodeKeys.BeforeEquals && (at == 0 || code[at - 1] == '\n');

    // "  - name: value", "name = value": one look at the line.
    private (int From, int To)? KeyEnd(int at)
    {
        var from = at;
        while (from < code.Length && code[from] is ' ' or '\t' || IsDash(from))
            from++;
        for (var to = from; to < code.Length && code[to] is not ('\n' or '#' or '{' or '['); to++)
            if (grammar.Keys == CodeKeys.BeforeColon ? code[to] == ':' && IsBlank(to + 1) : code[to] == '=')
            {
                while (to > from && code[to - 1] == ' ')
                    to--;
                return to > from ? (from, to) : null;
            }
        return null;

        bool IsDash(int place) => grammar.Keys == CodeKeys.BeforeColon && place < code.Length && code[place] == '-' && IsBlank(place + 1);
    }

    private bool IsBlank(int at) => at >= code.Length || char.IsWhiteSpace(code[at]);

    private int? CommentEnd(int at)
    {
        if (grammar.BlockComment is var (open, close) && Stands(open, at))
            return code.IndexOf(close, at + open.Length, StringComparison.Ordinal) is var end and >= 0 ? end + close.Length : code.Length;
        foreach (var sign in grammar.LineComments)
            // A "#" or "//" inside a word or an address begins nothing.
            if (Stands(sign, at) && (at == 0 || char.IsWhiteSpace(code[at - 1]) || code[at - 1] is ';' or '{' or '}' or ')' or ','))
                return code.IndexOf('\n', at) is var line and >= 0 ? line : code.Length;
        return null;
    }

    private bool Stands(string sign, int at) => string.CompareOrdinal(code, at, sign, 0, sign.Length) == 0;

    // Null for a quote without its end, which is an apostrophe.
    private int? TextEnd(int at)
    {
        for (var end = at + 1; end < code.Length; end++)
            if (code[end] == '\\')
                end++;
            else if (code[end] == code[at])
                return end + 1;
            else if (code[end] == '\n' && !grammar.HasLongTexts)
                return end;
        return grammar.HasLongTexts ? null : code.Length;
    }

    private bool StartsWithColon(int at)
    {
        while (at < code.Length && code[at] == ' ')
            at++;
        return at < code.Length && code[at] == ':';
    }

    private int VariableEnd(int at)
    {
        if (at + 1 < code.Length && code[at + 1] == '{')
        {
            var close = code.AsSpan(at, Math.Min(MaxVariable, code.Length - at)).IndexOfAny('}', '\n');
            return close > 0 && code[at + close] == '}' ? at + close + 1 : at;
        }
        var end = at + 1;
        while (end < code.Length && (char.IsAsciiLetterOrDigit(code[end]) || code[end] == '_'))
            end++;
        return end;
    }
}
