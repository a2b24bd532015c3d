using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// Tells pages for incidents, of which KB111, KB112 and KB113 speak, from guides, procedures, explanations and tutorials: those say
/// what to check, and what problem a thing solves, as well.
/// </summary>
internal static partial class IncidentPages
{
    private static readonly string[] OfRunbooks = ["runbook", "runbooks", "playbook", "playbooks", "sop", "sops", "alerts", "incidents"];

    // As documentation is sorted by what it is for (diataxis.fr, docs.djangoproject.com).
    // csharpier-ignore
    private static readonly string[] OfExplanations =
    [
        "concepts", "concept", "explanations", "explanation", "reference", "references", "tutorial", "tutorials", "topic", "topics",
    ];

    private static readonly SectionKind[] Kinds =
    [
        SectionKind.Symptoms,
        SectionKind.Impact,
        SectionKind.Causes,
        SectionKind.Diagnosis,
        SectionKind.Remediation,
    ];

    /// <summary>
    /// A page that belongs to an alert or has the name of one, lies among runbooks and has a section of theirs, names symptoms and
    /// causes or a remedy, or mostly says how to tell what is wrong. A guide that ends with Troubleshooting is none.
    /// </summary>
    public static bool Is(Document document)
    {
        if (document.FrontMatter.Alerts.Count > 0 || document.OtherTitles.Prepend(document.Title).Any(AlertName().IsMatch))
            return true;
        var places = document.Path.ToLowerInvariant().Split('/', '.', '-', '_', ' ');
        if (places.Any(OfExplanations.Contains))
            return false;
        var kinds = document.Sections.Select(s => s.Kind).ToHashSet();
        return places.Any(OfRunbooks.Contains)
            ? kinds.Overlaps(Kinds)
            : kinds.Contains(SectionKind.Symptoms) && kinds.Overlaps([SectionKind.Causes, SectionKind.Remediation])
                || IsMostlyDiagnosis(document);
    }

    private static bool IsMostlyDiagnosis(Document document)
    {
        var first = document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Diagnosis && HeadingLexicon.BuiltIn.IsPlain(s.Heading));
        return first is not null
            // What stands before it is what the page is about: how to set something up, and at its end what may go wrong.
            && document.Sections.All(s => s.Kind != SectionKind.Remediation || s.Line > first.Line)
            && document.Sections.Where(s => Kinds.Contains(s.Kind)).Sum(s => s.Text.Length) * 3
                >= document.Sections.Sum(s => s.Text.Length);
    }

    // As rules name alerts: KubePodCrashLooping.
    [GeneratedRegex("^[A-Z][A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]{4,}$", RegexOptions.NonBacktracking)]
    private static partial Regex AlertName();
}
