using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB112: a runbook without a single piece of code, inline or in a block.</summary>
internal static partial class NoCommand
{
    public static bool Is(CheckedPage page) => page.Elements.Codes.All(c => string.IsNullOrWhiteSpace(c.Text));

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where Is(page) && IsForTyping(page)
        select CheckedContent.Finding(
            FindingCodes.NoCommand,
            Severity.Note,
            page.Document,
            1,
            "There is no command on the page. Write those that one would type, ready to be copied."
        );

    // A page about a team or a rule, an index, what leads on to other pages, and what is done with a mouse need no command.
    private static bool IsForTyping(CheckedPage page) =>
        !page.IsIndex
        && RequiredSection.IsForIncidents(page.Document)
        && page.Document.Sections.Any(s =>
            s.Kind == SectionKind.Diagnosis && s.Text.Length > 0
            || s.Kind == SectionKind.Remediation && s.Steps.Count > 0 && TellsWhatIsSeen(page.Document)
        )
        && !page.Document.Sections.Any(s => s.Kind is SectionKind.Diagnosis or SectionKind.Remediation && WithMouse().IsMatch(s.Text));

    private static bool TellsWhatIsSeen(Document document) =>
        document.FrontMatter.Alerts.Count > 0
        || document.Sections.Any(s => s.Kind is SectionKind.Symptoms or SectionKind.Impact or SectionKind.Causes);

    [GeneratedRegex(
        @"\b(click(ing|s)?|button|menu|drop-?down|sidebar|tick|navigate|browse|select the|in the console|dashboard page|"
            + @"klicken|cliquez|cliquer|haga clic|clique)\b|点击|單擊|单击|クリック|클릭",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex WithMouse();
}
