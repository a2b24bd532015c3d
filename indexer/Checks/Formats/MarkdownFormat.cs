using System.Text;

namespace Knowledge.Indexer.Checks.Formats;

/// <summary>A table for a pull-request comment or a step summary, below the 1 MiB that one may have.</summary>
internal static class MarkdownFormat
{
    private const int MaxCharacters = 400_000;

    public static string Write(CheckReport report)
    {
        var text = new StringBuilder();
        var count = report.New.Count;
        var found =
            count == 0 ? "nothing found"
            : count == 1 ? "1 finding"
            : $"{count} findings";
        var accepted = report.All.Count > count ? $", {report.All.Count - count} accepted by the baseline" : "";
        text.Append($"**{report.Documents} documents, {found}**{accepted}\n");
        if (count == 0)
            return text.ToString();
        text.Append("\n| severity | code | where | what |\n|---|---|---|---|\n");
        var shown = 0;
        foreach (var reported in report.New.OrderByDescending(f => f.Finding.Severity).TakeWhile(_ => text.Length < MaxCharacters))
        {
            var (finding, path, _, _) = reported;
            var severity = finding.Severity.ToString().ToLowerInvariant();
            var place = path.Length == 0 ? Cell(finding.Source ?? "") : $"{Cell(path)}:{finding.Line}";
            text.Append($"| {severity} | {finding.Code} | {place} | {Cell(reported.Text)} |\n");
            shown++;
        }
        if (shown < count)
            text.Append($"\nAnd {count - shown} more.\n");
        return text.ToString();
    }

    // Nothing in content may become a link, a mention, a tag or the end of a cell; code marks of our own messages go too.
    private static string Cell(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if (char.IsControl(c))
                safe.Append(' ');
            else if (c is '`')
                continue;
            else if (c is '<')
                safe.Append("&lt;");
            else if (c is '&')
                safe.Append("&amp;");
            else if (c is '@')
                safe.Append("&#64;");
            else if (c is ':')
                safe.Append("&#58;");
            else if (c is '|' or '\\' or '*' or '_' or '[' or ']' or '!' or '#' or '~' or '$')
                safe.Append('\\').Append(c);
            else
                safe.Append(c);
        return safe.ToString();
    }
}
