using System.Text;

namespace Knowledge.Content.Markup;

/// <summary>
/// Characters without a shape, or that turn the direction of text: in code, what is copied would not be what is read
/// (Boucher and Anderson, "Trojan Source", 2021).
/// </summary>
public static class HiddenCharacters
{
    /// <summary>Writes each as <c>[U+202E]</c>.</summary>
    public static string Reveal(string text)
    {
        if (!AreIn(text))
            return text;

        var visible = new StringBuilder(text.Length + 32);
        foreach (var rune in text.EnumerateRunes())
            if (IsHidden(rune))
                visible.Append($"[U+{rune.Value:X4}]");
            else
                visible.Append(rune);
        return visible.ToString();
    }

    public static bool AreIn(string text) => text.EnumerateRunes().Any(IsHidden);

    public static string Without(string text) =>
        AreIn(text) ? string.Concat(text.EnumerateRunes().Where(r => !IsHidden(r)).Select(r => r.ToString())) : text;

    private static bool IsHidden(Rune rune) =>
        rune.Value
            is 0x061C
                or (>= 0x200B and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or 0x2060
                or (>= 0x2066 and <= 0x2069)
                or 0xFEFF
                or (>= 0xE0000 and <= 0xE007F);
}
