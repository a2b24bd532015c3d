using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>Makes a page of an issue.</summary>
public static partial class JiraPage
{
    private const int MaxActions = 200;

    /// <param name="actions">Issues that are its action items.</param>
    /// <param name="site">Address of the site; when null, that of the issue itself.</param>
    public static ImportedPage Of(JiraIssue issue, JiraRole role, IReadOnlyList<JiraReference> actions, Uri? site)
    {
        site ??= issue.Site;
        var files = issue
            .Attachments.GroupBy(a => a.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Link, StringComparer.Ordinal);
        var (description, pictures) = MarkdownWriter.Write(issue.Description, Resolve);
        var (environment, more) = MarkdownWriter.Write(issue.Environment, Resolve, highestLevel: 3);
        var sections = new List<string>();
        if (description.Length > 0)
            sections.Add(description);
        if (environment.Length > 0)
            sections.Add($"## Environment\n\n{environment}");
        if (actions.Count > 0)
            sections.Add($"## Action items\n\n{string.Join('\n', actions.Take(MaxActions).Select(a => Item(a, site)))}");
        // An action on its own says what is to be done and whether it was, even when nobody described it.
        if (role == JiraRole.Action)
            sections.Add($"## Action item\n\n{Item(new(issue.Key, issue.Type, issue.Summary, issue.IsDone), site)}");
        return new()
        {
            Origin = new(JiraIssue.System, issue.Key, Link(issue.Key, site)),
            Title = issue.Summary,
            Kind = role == JiraRole.Postmortem ? "postmortem" : "article",
            Tags = [.. issue.Labels, .. role == JiraRole.Action ? ["action"] : Array.Empty<string>()],
            Services = issue.Components,
            Date = issue.Created is { } created ? DateOnly.FromDateTime(created.UtcDateTime) : null,
            Severity = role == JiraRole.Postmortem ? issue.Priority : null,
            Resolved = role == JiraRole.Postmortem ? issue.Resolved : null,
            Body = AttachmentList.Append(string.Join("\n\n", sections), issue.Attachments.Concat(pictures).Concat(more)),
        };

        // An issue is linked to by its key, a file of its own by its name.
        string? Resolve(string url) =>
            Key().IsMatch(url) ? Link(url, site)
            : files.TryGetValue(url.TrimStart('^'), out var file) ? file
            : MarkdownWriter.AbsoluteOnly(url);
    }

    private static string Item(JiraReference action, Uri? site)
    {
        var key = MarkdownText.Escape(action.Key, inCell: false);
        var summary = MarkdownText.Escape(action.Summary, inCell: false).Trim();
        var source = Link(action.Key, site) is { } link ? $"[{key}]({link})" : key;
        return $"- [{(action.IsDone ? 'x' : ' ')}] {summary} ({source})";
    }

    private static string? Link(string key, Uri? site) =>
        site is null ? null : new Uri(site, $"browse/{Uri.EscapeDataString(key)}").AbsoluteUri;

    [GeneratedRegex("^[A-Z][A-Z0-9_]{1,30}-[0-9]{1,10}$", RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
