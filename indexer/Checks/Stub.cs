using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB110: a runbook whose whole file is shorter than what one needs to say what to do.</summary>
internal static class Stub
{
    /// <summary>Characters of the file, front matter included.</summary>
    public const int MinCharacters = 500;

    public static bool Is(CheckedPage page) => page.Text.Length < MinCharacters;

    /// <summary>The same for a page whose file is not at hand: the text that was kept, else its body.</summary>
    public static bool Is(Document page, KnowledgeBase knowledge) =>
        (
            knowledge.Readings.FirstOrDefault(r => r.Name == page.Source)?.Files.FirstOrDefault(f => f.Path == page.Path)?.Text
            ?? page.Markdown
        ).Length < MinCharacters;

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where Is(page)
        select CheckedContent.Finding(
            FindingCodes.Stub,
            Severity.Warning,
            page.Document,
            1,
            $"The file has {page.Text.Length} characters, below {MinCharacters}: hardly more than headings. Write what to check and what to do."
        );
}
