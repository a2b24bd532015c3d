using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>
/// Makes YAML of a text that becomes YAML only when a program fills it in: of Helm charts, Ansible and scaffolders. What controls the
/// filling in goes, texts that are given literally are put in, and what nobody knows here stays as a hole in a quoted value. Lines stay.
/// </summary>
/// <remarks>
/// Shapes: pkg.go.dev, text/template; helm.sh, "Chart template guide"; jinja.palletsprojects.com, "Template designer documentation".
/// </remarks>
internal static partial class RuleTemplate
{
    // csharpier-ignore
    private static readonly string[] Control =
        ["if", "else", "end", "range", "with", "define", "block", "break", "continue", "elif", "endif", "for", "endfor", "raw", "endraw"];

    /// <summary>Whether a program fills this text in before it is read: by what a rule of Prometheus itself does not have.</summary>
    public static bool IsOne(string text) => Signs().IsMatch(text);

    /// <summary>Whether there is anything between double braces, or a statement of Jinja, at all.</summary>
    public static bool MayBeOne(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    public static string ToYaml(string text)
    {
        var filled = Filled(text);
        var yaml = new StringBuilder(filled.Length + 64);
        // Columns to the left of which a block of text (`|`, `>`) ends; -1 outside of one.
        var block = -1;
        var lines = filled.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].TrimEnd('\r');
            var indent = IndentOf(line);
            var isBlank = indent == line.Length;
            if (block >= 0 && !isBlank && indent <= block)
                block = -1;
            if (block >= 0 || isBlank)
            {
                yaml.Append(line.Replace(Mark.ToString(), "", StringComparison.Ordinal)).Append('\n');
                continue;
            }
            var column = indent + (line.AsSpan(indent).StartsWith("- ") ? 2 : 0);
            var below = IsPlainWithHole(line) ? ContinuedOn(lines, at, column) : 0;
            for (var i = 1; i <= below; i++)
                line += " " + lines[at + i].Trim();
            line = Structural(line);
            yaml.Append(line).Append('\n', below + 1);
            at += below;
            if (BlockStart().IsMatch(line))
                block = column;
        }
        return yaml.ToString();
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;

    private static bool IsPlainWithHole(string line) =>
        (line.Contains(Mark) || line.Contains("{{", StringComparison.Ordinal))
        && Key().Match(line.Replace(Mark.ToString(), "", StringComparison.Ordinal)) is { Success: true } match
        && match.Groups["key"].Length > 0
        && match.Groups["value"].Value.Trim() is { Length: > 0 } value
        && value[0] is not ('|' or '>' or '&' or '*' or '#' or '"' or '\'');

    /// <summary>How many lines below a plain value belong to it: those that stand further to the right than its key.</summary>
    private static int ContinuedOn(string[] lines, int at, int column)
    {
        var count = 0;
        while (at + count + 1 < lines.Length && lines[at + count + 1].Trim().Length > 0 && IndentOf(lines[at + count + 1]) > column)
            count++;
        return count;
    }

    /// <summary>A line of YAML: a hole alone is nothing that can be read, and a value with a hole, or of a literal, is quoted.</summary>
    private static string Structural(string line)
    {
        if (!line.Contains(Mark) && !line.Contains("{{", StringComparison.Ordinal))
            return line;
        var clean = line.Replace(Mark.ToString(), "", StringComparison.Ordinal);
        if (Key().Match(clean) is not { Success: true } match)
            return "";
        var value = match.Groups["value"].Value.Trim();
        var isKey = match.Groups["key"].Length > 0;
        var isItem = !isKey && match.Groups["head"].Value.Contains('-', StringComparison.Ordinal);
        // `- {{ include "rule" . }}`, or that alone on a line, may be anything.
        if (!isKey && HoleAlone().IsMatch(value))
            return "";
        // The rest of a text that began on a line above; at the margin, a part that is put in elsewhere.
        if (!isKey && !isItem)
            return clean is [' ', ..] ? clean : "";
        if (value.Length == 0)
            return clean;
        if (value is ['|' or '>' or '&' or '*' or '#', ..])
            return clean;
        if (value[0] is '"' or '\'' && (value.Length < 2 || value[^1] != value[0]))
            return clean;
        if (value[0] is '\'' or '"')
            value = value[0] == '"' ? Unescaped(value[1..^1]) : value[1..^1].Replace("''", "'", StringComparison.Ordinal);
        return $"{match.Groups["head"].Value}'{value.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static string Unescaped(string text) =>
        text.Replace("\\n", " ", StringComparison.Ordinal)
            .Replace("\\t", " ", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal);

    // Where a literal was put in.
    private const char Mark = '\uE000';

    private static string Filled(string text)
    {
        var filled = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var start = NextBrace(text, at);
            if (start < 0 || End(text, start) is not { } end)
            {
                filled.Append(text.AsSpan(at));
                break;
            }
            filled.Append(text.AsSpan(at, start - at));
            var body = text[(start + 2)..(end - 2)];
            var action = body.Trim('-', ' ', '\t', '\r', '\n', '~');
            var lines = body.AsSpan().Count('\n');
            if (ChoiceOnLine(text, start, end) is { } choice)
            {
                filled.Append("{{ choice }}");
                end = choice;
            }
            else if (text[start + 1] != '{' || IsControl(action))
                filled.Append('\n', lines);
            else if (Literal(action) is { } literal)
                filled.Append(Mark).Append(literal).Append('\n', Math.Max(0, lines - literal.AsSpan().Count('\n')));
            else
                filled.Append("{{ ").Append(action.ReplaceLineEndings(" ")).Append(" }}").Append('\n', lines);
            at = end;
        }
        return filled.ToString();
    }

    /// <summary>
    /// Behind the <c>end</c> of a condition that begins and ends on one line: which of its texts it gives, nobody knows here.
    /// </summary>
    private static int? ChoiceOnLine(string text, int start, int end)
    {
        if (!Condition().IsMatch(text[start..end]))
            return null;
        var stop = text.IndexOf('\n', end) is >= 0 and var next ? next : text.Length;
        return ConditionEnd().EnumerateMatches(text.AsSpan(end, stop - end)) is var ends && ends.MoveNext()
            ? end + ends.Current.Index + ends.Current.Length
            : null;
    }

    private static int NextBrace(string text, int from)
    {
        for (var at = from; (at = text.IndexOf('{', at)) >= 0; at++)
            if (at + 1 < text.Length && text[at + 1] is '{' or '%' or '#')
                return at;
        return -1;
    }

    /// <summary>Behind the braces that close it; those in a text between quotes do not.</summary>
    private static int? End(string text, int start)
    {
        var close = text[start + 1] == '{' ? "}}" : text[start + 1] + "}";
        var quote = '\0';
        var isComment = text[start + 1] == '#' || text.AsSpan(start + 2).TrimStart("- ").StartsWith("/*");
        for (var at = start + 2; at + 1 < text.Length; at++)
        {
            if (quote != '\0')
            {
                if (text[at] == '\\' && quote == '"')
                    at++;
                else if (text[at] == quote)
                    quote = '\0';
            }
            else if (text.AsSpan(at).StartsWith(close))
                return at + 2;
            else if (!isComment && text[at] is '"' or '`' or '\'')
                quote = text[at];
        }
        return null;
    }

    private static bool IsControl(string action) =>
        action.StartsWith("/*", StringComparison.Ordinal)
        || action.Contains(":=", StringComparison.Ordinal)
        || action.Length == 0
        || Control.Contains(action.Split(' ', '\n', '\t')[0]);

    /// <summary>The text of an action that is nothing but one text; null for any other.</summary>
    private static string? Literal(string action) =>
        action is [('`' or '"' or '\'') and var quote, .., var last]
        && action.Length >= 2
        && last == quote
        && !action.AsSpan(1, action.Length - 2).Contains(quote)
            ? quote == '"'
                ? Unescaped(action[1..^1])
                : action[1..^1]
            : null;

    [GeneratedRegex(
        @"^\s*\{\{-?\s*(if|range|with|define|end|include|template|/\*|\$\w+\s*:=)|\{\{-?\s*[`""'(]|\{\{[^{}\n]*\.(Values|Release|Chart)\.|"
            + @"\{%|\$\{\{",
        RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Signs();

    // A key, or the dash of a list, and what stands behind it.
    [GeneratedRegex(
        @"^(?<head>[ ]*(?:-[ ]+)*(?<key>(?:[^\s""'{}\[\]:#,&*!|>%@`-][^\s:#]*|""[^""]*""|'[^']*'):(?=\s|$))?[ ]*)(?<value>.*)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Key();

    [GeneratedRegex(@"^(\{\{|\{%)-?\s*(if|with|range|for)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Condition();

    [GeneratedRegex(@"(\{\{-?\s*end\s*-?\}\}|\{%-?\s*end(if|for)\s*-?%\})", RegexOptions.NonBacktracking)]
    private static partial Regex ConditionEnd();

    [GeneratedRegex(@"^\{\{[^{}]*\}\}$", RegexOptions.NonBacktracking)]
    private static partial Regex HoleAlone();

    [GeneratedRegex(@":\s+[|>][-+0-9]*\s*(#.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex BlockStart();
}
