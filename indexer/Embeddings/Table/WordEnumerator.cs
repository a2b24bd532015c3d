using System.Text;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>
/// The words of a text as a table knows them: runs of letters and digits, lower case and without accents; the parts of a name
/// (<c>diskFull</c>, <c>HTTPServer</c>) are marked.
/// </summary>
internal ref struct WordEnumerator(ReadOnlySpan<char> text, Span<char> buffer)
{
    /// <summary>Longer words are cut: what they are is seen by then.</summary>
    public const int MaxWordCharacters = 63;

    private readonly Span<char> buffer = buffer[..MaxWordCharacters];
    private ReadOnlySpan<char> rest = text;
    private int length;

    public readonly ReadOnlySpan<char> Current => buffer[..length];

    /// <summary>Bit i is set where a part other than the first begins at character i.</summary>
    public ulong Parts { get; private set; }

    public bool MoveNext()
    {
        (length, Parts) = (0, 0);
        var (wasUpper, wasLower) = (false, false);
        while (!rest.IsEmpty)
        {
            var character = rest[0];
            if (char.IsAscii(character))
            {
                rest = rest[1..];
                if (char.IsAsciiLetterUpper(character))
                {
                    if (wasLower)
                        Begin(length);
                    Append((char)(character | ' '));
                    (wasUpper, wasLower) = (true, false);
                }
                else if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
                {
                    // The last capital of several begins the next part: HTTPServer. A plural is none: VMs, CPUs.
                    if (wasUpper && length > 1 && !IsPlural(character))
                        Begin(length - 1);
                    Append(character);
                    (wasUpper, wasLower) = (false, char.IsAsciiLetterLower(character));
                }
                else if (length > 0)
                    return true;
            }
            else
            {
                Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
                rest = rest[consumed..];
                if (!AppendRune(rune) && length > 0)
                    return true;
                (wasUpper, wasLower) = (false, Rune.IsLower(rune));
            }
        }
        return length > 0;
    }

    private readonly bool IsPlural(char character) => character == 's' && (rest.IsEmpty || !char.IsAsciiLetterOrDigit(rest[0]));

    private void Begin(int part)
    {
        if (part is > 0 and < MaxWordCharacters)
            Parts |= 1ul << part;
    }

    private void Append(char character)
    {
        if (length < MaxWordCharacters)
            buffer[length++] = character;
    }

    // False where the word ends.
    private bool AppendRune(Rune rune)
    {
        if (!Rune.IsLetterOrDigit(rune))
            return Rune.GetUnicodeCategory(rune)
                is System.Globalization.UnicodeCategory.NonSpacingMark
                    or System.Globalization.UnicodeCategory.Format;
        var plain = new StringBuilder();
        Decomposition.AppendWithoutAccents(rune, plain);
        foreach (var chunk in plain.GetChunks())
        foreach (var part in chunk.Span)
            Append(char.ToLowerInvariant(part));
        return true;
    }
}
