using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>
/// Characters without a shape, or that turn the direction of text: in code, what is copied would not be what is read
/// (Boucher and Anderson, "Trojan Source", 2021).
/// </summary>
public static class HiddenCharacters
{
    /// <summary>Writes each as <c>[U+202E]</c>.</summary>
    public static string Reveal(string text) => Replaced(text, rune => $"[U+{rune.Value:X4}]");

    public static bool AreIn(string text)
    {
        if (!MayBeIn(text))
            return false;
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
            if (IsHidden(runes, i))
                return true;
        return false;
    }

    /// <summary>Whether a line of code holds them beside something that would be run: alone they are a blank line.</summary>
    public static bool AreInCommand(string line) => AreIn(line) && !string.IsNullOrWhiteSpace(Without(line));

    public static string Without(string text) => Replaced(text, _ => "");

    private static string Replaced(string text, Func<Rune, string> replacement)
    {
        if (!MayBeIn(text))
            return text;
        var result = new StringBuilder(text.Length + 32);
        var runes = text.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
            result.Append(IsHidden(runes, i) ? replacement(runes[i]) : runes[i].ToString());
        return result.ToString();
    }

    private static bool MayBeIn(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsShapeless(rune.Value))
                return true;
        return false;
    }

    private static bool IsHidden(Rune[] runes, int at)
    {
        var value = runes[at].Value;
        return IsShapeless(value)
            && !(value is ZeroWidthJoiner or ZeroWidthNonJoiner && JoinsItsNeighbours(runes, at))
            && !(value is >= FirstTag and <= LastTag && BelongsToFlag(runes, at));
    }

    private static bool IsShapeless(int rune) =>
        rune
            is 0x061C
                or (>= 0x200B and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or 0x2060
                or (>= 0x2066 and <= 0x2069)
                or 0xFEFF
                or (>= 0xE0000 and <= LastTag);

    // Unicode, UTS #51: pictures put together of several ones; chapter 9 and 12: Arabic and Indic letters that join or do not.
    private static bool JoinsItsNeighbours(Rune[] runes, int at)
    {
        var before = at - 1;
        while (before >= 0 && runes[before].Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF))
            before--;
        if (before < 0 || at + 1 >= runes.Length)
            return false;
        var (left, right) = (runes[before].Value, runes[at + 1].Value);
        return runes[at].Value == ZeroWidthJoiner && IsPicture(left) && IsPicture(right)
            || IsOfJoiningScript(left) && IsOfJoiningScript(right);
    }

    private static bool IsPicture(int rune) =>
        rune is >= 0x1F000 and <= 0x1FAFF or >= 0x2190 and <= 0x2BFF or 0x00A9 or 0x00AE or 0x203C or 0x2049 or 0x3030;

    private static bool IsOfJoiningScript(int rune) =>
        rune is >= 0x0620 and <= 0x08FF and not 0x061C or >= 0x0900 and <= 0x0DFF or >= 0x1780 and <= 0x18AF;

    // A black flag, letters as tags, and the tag that ends them.
    private static bool BelongsToFlag(Rune[] runes, int at)
    {
        var start = at;
        while (start >= 0 && at - start <= MaxFlagTags && runes[start].Value is >= FirstTag and <= LastTag)
            start--;
        var end = at;
        while (end < runes.Length && end - at <= MaxFlagTags && runes[end].Value is >= FirstTag and < LastTag)
            end++;
        return start >= 0
            && runes[start].Value == 0x1F3F4
            && end < runes.Length
            && runes[end].Value == LastTag
            && end - start <= MaxFlagTags + 1;
    }

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int FirstTag = 0xE0020;
    private const int LastTag = 0xE007F;

    // "gbeng": a region and three letters of a part of it.
    private const int MaxFlagTags = 6;
}
