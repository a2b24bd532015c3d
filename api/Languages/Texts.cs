using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;

namespace Knowledge.Api.Languages;

/// <summary>
/// Texts of pages in the language of the reader. The English text is written where it is shown and is the key of the others, which
/// lie in <c>de.json</c> and <c>fr.json</c>; <c>{0}</c>, <c>{1}</c> … are filled in.
/// </summary>
internal static class Texts
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A plain text.</summary>
    public static string T(string english, params object?[] parts) => Filled(Of(english), parts);

    /// <summary>A text with markup of its own; what is filled in is encoded.</summary>
    public static MarkupString Html(string english, params object?[] parts) => new(Filled(Of(english), [.. parts.Select(Encoded)]));

    /// <summary>A text that depends on a count, which is <c>{0}</c>.</summary>
    public static string Plural(long count, string one, string many, params object?[] more) =>
        Filled(OfCount(count, one, many), [count, .. more]);

    /// <summary>The same with markup of its own.</summary>
    public static MarkupString PluralHtml(long count, string one, string many, params object?[] more) =>
        new(Filled(OfCount(count, one, many), [count, .. more.Select(Encoded)]));

    /// <summary>
    /// What another part of the program says in English, such as a reason of <c>kb check</c>: as a whole, or by
    /// <see cref="CoreSentences"/> where it has names or counts in it; else as it is.
    /// </summary>
    public static string FromEnglish(string sentence) =>
        Language.Current is { Texts.Count: > 0 } language
            ? language.Texts.GetValueOrDefault(sentence) ?? CoreSentences.Translated(sentence) ?? sentence
            : sentence;

    /// <summary>The key of a text that depends on a count.</summary>
    public static string KeyOf(string one, string many) => $"{one}|{many}";

    private static string OfCount(long count, string one, string many)
    {
        var language = Language.Current;
        var isOne = language.IsOne(count);
        if (!language.Texts.TryGetValue(KeyOf(one, many), out var both))
            return isOne ? one : many;
        var border = both.IndexOf('|', StringComparison.Ordinal);
        return isOne ? both[..border] : both[(border + 1)..];
    }

    private static string Of(string english) => Language.Current.Texts.GetValueOrDefault(english, english);

    // Without parts it may hold braces that mean themselves.
    private static string Filled(string text, object?[] parts) =>
        parts.Length == 0 ? text : string.Format(Language.Current.Format, text, parts);

    // A number is formatted where it stands.
    private static object? Encoded(object? part) => part is int or long or null ? part : Encoder.Encode($"{part}");
}
