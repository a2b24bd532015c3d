using System.Globalization;
using System.Text;

namespace Knowledge.Content.Toml;

/// <summary>Leaves the reader from within; never leaves <see cref="TomlReader"/>.</summary>
internal sealed class TomlException(string message) : Exception(message);

/// <summary>Goes through the characters of TOML: keys, strings, and what stands between.</summary>
internal sealed class TomlScanner(string text)
{
    public const string Unfinished = "The TOML ends in the middle of a value; close the quote or bracket.";

    private int at;

    public int Line { get; private set; } = 1;

    public bool AtEnd => at >= text.Length;

    /// <summary>What stands next; a line end at the end of the text.</summary>
    public char Next => AtEnd ? '\n' : text[at];

    /// <summary>One part of a key.</summary>
    public string Key()
    {
        if (!AtEnd && text[at] is '"' or '\'')
            return Quoted(text[at++]);
        var start = at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
            at++;
        return at > start
            ? text[start..at]
            : throw new TomlException("A key is missing here, or holds a character that must be in quotes.");
    }

    /// <summary>What stands there without quotes, up to what ends a value.</summary>
    public string Bare()
    {
        var start = at;
        while (!AtEnd && text[at] is not (',' or ']' or '}' or '#' or '\n'))
            at++;
        var bare = text[start..at].Trim();
        if (bare.Length == 0)
            throw new TomlException("A value is missing here; write one.");
        // Only a date may have a blank in it, before its time.
        if (bare.AsSpan().IndexOfAny(' ', '\t') is >= 0 and var blank && (blank != 10 || bare[4] != '-' || bare.LastIndexOf(' ') != blank))
            throw new TomlException("There is more on this line than one value; put text in quotes, and give each key a line of its own.");
        return bare;
    }

    /// <summary>Text in quotes on one line, of which the first is read.</summary>
    public string Quoted(char quote)
    {
        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd || text[at] == '\n')
                throw new TomlException("A quote is not closed on its line; close it.");
            var c = text[at++];
            if (c == quote)
                return value.ToString();
            if (c == '\\' && quote == '"')
                Escape(value);
            else
                value.Append(c);
        }
    }

    /// <summary>Text over several lines, of whose three quotes the first is read.</summary>
    public string Long(char quote)
    {
        at += 2;
        if (Take('\n'))
            Line++;
        var value = new StringBuilder();
        while (true)
        {
            if (AtEnd)
                throw new TomlException(Unfinished);
            if (IsNext(quote, 3))
            {
                at += 3;
                // One or two quotes may stand before the three that close.
                for (var more = 0; more < 2 && Take(quote); more++)
                    value.Append(quote);
                return value.ToString();
            }
            var c = text[at++];
            if (c == '\n')
                Line++;
            if (c == '\\' && quote == '"')
                Escape(value);
            else
                value.Append(c);
        }
    }

    private void Escape(StringBuilder value)
    {
        if (AtEnd)
            throw new TomlException(Unfinished);
        var c = text[at++];
        switch (c)
        {
            case 'b':
                value.Append('\b');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'n':
                value.Append('\n');
                break;
            case 'f':
                value.Append('\f');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'e':
                value.Append('\u001b');
                break;
            case '"' or '\\':
                value.Append(c);
                break;
            case 'u' or 'U':
                value.Append(Character(c == 'u' ? 4 : 8));
                break;
            case ' ' or '\t' or '\n':
                at--;
                while (!AtEnd && text[at] is ' ' or '\t' or '\n')
                    if (text[at++] == '\n')
                        Line++;
                break;
            default:
                throw new TomlException($"`\\{c}` is no escape; write `\\\\` for a backslash, or use single quotes.");
        }
    }

    private string Character(int digits)
    {
        if (
            text.Length - at < digits
            || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code)
        )
            throw new TomlException("This is no character; give four or eight hexadecimal digits.");
        at += digits;
        return code == 0 ? "\uFFFD" : new Rune(code).ToString();
    }

    /// <param name="lines">Whether line ends are skipped too.</param>
    public void SkipBlank(bool lines)
    {
        for (; !AtEnd; at++)
            if (text[at] == '#')
            {
                var end = text.IndexOf('\n', at);
                at = (end < 0 ? text.Length : end) - 1;
            }
            else if (text[at] == '\n' && lines)
                Line++;
            else if (text[at] is not (' ' or '\t'))
                return;
    }

    public bool IsNext(char c, int times)
    {
        if (text.Length - at < times)
            return false;
        for (var i = 0; i < times; i++)
            if (text[at + i] != c)
                return false;
        return true;
    }

    public bool Take(char c)
    {
        if (AtEnd || text[at] != c)
            return false;
        at++;
        return true;
    }

    /// <exception cref="TomlException">Something else stands there.</exception>
    public void Expect(char c)
    {
        SkipBlank(lines: false);
        if (!Take(c))
            throw new TomlException($"`{c}` is missing here.");
    }
}
