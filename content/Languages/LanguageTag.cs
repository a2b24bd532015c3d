namespace Knowledge.Content.Languages;

/// <summary>Languages as front matter and web pages name them (BCP 47), by the code that everything here goes by.</summary>
public static class LanguageTag
{
    /// <summary><c>de-AT</c> is <c>de</c>, <c>zh_Hant</c> is <c>zh</c>, both forms of written Norwegian are <c>no</c>.</summary>
    /// <returns>Two or three small letters; null when it is no language tag.</returns>
    public static string? CodeOf(string tag)
    {
        var end = tag.AsSpan().IndexOfAny('-', '_');
        var code = (end < 0 ? tag : tag[..end]).ToLowerInvariant();
        if (code.Length is < 2 or > 3 || !code.All(char.IsAsciiLetterLower))
            return null;
        return code is "nb" or "nn" ? "no" : code;
    }
}
