using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Diagrams;

/// <summary>Words of a drawing: without what only formats them, in lines of a width that fits.</summary>
internal static partial class DiagramText
{
    /// <summary>Height of a line, in the units of the picture.</summary>
    public const int Line = 18;

    // A letter of the face and size in which pictures are written is hardly ever wider.
    private const double Letter = 7.4;

    /// <summary>Without the block of settings at the top, and without comments; lines stay lines.</summary>
    public static string WithoutSettings(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var from = Array.FindIndex(lines, l => l.Trim().Length > 0);
        if (from >= 0 && lines[from].Trim() == "---" && Array.FindIndex(lines, from + 1, l => l.Trim() == "---") is var end and > 0)
            from = end + 1;
        return from < 0 ? "" : string.Join('\n', lines.Skip(from).Where(l => !l.TrimStart().StartsWith("%%", StringComparison.Ordinal)));
    }

    /// <summary>What a reader sees of a label.</summary>
    public static string Clean(string label)
    {
        label = label.Trim();
        if (label.Length > 1 && label[0] == '"' && label[^1] == '"')
            label = label[1..^1];
        label = Break().Replace(label, "\n");
        label = Tag().Replace(label, "");
        label = Icon().Replace(label, "");
        label = Entity().Replace(label, m => Decoded(m.Groups[1].Value));
        label = label.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
        return string.Join(
                '\n',
                label.Split('\n').Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            )
            .Trim();
    }

    /// <summary>The words in lines of about so many letters; a longer word stays whole up to twice of it.</summary>
    public static IReadOnlyList<string> Wrap(string text, int letters)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var piece in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => w.Chunk(2 * letters)))
            {
                var word = new string(piece);
                if (line.Length > 0 && line.Length + 1 + word.Length > letters)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                }
                if (line.Length > 0)
                    line.Append(' ');
                line.Append(word);
            }
            if (line.Length > 0)
                lines.Add(line.ToString());
        }
        return lines;
    }

    public static double Width(IEnumerable<string> lines) => lines.Select(Width).DefaultIfEmpty(0).Max();

    private static double Width(string line) => Letter * line.EnumerateRunes().Sum(r => r.Value >= 0x1100 ? 2 : 1);

    /// <summary>Lines of text around a middle.</summary>
    public static void Write(StringBuilder svg, IReadOnlyList<string> lines, double x, double middle, string kind)
    {
        var first = middle - (lines.Count - 1) * Line / 2.0 + 5;
        for (var i = 0; i < lines.Count; i++)
            svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text class=\"d-{kind}\" x=\"{x:0.#}\" y=\"{first + i * Line:0.#}\" text-anchor=\"middle\">"
                )
                .Append(WebUtility.HtmlEncode(lines[i]))
                .Append("</text>");
    }

    /// <summary>The element around all of it; the text of the drawing stands beside it for who cannot see it.</summary>
    public static string Picture(double width, double height, string name, StringBuilder content) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" aria-label=\"{WebUtility.HtmlEncode(name)}\" viewBox=\"0 0 {width:0} {height:0}\" "
                + $"width=\"{width:0}\" height=\"{height:0}\">{content}</svg>"
        );

    private static string Decoded(string entity) =>
        int.TryParse(entity, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Rune.IsValid(code)
            ? new Rune(code).ToString()
            : WebUtility.HtmlDecode($"&{entity};");

    [GeneratedRegex(@"<br\s*/?>|\\n", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Break();

    // What is no tag of HTML is a placeholder, and stays.
    [GeneratedRegex(
        @"</?(?:a|b|i|u|s|em|strong|small|sub|sup|span|div|p|code|pre|center|font|img)?(?:\s[^<>]*)?/?>",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Tag();

    [GeneratedRegex(@"\bfa[bsrlk]?:fa-[a-z0-9-]+ ?", RegexOptions.NonBacktracking)]
    private static partial Regex Icon();

    [GeneratedRegex("&?#([0-9]{1,6}|[a-z]{2,8});?", RegexOptions.NonBacktracking)]
    private static partial Regex Entity();
}
