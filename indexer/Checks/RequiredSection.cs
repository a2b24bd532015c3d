using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB111: a runbook without a Diagnosis or a Remediation, or with one that says nothing.</summary>
internal static partial class RequiredSection
{
    public static IReadOnlyList<SectionKind> Kinds { get; } = [SectionKind.Diagnosis, SectionKind.Remediation];

    private static readonly string[] OfRunbooks = ["runbook", "runbooks", "playbook", "playbooks", "sop", "sops", "alerts", "incidents"];

    // As documentation is sorted by what it is for (diataxis.fr).
    private static readonly string[] OfExplanations =
    [
        "concepts",
        "concept",
        "explanations",
        "explanation",
        "reference",
        "references",
        "tutorial",
        "tutorials",
    ];

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
            && (
                state == State.Empty
                || IsForIncidents(page.Document)
                || kind == SectionKind.Remediation && isElsewhere && IsAmongRunbooks(page.Document)
            )
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

    /// <summary>
    /// Whether a page is one for incidents: it belongs to an alert, lies among runbooks, or tells what is seen and why. Explanations and
    /// tutorials say what to check, and what problem a thing solves, as well.
    /// </summary>
    public static bool IsAboutAFailure(Document document)
    {
        if (document.FrontMatter.Alerts.Count > 0 || IsNamedAsAlert(document))
            return true;
        var isAmongRunbooks = IsAmongRunbooks(document);
        return !Places(document).Any(OfExplanations.Contains)
            && document.Sections.Any(s =>
                s.Kind switch
                {
                    SectionKind.Symptoms or SectionKind.Impact or SectionKind.Causes => true,
                    SectionKind.Diagnosis => isAmongRunbooks || HeadingLexicon.BuiltIn.IsPlain(s.Heading),
                    SectionKind.Remediation => isAmongRunbooks,
                    _ => false,
                }
            );
    }

    private static bool IsNamedAsAlert(Document document) => document.OtherTitles.Prepend(document.Title).Any(AlertName().IsMatch);

    // As rules name alerts: KubePodCrashLooping.
    [GeneratedRegex("^[A-Z][A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]{4,}$", RegexOptions.NonBacktracking)]
    private static partial Regex AlertName();

    /// <summary>
    /// The same, by more than one word of a heading: what belongs to an alert, lies among runbooks, says Diagnosis itself, or names
    /// symptoms and causes.
    /// </summary>
    public static bool IsForIncidents(Document document) =>
        IsAboutAFailure(document)
        && (
            document.FrontMatter.Alerts.Count > 0
            || IsNamedAsAlert(document)
            || IsAmongRunbooks(document)
            || document.Sections.Any(s => s.Kind == SectionKind.Diagnosis && HeadingLexicon.BuiltIn.IsPlain(s.Heading))
            || document.Sections.Any(s => s.Kind == SectionKind.Symptoms) && document.Sections.Any(s => s.Kind == SectionKind.Causes)
        );

    private static bool IsAmongRunbooks(Document document) => Places(document).Any(OfRunbooks.Contains);

    private static string[] Places(Document document) => document.Path.ToLowerInvariant().Split('/', '.', '-', '_', ' ');

    // A procedure, and a page that says which command helps against the one thing that it can be: there is nothing to tell apart.
    private static bool NeedsNoDiagnosis(Document document) =>
        Of(document, SectionKind.Remediation) == State.Written
        && document.Causes.Count(c => c.Check is null) < 2
        && (
            document.Sections.All(s => s.Kind is not (SectionKind.Symptoms or SectionKind.Impact or SectionKind.Causes))
            || document.Sections.Any(s => s.Kind == SectionKind.Remediation && s.Steps.Any(step => step.Command is not null))
        );

    private static bool SaysWhatToDo(CheckedPage page) =>
        page.Elements.Codes.Any(c => c.IsBlock)
        || page.Lines.Any(l => Numbered().IsMatch(l) || IsBoldHeading(l))
        || page.Document.Sections.Any(s => s.Kind == SectionKind.Diagnosis && ToDo().IsMatch(s.Text));

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

    // Among what to look at it says what helps: "you may need to increase it", "try to restart the pods".
    [GeneratedRegex(
        @"(^|[.,;:]\s|\b(to|may|might|will|should|can|could|then|please|and|or|consider|so)\s)"
            + @"(increas(e|ing)|decreas(e|ing)|scal(e|ing)|restart(ing)?|redeploy|reboot|kill|delet(e|ing)|remov(e|ing)|roll back|revert|"
            + @"upgrad(e|ing)|retr(y|ies)|contact|escalate|drain|replac(e|ing)|resiz(e|ing)|free up|clean up|rotate|renew|updat(e|ing))\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex ToDo();

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
