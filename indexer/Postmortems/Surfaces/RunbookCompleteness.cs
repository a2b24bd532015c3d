using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Whether a runbook is more than headings, and says how one sees that it worked.</summary>
public static partial class RunbookCompleteness
{
    /// <summary>A file that is shorter is a stub; in characters, front matter included.</summary>
    public const int MinCharacters = 500;

    /// <summary>Judged by its file; where that is not at hand, by its body.</summary>
    public static bool IsStub(Document page, KnowledgeBase knowledge) =>
        (
            knowledge.Snapshots.FirstOrDefault(r => r.Name == page.Source)?.Files.FirstOrDefault(f => f.Path == page.Path)?.Text
            ?? page.Markdown
        ).Length < MinCharacters;

    /// <summary>What a runbook needs and does not have, each with its article; empty when it is complete.</summary>
    public static IReadOnlyList<string> MissingParts(Document runbook, KnowledgeBase knowledge)
    {
        var missing = new List<string>();
        if (!runbook.Sections.Any(s => s.Kind == SectionKind.Remediation && s.Steps.Count > 0))
            missing.Add("remediation steps");
        if (!HasVerification(runbook))
            missing.Add("a verification");
        if (knowledge.OwnerOf(runbook, default) is null)
            missing.Add("an owner");
        return missing;
    }

    /// <summary>Whether it says how one sees that it worked.</summary>
    public static bool HasVerification(Document document) =>
        document.Sections.Any(s => s.Kind == SectionKind.Verification && s.Text.Length > 0)
        || document
            .Sections.Where(s => s.Kind == SectionKind.Remediation)
            .Any(s => s.Steps.Any(t => t.Expect is not null) || Checking().IsMatch(s.Text) || CheckHeading().IsMatch(s.Heading));

    [GeneratedRegex(@"\b(check|test|validate|confirm)(s|ing)?\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CheckHeading();

    [GeneratedRegex(
        @"\b(verif(y|ies|ied)|confirm|make sure|ensure|(you|it) should (now )?(see|be|show|say|return)|should "
            + @"(now )?(disappear|resolve|clear|recover)|until (the|it|all))\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Checking();
}
