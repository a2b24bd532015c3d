using System.Text.RegularExpressions;

namespace Knowledge.Content.Dialects;

/// <summary>
/// Roles of MyST in a line of text, such as <c>{doc}`Disks &lt;disk&gt;`</c>: links become links, the others what they show.
/// </summary>
/// <remarks>
/// Syntax: MyST Markdown, "Roles"; Sphinx, "Roles", https://www.sphinx-doc.org/en/master/usage/restructuredtext/roles.html.
/// </remarks>
internal static partial class MystRole
{
    private static readonly string[] Links = ["ref", "doc", "numref", "any", "eq", "external"];
    private static readonly string[] Shown = ["guilabel", "menuselection", "term", "abbr", "sub", "sup", "dfn", "index"];
    private static readonly string[] Codes = ["kbd", "command", "program", "file", "samp", "code", "literal", "option", "envvar", "bash"];

    /// <summary>What a line with a role holds.</summary>
    public static IReadOnlyList<string> Signs { get; } = [.. Links.Concat(Shown).Concat(Codes).Select(name => $"{{{name}}}`")];

    public static string Plain(string line) =>
        line.Contains("}`", StringComparison.Ordinal)
            ? Role().Replace(line, role => Of(role.Groups["name"].Value, role.Groups["text"].Value) ?? role.Value)
            : line;

    private static string? Of(string name, string text)
    {
        if (Codes.Contains(name))
            return $"`{text}`";
        if (Shown.Contains(name))
            return name is "guilabel" or "menuselection" ? $"**{text}**"
                : Titled().Match(text) is { Success: true } shown ? shown.Groups["title"].Value
                : text;
        if (!Links.Contains(name))
            return null;
        var (title, target) = Titled().Match(text) is { Success: true } titled
            ? (titled.Groups["title"].Value, titled.Groups["target"].Value)
            : (text, text);
        // A label is known in the whole source; a page is named by its path.
        return $"[{title}]({(name == "doc" ? target : "#" + target)})";
    }

    [GeneratedRegex(
        @"(?<![`\w])\{(?<name>[a-z]{2,20})\}`(?<text>[^`]{1,300})`(?!`)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Role();

    [GeneratedRegex(@"^(?<title>.*\S)\s*<(?<target>[^<>\s]+)>$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Titled();
}
