using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB113: a runbook says what to do, but not how one knows that it worked.</summary>
internal static partial class NoVerification
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where RequiredSection.Of(page.Document, SectionKind.Remediation) == RequiredSection.State.Written && !IsVerified(page.Document)
        select CheckedContent.Finding(
            FindingCodes.NoVerification,
            Severity.Note,
            page.Document,
            page.Document.Sections.First(s => s.Kind == SectionKind.Remediation).Line,
            "Nothing says how to see that the remediation worked. Add a section Verification, or `Expect:` to its last step."
        );

    public static bool IsVerified(Document document) =>
        document.Sections.Any(s => s.Kind == SectionKind.Verification && s.Text.Length > 0)
        || document
            .Sections.Where(s => s.Kind == SectionKind.Remediation)
            .Any(s => s.Steps.Any(t => t.Expect is not null) || Checking().IsMatch(s.Text));

    [GeneratedRegex(
        @"\b(verif(y|ies|ied)|confirm|make sure|ensure|(you|it) should (now )?(see|be|show|say|return)|should (now )?(disappear|resolve|clear|recover)|until (the|it|all))\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Checking();
}
