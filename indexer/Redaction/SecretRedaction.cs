using System.Text;

namespace Knowledge.Indexer.Redaction;

/// <summary>Takes secrets out of a text that leaves the server: each is replaced by its kind, a private key with all its lines.</summary>
internal static class SecretRedaction
{
    private const string KeyBegins = "-----BEGIN ";
    private const string KeyEnds = "-----END ";
    private const string PrivateKey = "PRIVATE KEY";

    /// <summary>A key has fewer lines; what begins like one and never ends must not take the page with it.</summary>
    private const int MaxKeyLines = 200;

    /// <summary>Longer than what is looked at for secrets at a time.</summary>
    private const int LineCharacters = 4_000;

    public static string Of(string text)
    {
        var lines = text.Split('\n');
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                kept.Append('\n');
            if (EndOfKey(lines, i) is { } end)
            {
                kept.Append(lines[i].AsSpan(0, lines[i].IndexOf(KeyBegins, StringComparison.Ordinal))).Append("[private key]");
                i = end;
                continue;
            }
            kept.Append(Masked(lines[i]));
        }
        return kept.ToString();
    }

    private static int? EndOfKey(string[] lines, int begin)
    {
        var at = lines[begin].IndexOf(KeyBegins, StringComparison.Ordinal);
        if (at < 0 || lines[begin].IndexOf(PrivateKey, at, StringComparison.Ordinal) < 0)
            return null;
        for (var i = begin; i < lines.Length && i < begin + MaxKeyLines; i++)
            if (lines[i].Contains(KeyEnds, StringComparison.Ordinal))
                return i;
        // Without an end what stands directly below is its body: lines of base64.
        var last = begin;
        while (last + 1 < lines.Length && last < begin + MaxKeyLines && IsBase64(lines[last + 1].Trim(' ', '>')))
            last++;
        return last > begin ? last : null;
    }

    private static bool IsBase64(string line) => line.Length >= 32 && line.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=');

    // What tells secrets looks at the beginning of a line only.
    private static string Masked(string line)
    {
        if (line.Length <= LineCharacters)
            // Code in the middle of a sentence for itself too: its mark is taken for a part of the value.
            return string.Join('`', Secrets.Masked(line).Split('`').Select(Secrets.Masked));
        var masked = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; )
        {
            var length = Math.Min(LineCharacters, line.Length - at);
            // Cut at a blank where there is one: a secret has none.
            if (at + length < line.Length && line.LastIndexOf(' ', at + length - 1, length) is var blank && blank > at)
                length = blank - at + 1;
            masked.Append(Masked(line.Substring(at, length)));
            at += length;
        }
        return masked.ToString();
    }
}
