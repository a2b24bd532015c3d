using System.Text.Json;
using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>
/// Reads search result pages of Jira, all files twice: first which issue is linked to which postmortem, then the issues. One file
/// is in memory
/// at a time, and of all issues only what an action item shows.
/// </summary>
internal static class JiraImport
{
    public static IEnumerable<ImportItem> Read(
        IReadOnlyList<string> files,
        JiraTypes types,
        Uri? site,
        ImportLimits limits,
        ImportProgress progress,
        List<string> notes
    )
    {
        var postmortems = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var actions = new Dictionary<string, Dictionary<string, JiraReference>>(StringComparer.OrdinalIgnoreCase);
        var lone = new Dictionary<string, (JiraReference Issue, IReadOnlyList<string> Ties)>(StringComparer.OrdinalIgnoreCase);
        var (found, said) = (0, 0L);
        for (var i = 0; i < files.Count; i++)
        {
            progress("looking for links between issues", i, files.Count);
            foreach (var (issue, total) in Issues(files[i], limits, i == 0 ? notes : []))
            {
                said = Math.Max(said, total);
                found++;
                if (issue is null)
                    continue;
                switch (types.RoleOf(issue.Type))
                {
                    case JiraRole.Postmortem:
                        postmortems.Add(issue.Key);
                        foreach (var linked in issue.Linked)
                            if (linked.Type.Length > 0 && types.RoleOf(linked.Type) == JiraRole.Action)
                                Link(issue.Key, linked);
                        break;
                    case JiraRole.Action when lone.Count < limits.MaxItems:
                        lone[issue.Key] = (
                            new(issue.Key, issue.Type, issue.Summary, issue.IsDone),
                            [.. issue.Linked.Select(l => l.Key).Concat(issue.Parent is { } parent ? [parent] : [])]
                        );
                        break;
                }
            }
        }
        foreach (var (issue, links) in lone.Values)
        foreach (var postmortem in links.Where(postmortems.Contains))
            Link(postmortem, issue);
        if (said > found)
            notes.Add($"The search found {said:N0} issues, of which these files hold {found:N0}; get the other pages too.");
        var linkedActions = actions
            .Where(a => postmortems.Contains(a.Key))
            .SelectMany(a => a.Value.Keys)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var merged = 0;

        for (var i = 0; i < files.Count; i++)
        {
            progress("importing issues", i, files.Count);
            foreach (var (issue, _) in Issues(files[i], limits, []))
            {
                if (issue is null)
                {
                    yield return new ImportItem.Skipped("", "", "an issue without key and fields");
                    continue;
                }
                var role = types.RoleOf(issue.Type);
                if (role == JiraRole.Skip)
                    yield return new ImportItem.Skipped(issue.Key, issue.Summary, "its type is skipped");
                else if (role == JiraRole.Action && linkedActions.Contains(issue.Key))
                    merged++;
                else
                    yield return new ImportItem.Ready(
                        JiraPage.Of(
                            issue,
                            role,
                            role == JiraRole.Postmortem && actions.TryGetValue(issue.Key, out var own)
                                ? [.. own.Values.OrderBy(a => a.Key, StringComparer.Ordinal)]
                                : [],
                            site
                        )
                    );
            }
        }
        if (merged > 0)
            notes.Add($"Issues that stand as action items in the postmortem that they are linked to: {merged:N0}.");

        void Link(string postmortem, JiraReference action)
        {
            if (!actions.TryGetValue(postmortem, out var own))
                actions[postmortem] = own = new(StringComparer.OrdinalIgnoreCase);
            own[action.Key] = action;
        }
    }

    /// <summary>The issues of a file, null for what is none, each with the number of issues that the search says it found.</summary>
    private static IEnumerable<(JiraIssue? Issue, long Total)> Issues(string file, ImportLimits limits, List<string> notes)
    {
        var (text, guessed) = ImportText.ReadAll(file, limits);
        if (guessed is not null)
            notes.Add($"'{file}' is not UTF-8; it was read as {guessed}.");
        using var json = ImportJson.Read(file, text, limits);
        var root = json.RootElement;
        var issues =
            JiraIssue.IssuesOf(root)
            ?? throw new ImportException($"'{file}' holds no issues: expected {{\"issues\": […]}} as the issue search gives it");
        var total =
            root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("total", out var reported)
            && reported.TryGetInt64Safely(out var number)
                ? number
                : 0;
        var count = 0;
        foreach (var issue in issues)
        {
            if (++count > limits.MaxItems)
                throw new ImportException($"'{file}' holds more than {limits.MaxItems:N0} issues; export fewer at a time");
            yield return (JiraIssue.Read(issue), total);
        }
    }

    private static bool TryGetInt64Safely(this JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number);
    }
}
