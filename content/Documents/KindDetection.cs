using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>Tells what a page is from its name, its place and its headings; front matter only overrides.</summary>
internal static partial class KindDetection
{
    // csharpier-ignore
    private static readonly string[] ProjectFiles =
    [
        "license", "licence", "copying", "notice", "changelog", "contributing", "code_of_conduct", "code-of-conduct", "security",
        "authors", "maintainers", "governance", "pull_request_template", "issue_template",
    ];

    private static readonly string[] OfGuides = ["runbook", "runbooks", "playbook", "playbooks", "sop", "sops"];
    private static readonly string[] OfPostmortems = ["postmortem", "postmortems"];
    private static readonly string[] OfIncidents = ["incident", "incidents", "outage", "outages", "rca"];
    private static readonly string[] OfPlans = ["response", "management", "handling", "process", "preparation", "roles", "training"];
    private static readonly string[] Decisions =
    [
        "decision",
        "decisions",
        "outcome",
        "entscheidung",
        "décision",
        "decisión",
        "decisione",
        "决定",
        "決定",
    ];
    private static readonly string[] OfTemplates = ["template", "vorlage", "plantilla", "modèle"];
    private static readonly string[] OfDecisions = ["adr", "adrs", "decisions", "madr"];

    /// <summary>
    /// Words beside its links that make a README or an index a page: an introduction to a list of links has fewer.
    /// </summary>
    private const int MinContentWords = 30;

    /// <summary>Why a page is not served, or null when it is one.</summary>
    /// <param name="hasTitle">Whether its front matter names it.</param>
    public static string? NotADocument(string path, bool hasTitle, IReadOnlyList<ParsedSection> sections)
    {
        var name = Name(path);
        if (ProjectFiles.Contains(name))
            return "project file";
        // A template, by its name, is one when it was not filled in: a page about an "e-mail template" has text.
        if (Words(path).Any(w => w is "template" or "templates") && IsHollow(sections))
            return "template";
        if (IsIndexName(name) && !HasContent(sections))
            return "index page";
        return sections.Count == 0 && !hasTitle ? "empty page" : null;
    }

    /// <summary>Whether a file of this name, without folder and ending, stands for its folder.</summary>
    public static bool IsIndexName(string name) => name.ToLowerInvariant() is "readme" or "index" or "_index";

    // What leads to other pages is no content; a procedure, a timeline, a command or a paragraph of its own is.
    private static bool HasContent(IReadOnlyList<ParsedSection> sections) =>
        sections.Any(s => s.Section.Steps.Count > 0 || s.Section is { Kind: not SectionKind.Other, Text.Length: > 0 })
        || sections.SelectMany(s => s.Blocks).Any(b => b is CodeBlock || (b as ContainerBlock)?.Descendants<CodeBlock>().Any() == true)
        || sections.Sum(s => WordsOutsideLinks(s.Blocks)) >= MinContentWords;

    private static int WordsOutsideLinks(IEnumerable<Block> blocks) =>
        blocks
            .SelectMany(b => b.Descendants().Prepend(b))
            .OfType<LeafBlock>()
            .SelectMany(leaf => leaf.Inline?.Descendants<LiteralInline>() ?? [])
            .Where(text => !text.FindParentOfType<LinkInline>().Any())
            .Sum(text => text.Content.ToString().Split(' ').Count(word => word.Any(char.IsLetter)));

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
        // One that is to be filled in tells of no incident.
        if (
            IsTemplate(path)
            && frontMatter.Date is null
            && !sections.Any(s => s.Section.Kind == SectionKind.Timeline && HasTime(s.Section.Text))
        )
            return KindOf(sourceTitle, path, frontMatter, sections) is var kind and not DocumentKind.Postmortem
                ? kind
                : DocumentKind.Article;
        return KindOf(sourceTitle, path, frontMatter, sections);
    }

    /// <summary>Whether the name of a page says that it is to be filled in.</summary>
    public static bool IsTemplate(string path) => Words(Name(path)).Any(w => w == "templates" || OfTemplates.Contains(w));

    /// <summary>
    /// Whether the title of a page is that of the template it was made from: several pages have "Incident response playbook template",
    /// and only their names tell them apart.
    /// </summary>
    public static bool IsTitleOfTemplate(string title, string path) =>
        Words(title) is { Length: > 1 } words
        && (OfTemplates.Contains(words[0]) || OfTemplates.Contains(words[^1]))
        && words.Any(w => OfGuides.Contains(w) || OfPostmortems.Contains(w) || OfIncidents.Contains(w))
        && !Words(path).Any(w => w == "templates" || OfTemplates.Contains(w));

    private static DocumentKind KindOf(string sourceTitle, string path, FrontMatter frontMatter, IReadOnlyList<ParsedSection> sections)
    {
        var kinds = sections.Select(s => s.Section.Kind).ToHashSet();
        var words = Words($"{sourceTitle}/{path}");
        if (
            frontMatter.Searched.Count > 0
            || frontMatter.Surfaces.Count > 0
            || words.Any(OfPostmortems.Contains)
            || IsTitled(frontMatter, sections)
        )
            return DocumentKind.Postmortem;
        if (IsDecision(words, sections))
            return DocumentKind.Article;
        var retrospective = new[] { SectionKind.Timeline, SectionKind.Actions, SectionKind.Lessons }.Count(kinds.Contains);
        if (!IsGuide(path, sections, words, kinds) && (retrospective >= 2 || (retrospective >= 1 && IsAboutAnIncident(words))))
            return DocumentKind.Postmortem;
        return
            IsAboutAFailure(sections, IsIndexName(Name(path)))
            || frontMatter.Alerts.Count > 0
            || frontMatter.Symptoms.Count > 0
            || words.Any(OfGuides.Contains) && !StandsForGuides(path, sourceTitle)
            ? DocumentKind.Runbook
            : DocumentKind.Article;
    }

    private static bool IsTitled(FrontMatter frontMatter, IReadOnlyList<ParsedSection> sections) =>
        (frontMatter.Title ?? sections.Select(s => s.Section.HeadingPath).FirstOrDefault(p => p.Count > 0)?[0]) is { } title
        && PostmortemTitle().IsMatch(title);

    // "Postmortem: checkout was down", "Checkout was down (post-mortem)"; not "Post-mortem process", "How to write a postmortem".
    [GeneratedRegex(
        @"^\W*post[- ]?mortem(\s*[:–—|\]]|\s+-\s|\s+[0-9])|[:–—|(\[]\s*post[- ]?mortem\W*$|\s-\s+post[- ]?mortem\W*$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex PostmortemTitle();

    // One short section such as "Longer-term solution" or "Problem" makes no runbook of an explanation, nor "Runbook check" of a README.
    private static bool IsAboutAFailure(IReadOnlyList<ParsedSection> sections, bool isIndex)
    {
        var told = sections
            .Select(s => s.Section)
            .Where(s => s.Kind is SectionKind.Diagnosis or SectionKind.Remediation or SectionKind.Symptoms or SectionKind.Causes)
            .ToList();
        return told.Any(s => s.Steps.Count > 0)
            || !isIndex
                && told.Count > 0
                && (IsNamedAsOne(sections) || told.Sum(s => s.Text.Length) * 5 >= sections.Sum(s => s.Section.Text.Length));
    }

    // "Troubleshooting of hot spots", "热点问题处理".
    private static bool IsNamedAsOne(IReadOnlyList<ParsedSection> sections) =>
        sections.Select(s => s.Section.HeadingPath).FirstOrDefault(p => p.Count > 0) is { } path
        && HeadingLexicon.BuiltIn.KindOf(path[0]) is (SectionKind.Diagnosis or SectionKind.Remediation);

    // The README of a folder of runbooks says what they are; that of a folder for one runbook is it.
    private static bool StandsForGuides(string path, string sourceTitle)
    {
        if (!IsIndexName(Name(path)))
            return false;
        var folders = path.Split('/')[..^1];
        return Words(folders.Length > 0 ? folders[^1] : sourceTitle).Any(OfGuides.Contains);
    }

    // A playbook says what to write down afterwards too, a timeline among it; only what happened has one with times in it.
    private static bool IsGuide(string path, IReadOnlyList<ParsedSection> sections, string[] words, HashSet<SectionKind> kinds) =>
        !Name(path).Contains("post_mortem", StringComparison.Ordinal)
        && !(kinds.Contains(SectionKind.Timeline) && sections.Any(s => s.Section.Kind == SectionKind.Timeline && HasTime(s.Section.Text)))
        && (
            Words(Name(path)).Any(OfGuides.Contains)
            || (
                sections.FirstOrDefault(s => s.Section.HeadingPath.Count > 0) is { } first
                && Words(first.Section.HeadingPath[0]).Any(OfGuides.Contains)
            )
            || (
                kinds.Overlaps([SectionKind.Diagnosis, SectionKind.Remediation])
                && (IsPlan(words) || (Words(path).Any(OfGuides.Contains) && !IsAboutAnIncident(words)))
            )
        );

    private static bool HasTime(string text) => Time().IsMatch(text);

    [GeneratedRegex(@"\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2} ?[ap]m\b", RegexOptions.NonBacktracking)]
    private static partial Regex Time();

    // "incident-response/" holds what to do in incidents, "incidents/" holds incidents.
    private static bool IsPlan(string[] words) =>
        words.Zip(words.Skip(1)).Any(w => OfIncidents.Contains(w.First) && OfPlans.Contains(w.Second));

    private static bool IsAboutAnIncident(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
            if (OfIncidents.Contains(words[i]) && !(i + 1 < words.Length && OfPlans.Contains(words[i + 1])))
                return true;
        return false;
    }

    // An architecture decision record: Context, Decision and Consequences, whatever else (Nygard, "Documenting architecture decisions").
    private static bool IsDecision(string[] words, IReadOnlyList<ParsedSection> sections)
    {
        // Looked at for every page: most have no such word in any heading.
        if (!sections.Any(s => Decisions.Any(d => s.Section.Heading.Contains(d, StringComparison.OrdinalIgnoreCase))))
            return false;
        var headings = sections.SelectMany(s => Words(s.Section.Heading)).ToHashSet();
        if (!headings.Overlaps(Decisions))
            return false;
        var around = new[] { "status", "context", "consequences", "alternatives", "options", "kontext", "konsequenzen", "contexte" };
        return headings.Count(around.Contains) >= (words.Any(OfDecisions.Contains) ? 1 : 2);
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
        PageFormats
            .WithoutExtension(path)
            .ToLowerInvariant()
            .Replace("post-mortem", "postmortem", StringComparison.Ordinal)
            .Split(['/', '-', '_', '.', ' ', ':', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
}
