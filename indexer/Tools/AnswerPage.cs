using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Knowledge.Indexer.Tools;

/// <summary>Cuts a long answer into pages at its lines; a cursor names the line at which the next page begins.</summary>
internal static class AnswerPage
{
    /// <summary>Bytes of one answer as JSON, what is around the text included, are at most 20 KB.</summary>
    public const int MaxBytes = 20_000;

    private const int MaxTextBytes = MaxBytes - 1_200;

    /// <param name="next">Says how the next page is asked for, with its cursor.</param>
    /// <param name="cursor">As an answer gave it; null for the first page.</param>
    /// <exception cref="ToolException">The cursor is none, or belongs to a text that has changed.</exception>
    public static string Of(string text, string? cursor, Func<string, string>? next = null)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        var start = string.IsNullOrEmpty(cursor) ? 0 : StartOf(cursor, hash, lines.Length);
        var (end, bytes) = (start, 0);
        while (end < lines.Length && (bytes += BytesOf(lines[end])) <= MaxTextBytes)
            end++;
        // A line alone is never too long: texts are quoted in lines of a thousand characters.
        end = Math.Max(end, start + 1);
        var page = string.Join('\n', lines[start..end]);
        if (end >= lines.Length)
            return page;
        var following = string.Create(CultureInfo.InvariantCulture, $"{end}.{hash}");
        var how = next?.Invoke(following) ?? $"ask again with the same arguments and cursor \"{following}\"";
        return string.Create(CultureInfo.InvariantCulture, $"{page}\n\n[lines {start + 1} to {end} of {lines.Length}; for the rest {how}]");
    }

    private static int StartOf(string cursor, string hash, int lines)
    {
        if (
            cursor.Split('.') is not [var number, var of]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || of.Length != hash.Length
        )
            throw new ToolException("The cursor is none that an answer gave; ask without a cursor for the first page.");
        if (of != hash || start >= lines)
            throw new ToolException("What the cursor continues has changed since; ask without a cursor for the first page.");
        return start;
    }

    // As JSON escapes them: a line end is two characters, what is not plain ASCII or may end HTML is six.
    private static int BytesOf(string line)
    {
        var bytes = 2;
        foreach (var character in line)
            bytes += char.IsAsciiLetterOrDigit(character) || (char.IsAscii(character) && IsPlain(character)) ? 1 : 6;
        return bytes;
    }

    private static bool IsPlain(char character) =>
        character >= ' ' && character is not ('"' or '&' or '\'' or '+' or '<' or '>' or '\\' or '`');
}
