using System.Text.RegularExpressions;

namespace Knowledge.Content.Documents;

/// <summary>Takes the shortcodes of site generators out of Markdown without moving a line: <c>{{&lt; ref "./Page.md" &gt;}}</c> becomes the page it names, others go.</summary>
/// <remarks>Templates of alert rules (<c>{{ $labels.x }}</c>) are not shortcodes and stay.</remarks>
public static partial class Leftovers
{
    public static string Clean(string markdown)
    {
        if (!markdown.Contains("{{", StringComparison.Ordinal)) return markdown;
        var withReferences = Reference().Replace(markdown, "$1");
        return Shortcode().Replace(withReferences, "");
    }

    [GeneratedRegex("""\{\{[<%] *(?:rel)?ref +"([^"\n]*)" *[>%]\}\}""", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex("""\{\{[<%][^\n}]*[>%]\}\}""", RegexOptions.NonBacktracking)]
    private static partial Regex Shortcode();
}
