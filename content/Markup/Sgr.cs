namespace Knowledge.Content.Markup;

/// <summary>Ways of showing text (ECMA-48, select graphic rendition).</summary>
internal static class Sgr
{
    public const string Plain = "";
    public const string Bold = "1";
    public const string Title = "1;4";
    public const string Italic = "3";
    public const string Code = "36";
    public const string Dim = "2";
    public const string Link = "4";
}
