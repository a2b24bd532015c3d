using System.Text.RegularExpressions;

namespace Knowledge.Bench.Corpus;

/// <summary>Reads text files, Markdown and reStructuredText: paragraphs between blank lines, headings by <c>#</c> or underline.</summary>
internal static partial class PlainPages
{
    public static Page Read(string text, string fallbackTitle)
    {
        var page = new PageBuilder();
        var block = new List<string>();
        var isFenced = false;
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isFenced = !isFenced;
            else if (isFenced)
                continue;
            else if (!string.IsNullOrWhiteSpace(line))
                block.Add(line.TrimEnd());
            else if (block.Count > 0)
            {
                Add(page, block);
                block.Clear();
            }
        }
        return page.Build(fallbackTitle);
    }

    private static void Add(PageBuilder page, List<string> block)
    {
        var lines = block.AsEnumerable();
        if (block.Count > 2 && Underline().IsMatch(block[0]))
            lines = lines.Skip(1);
        if (lines.First().StartsWith('#'))
        {
            page.AddHeading(lines.First().TrimStart('#'));
            lines = lines.Skip(1);
        }
        else if (lines.Skip(1).FirstOrDefault() is { } second && Underline().IsMatch(second))
        {
            page.AddHeading(lines.First());
            lines = lines.Skip(2);
        }
        // Directives and comments of reStructuredText, and indented blocks, which are mostly code.
        if (
            lines.All(l =>
                l.StartsWith("..", StringComparison.Ordinal) || l.StartsWith("    ", StringComparison.Ordinal) || l.StartsWith('\t')
            )
        )
            return;
        page.AddParagraph(
            Role()
                .Replace(string.Join(' ', lines), "$1")
                .Replace("`", "", StringComparison.Ordinal)
                .Replace("**", "", StringComparison.Ordinal)
        );
    }

    [GeneratedRegex(@"^([=\-~^""'#*+])\1{2,}$")]
    private static partial Regex Underline();

    [GeneratedRegex(@":[a-z:]+:`([^`<]+?)\s*(<[^>]*>)?`")]
    private static partial Regex Role();
}
