using System.Text;

namespace Knowledge.Content.Documents;

/// <summary>Bytes to text that every parser after it can take: UTF-8, no NUL, no lone surrogates, line feeds only.</summary>
public static class TextDecoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text, and what had to be replaced (by U+FFFD), or null when nothing had to.</returns>
    public static (string Text, string? Problem) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            bytes = bytes[3..];
        string text;
        string? problem = null;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            text = Encoding.UTF8.GetString(bytes);
            problem = $"The file is not valid UTF-8 (first bad byte at offset {e.Index}); save it as UTF-8. Bad bytes are shown as \uFFFD.";
        }
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            text = text.Replace('\0', '\uFFFD');
            problem ??= "The file contains NUL characters; remove them. They are shown as \uFFFD.";
        }
        return (text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndings("\n") : text, problem);
    }
}
