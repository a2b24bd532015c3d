namespace Knowledge.Content.Documents;

/// <summary>Tells what a page is from its name, its place and its headings; front matter only overrides.</summary>
internal static class KindDetection
{
    // csharpier-ignore
    private static readonly string[] ProjectFiles =
    [
        "license", "licence", "copying", "notice", "changelog", "contributing", "code_of_conduct", "code-of-conduct", "security",
        "authors", "maintainers", "governance", "pull_request_template", "issue_template",
    ];

    /// <summary>Why a page is not served, or null when it is one.</summary>
    public static string? NotADocument(string path, IReadOnlyList<ParsedSection> sections)
    {
        var name = Name(path);
        if (ProjectFiles.Contains(name))
            return "project file";
        if (name == "_index")
            return "index page";
        // A template, by its name, is one when it was not filled in: a page about an "e-mail template" has text.
        if (Words(path).Any(w => w is "template" or "templates") && IsHollow(sections))
            return "template";
        var hasSteps = sections.Any(s => s.Section.Steps.Count > 0);
        if (name is "readme" or "index" && !hasSteps)
            return "index page";
        return sections.All(s => s.Section.Text.Length == 0) && sections.All(s => s.Section.HeadingPath.Count < 2) ? "empty page" : null;
    }

    public static DocumentKind KindOf(FrontMatter frontMatter, string sourceTitle, string path, IReadOnlyList<ParsedSection> sections)
    {
        switch (frontMatter.Kind)
        {
            case "runbook":
                return DocumentKind.Runbook;
            case "postmortem":
                return DocumentKind.Postmortem;
            case "article":
                return DocumentKind.Article;
        }
        var kinds = sections.Select(s => s.Section.Kind).ToHashSet();
        var words = Words($"{sourceTitle}/{path}").ToHashSet();
        var retrospective = new[] { SectionKind.Timeline, SectionKind.Actions, SectionKind.Lessons }.Count(kinds.Contains);
        if (
            retrospective >= 2
            || frontMatter.Searched.Count > 0
            || frontMatter.Surfaces.Count > 0
            || (retrospective >= 1 && words.Overlaps(["postmortem", "postmortems", "incident", "incidents", "outage", "outages", "rca"]))
            || words.Overlaps(["postmortem", "postmortems"])
        )
            return DocumentKind.Postmortem;
        return
            kinds.Overlaps([SectionKind.Diagnosis, SectionKind.Remediation, SectionKind.Symptoms, SectionKind.Causes])
            || frontMatter.Alerts.Count > 0
            || frontMatter.Symptoms.Count > 0
            || words.Overlaps(["runbook", "runbooks", "playbook", "playbooks"])
            ? DocumentKind.Runbook
            : DocumentKind.Article;
    }

    private static bool IsHollow(IReadOnlyList<ParsedSection> sections)
    {
        var leaves = sections.Where(s => s.Section.HeadingPath.Count > 1).ToList();
        return leaves.Count == 0 || leaves.Count(s => s.Section.Text.Count(char.IsLetter) < 8) * 3 >= leaves.Count;
    }

    private static string Name(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : name;
    }

    private static string[] Words(string path) =>
        DocumentId
            .WithoutMarkdownExtension(path)
            .ToLowerInvariant()
            .Replace("post-mortem", "postmortem", StringComparison.Ordinal)
            .Split(['/', '-', '_', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
}
