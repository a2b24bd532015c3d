using System.Text;

namespace Knowledge.Content.Text;

/// <summary>Halves of surrogate pairs, which are no text.</summary>
public static class Surrogates
{
    /// <summary>Every half of a pair becomes U+FFFD; positions stay. Most texts hold no pair at all and are returned as they are.</summary>
    public static string WithoutLone(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
}
