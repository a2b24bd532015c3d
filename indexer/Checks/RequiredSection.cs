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
        // What to do stands somewhere, but not where it is looked for.
        let isElsewhere = Of(page.Document, SectionKind.Remediation) != State.Written && SaysWhatToDo(page)
        from kind in Kinds
        let state = Of(page.Document, kind)
        where
            state != State.Written
            && !(state == State.Missing && page.IsIndex)
            && (state == State.Empty || IncidentPages.Is(page.Document))
            && !(kind == SectionKind.Diagnosis && state == State.Missing && NeedsNoDiagnosis(page.Document))
        let name = kind.ToString()
        select CheckedContent.Finding(
            FindingCodes.RequiredSection,
            (kind == SectionKind.Remediation && isElsewhere) || (kind == SectionKind.Diagnosis && state == State.Missing)
                ? Severity.Note
                : Severity.Warning,
            page.Document,
            page.Document.Sections.FirstOrDefault(s => s.Kind == kind)?.Line ?? 1,
            isElsewhere && state == State.Missing && kind == SectionKind.Remediation
                    ? "What to do stands below no heading that says so, and no card has it. Name its section Remediation."
                : state == State.Missing ? $"There is no section {name}. Add one: {Advice(kind)}"
                : $"The section {name} says nothing yet. Write {Advice(kind)}",
            name.ToLowerInvariant()
        );

    // A procedure, and a page that says which command helps against the one thing that it can be: there is nothing to tell apart.
    private static bool NeedsNoDiagnosis(Document document) =>
        Of(document, SectionKind.Remediation) == State.Written
        && document.Causes.Count(c => c.Check is null) < 2
        && (
            document.Sections.All(s => s.Kind is not (SectionKind.Symptoms or SectionKind.Impact or SectionKind.Causes))
            || document.Sections.Any(s => s.Kind == SectionKind.Remediation && s.Steps.Any(step => (step.Command ?? step.Code) is not null))
        );

    private static bool SaysWhatToDo(CheckedPage page) =>
        page.Elements.Codes.Any(c => c.IsBlock)
        || page.Lines.Any(l => Numbered().IsMatch(l) || IsBoldHeading(l))
        // "You may need to increase it", "try to restart the pods".
        || page.Document.Sections.Any(s => s.Kind == SectionKind.Diagnosis && ActionWords.TellsARemedy(s.Text));

    [GeneratedRegex(@"^\s{0,8}([0-9]{1,2}[.)]|\.{1,3}) \S", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();

    // "**Solution:**" alone on a line looks like a heading, and is none.
    private static bool IsBoldHeading(string line) =>
        BoldLine().Match(line) is { Success: true } bold
        && HeadingLexicon.BuiltIn.KindOf(bold.Groups["words"].Value) == SectionKind.Remediation;

    [GeneratedRegex(
        @"^\s*(\*\*|__)(?<words>[^*_]{2,60}?)\s*[:：]?\s*(\*\*|__)\s*[:：]?\s*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BoldLine();

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
