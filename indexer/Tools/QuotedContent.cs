using System.Globalization;
using System.Text;
using Knowledge.Content.Markup;
using Knowledge.Content.Text;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Indexer.Tools;

/// <summary>
/// Text of pages in an answer for machines. Every line of it begins with <c>&gt; </c>, so that no page can speak for the server, and
/// nothing in it is invisible.
/// </summary>
internal static class QuotedContent
{
    private const string Mark = "> ";

    /// <summary>A longer line is broken, so that every page of an answer can begin at a line.</summary>
    private const int MaxLineCharacters = 1_000;

    /// <summary>Lines that begin with the mark; of an empty text none.</summary>
    public static string Of(string text)
    {
        var quoted = new StringBuilder(text.Length + 64);
        foreach (var line in Clean(text).Trim('\n').Split('\n'))
        {
            var rest = line.TrimEnd();
            do
            {
                var length = Math.Min(rest.Length, MaxLineCharacters);
                if (length < rest.Length && char.IsHighSurrogate(rest[length - 1]))
                    length--;
                quoted.Append(Mark).Append(rest, 0, length).Append('\n');
                rest = rest[length..];
            } while (rest.Length > 0);
        }
        return quoted.ToString();
    }

    /// <summary>One line without the mark, for a list that is not quoted as a whole.</summary>
    public static string Line(string text, int maxCharacters = 200) =>
        Sentences.Truncate(string.Join(' ', Clean(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), maxCharacters);

    /// <summary>
    /// Without what nobody sees: characters without a shape, that turn the direction of text, tags, variation selectors, control
    /// characters; and with every secret replaced by its kind.
    /// </summary>
    public static string Clean(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in HiddenCharacters.Without(text.ReplaceLineEndings("\n")).EnumerateRunes())
            if (IsVisible(rune))
                visible.Append(rune.ToString());
        return SecretRedaction.Of(visible.ToString());
    }

    private static bool IsVisible(Rune rune) =>
        rune.Value switch
        {
            '\n' or '\t' => true,
            // Joiners that are left have letters or pictures on both sides, and this one makes a sign a picture.
            0x200C or 0x200D or 0xFE0F => true,
            // Fillers of Hangul and Braille: letters by their category, and blank.
            0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 => false,
            (>= 0xFE00 and <= 0xFE0E) or (>= 0xE0000 and <= 0xE0FFF) => false,
            _ => Rune.GetUnicodeCategory(rune)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                ),
        };
}
