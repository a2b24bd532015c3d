using System.Text;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads the templates in labels and annotations of rules: <c>{{ $labels.client }}</c> is a hole that each alert fills with its own value,
/// written <c>{client}</c>; what is computed (<c>{{ $value | humanize }}</c>) is <c>{value}</c>, and control flow leaves nothing.
/// </summary>
/// <remarks>Shape: prometheus.io, "Template reference"; Grafana, "Template annotations and labels".</remarks>
public static class AlertTemplate
{
    private const string Labels = "$labels.";

    public static string WithPlaceholders(string text) => Replace(text, placeholder => placeholder is null ? "" : $"{{{placeholder}}}");

    /// <summary>Puts in what is known before the alert fires, such as <c>alertname</c>; null when a hole stays open.</summary>
    public static string? Expand(string text, IReadOnlyDictionary<string, string> labels)
    {
        var open = false;
        var filled = Replace(
            text,
            hole =>
            {
                if (hole is not null && labels.TryGetValue(hole, out var value))
                    return value;
                open = true;
                return "";
            }
        );
        return open ? null : filled;
    }

    private static string Replace(string text, Func<string?, string> fill)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var start = text.IndexOf("{{", at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : text.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0)
            {
                result.Append(text.AsSpan(at));
                break;
            }
            result.Append(text.AsSpan(at, start - at)).Append(fill(PlaceholderOf(text[(start + 2)..end].Trim('-', ' ', '\t', '\n'))));
            at = end + 2;
        }
        return result.ToString().Trim();
    }

    /// <summary>Name of what an action prints; null for control flow, comments and assignments.</summary>
    private static string? PlaceholderOf(string action)
    {
        if (action.StartsWith("/*", StringComparison.Ordinal) || action.Contains(":=", StringComparison.Ordinal))
            return null;
        if (
            action.Split(' ', 2)[0]
            is "if"
                or "else"
                or "end"
                or "range"
                or "with"
                or "define"
                or "template"
                or "block"
                or "break"
                or "continue"
        )
            return null;
        var at = action.IndexOf(Labels, StringComparison.Ordinal);
        if (at < 0)
            return "value";
        var name = string.Concat(action.Skip(at + Labels.Length).TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        return name.Length == 0 ? "value" : name;
    }
}
