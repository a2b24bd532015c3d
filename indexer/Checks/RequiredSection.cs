using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB111: a runbook without a Diagnosis or a Remediation, or with one that says nothing.</summary>
internal static partial class RequiredSection
{
    public static IReadOnlyList<SectionKind> Kinds { get; } = [SectionKind.Diagnosis, SectionKind.Remediation];

    public enum State
    {
        Written,
        Missing,
        Empty,
    }

    /// <summary>Empty: all sections of the kind together hold no letter or digit besides words such as "TODO".</summary>
    public static State Of(Document document, SectionKind kind)
    {
        var sections = document.Sections.Where(s => s.Kind == kind).ToList();
        if (sections.Count == 0)
            return State.Missing;
        return sections.Any(s => Filler().Replace(s.Text, "").Any(char.IsLetterOrDigit)) ? State.Written : State.Empty;
    }

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        from kind in Kinds
        let state = Of(page.Document, kind)
        where state != State.Written
        let name = kind.ToString()
        select CheckedContent.Finding(
            FindingCodes.RequiredSection,
            Severity.Warning,
            page.Document,
            page.Document.Sections.FirstOrDefault(s => s.Kind == kind)?.Line ?? 1,
            state == State.Missing
                ? $"There is no section {name}. Add one: {Advice(kind)}"
                : $"The section {name} says nothing yet. Write {Advice(kind)}",
            name.ToLowerInvariant()
        );

    private static string Advice(SectionKind kind) =>
        kind == SectionKind.Diagnosis
            ? "what to look at, with the command and what one should see."
            : "what to do, step by step, with the commands.";

    [GeneratedRegex(
        @"\b(todo|tbd|tbc|fixme|to be (done|written|added|defined)|n/?a|none|coming soon|work in progress|wip)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Filler();
}
