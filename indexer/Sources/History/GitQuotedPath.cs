using System.Buffers;
using System.Text;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Reads a path as git and GNU diff print it: one with quotation marks, backslashes or control characters is quoted.</summary>
/// <remarks>
/// git-config(1), <c>core.quotePath</c>, and <c>quote.c</c> of git: a C string whose bytes beyond ASCII are three octal digits, or
/// stay as they are.
/// </remarks>
internal static class GitQuotedPath
{
    /// <summary>Where the closing mark of a quoted path stands that begins the text; -1 when it is not quoted or not closed.</summary>
    public static int EndOf(string text)
    {
        if (!text.StartsWith('"'))
            return -1;
        for (var i = 1; i < text.Length; i++)
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        return -1;
    }

    /// <summary>The path that a text begins with when it is quoted; else the text as it is.</summary>
    public static string Read(string text)
    {
        if (EndOf(text) is not (> 0 and var end))
            return text;
        // Bytes, not characters: several escapes together are one character of UTF-8.
        var bytes = new ArrayBufferWriter<byte>(end);
        for (var i = 1; i < end; )
        {
            var plain = text.IndexOf('\\', i, end - i) is >= 0 and var escape ? escape : end;
            Encoding.UTF8.GetBytes(text.AsSpan(i, plain - i), bytes);
            i = plain < end ? Unescape(text, plain + 1, end, bytes) : end;
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Writes what stands behind a backslash; an escape that nobody defines is the character itself.</summary>
    /// <returns>Where the text goes on.</returns>
    private static int Unescape(string text, int at, int end, ArrayBufferWriter<byte> bytes)
    {
        if (at + 3 <= end && text[at] is >= '0' and <= '3' && text[at + 1] is >= '0' and <= '7' && text[at + 2] is >= '0' and <= '7')
        {
            bytes.Write([(byte)((text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0'))]);
            return at + 3;
        }
        var control = text[at] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            _ => '\0',
        };
        if (control != '\0')
        {
            bytes.Write([(byte)control]);
            return at + 1;
        }
        // Both halves of a character beyond the first 65,536.
        var length = char.IsHighSurrogate(text[at]) && at + 1 < end ? 2 : 1;
        Encoding.UTF8.GetBytes(text.AsSpan(at, length), bytes);
        return at + length;
    }
}
