using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>Another issue as an issue names it.</summary>
public sealed record JiraReference(string Key, string Type, string Summary, bool IsDone);

/// <summary>An issue of Jira.</summary>
/// <remarks>
/// Shape: "The Jira Cloud platform REST API", Issue search
/// (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search) and
/// the Server REST API's <c>/rest/api/2/search</c>: <c>{"issues": [{"key", "self", "fields": {…}}]}</c>, in pages with
/// <c>startAt</c> and <c>total</c> or
/// with <c>nextPageToken</c>. <c>description</c> and <c>environment</c> are wiki markup in version 2 and Atlassian Document Format
/// in version 3.
/// Comments, work logs and custom fields stay where they are.
/// </remarks>
public sealed partial record JiraIssue
{
    public const string System = "jira";

    public required string Key { get; init; }
    public required string Type { get; init; }
    public required string Summary { get; init; }
    public bool IsDone { get; init; }
    public string? Priority { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Resolved { get; init; }
    public IReadOnlyList<string> Labels { get; init; } = [];
    public IReadOnlyList<string> Components { get; init; } = [];
    public string? Parent { get; init; }

    /// <summary>Issues that it is linked to in any way, its sub-tasks among them.</summary>
    public IReadOnlyList<JiraReference> Linked { get; init; } = [];

    /// <summary>Address of the site, from the issue's own.</summary>
    public Uri? Site { get; init; }

    internal IReadOnlyList<MarkupNode> Description { get; init; } = [];
    internal IReadOnlyList<MarkupNode> Environment { get; init; } = [];
    internal IReadOnlyList<Picture> Attachments { get; init; } = [];

    /// <summary>The issues of a page of search results, of a list, or the one issue; null when it is none of these.</summary>
    public static IEnumerable<JsonElement>? IssuesOf(JsonElement root) =>
        root.ValueKind switch
        {
            JsonValueKind.Array => root.EnumerateArray(),
            JsonValueKind.Object when root.TryGetProperty("issues", out var issues) && issues.ValueKind == JsonValueKind.Array =>
                issues.EnumerateArray(),
            JsonValueKind.Object when root.TryGetProperty("key", out _) && root.TryGetProperty("fields", out _) => [root],
            _ => null,
        };

    /// <returns>The issue, or null when it has no key and fields.</returns>
    public static JiraIssue? Read(JsonElement issue)
    {
        if (Text(issue, "key") is not { Length: > 0 } key || !TryObject(issue, "fields", out var fields))
            return null;
        return new()
        {
            Key = key,
            Type = Name(fields, "issuetype") ?? "",
            Summary = Text(fields, "summary") is { Length: > 0 } summary ? summary : key,
            IsDone = IsDoneIn(fields),
            Priority = Name(fields, "priority"),
            Created = Time(fields, "created"),
            Resolved = Time(fields, "resolutiondate"),
            Labels = [.. Items(fields, "labels").Where(l => l.ValueKind == JsonValueKind.String).Select(l => l.GetString()!)],
            Components = [.. Items(fields, "components").Select(c => Text(c, "name")).OfType<string>()],
            Parent = TryObject(fields, "parent", out var parent) ? Text(parent, "key") : null,
            Linked =
            [
                .. Items(fields, "issuelinks")
                    .SelectMany(l => new[] { Reference(l, "inwardIssue"), Reference(l, "outwardIssue") })
                    .Concat(Items(fields, "subtasks").Select(Reference))
                    .OfType<JiraReference>(),
            ],
            Site = SiteOf(Text(issue, "self")),
            Description = Formatted(fields, "description"),
            Environment = Formatted(fields, "environment"),
            Attachments =
            [
                .. Items(fields, "attachment")
                    .Select(a => (Name: Text(a, "filename"), Link: Text(a, "content")))
                    .Where(a => a.Name is { Length: > 0 })
                    .Select(a => new Picture(
                        a.Name!,
                        a.Link is not null && SiteOf(a.Link) is not null ? MarkdownText.Address(a.Link) : null
                    )),
            ],
        };
    }

    private static IReadOnlyList<MarkupNode> Formatted(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind switch
        {
            JsonValueKind.Object => AtlassianDocument.Read(value),
            JsonValueKind.String => WikiMarkup.Read(
                value.GetString()! is var text && text.Length > MarkupTree.MaxCharacters ? text[..MarkupTree.MaxCharacters] : text
            ),
            _ => [],
        };
    }

    private static JiraReference? Reference(JsonElement link, string end) => TryObject(link, end, out var issue) ? Reference(issue) : null;

    private static JiraReference? Reference(JsonElement issue)
    {
        if (Text(issue, "key") is not { Length: > 0 } key)
            return null;
        return TryObject(issue, "fields", out var fields)
            ? new(key, Name(fields, "issuetype") ?? "", Text(fields, "summary") ?? key, IsDoneIn(fields))
            : new(key, "", key, false);
    }

    // Names of states are everyone's own; their category is not.
    private static bool IsDoneIn(JsonElement fields) =>
        TryObject(fields, "status", out var status)
        && (
            TryObject(status, "statusCategory", out var category)
                ? Text(category, "key") == "done"
                : Text(status, "name")?.ToLowerInvariant() is "done" or "closed" or "resolved"
        );

    private static string? Name(JsonElement fields, string name) => TryObject(fields, name, out var value) ? Text(value, "name") : null;

    private static IEnumerable<JsonElement> Items(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    private static bool TryObject(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out value)
            && value.ValueKind == JsonValueKind.Object;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    // 2026-03-02T07:40:00.000+0000
    private static DateTimeOffset? Time(JsonElement fields, string name)
    {
        if (Text(fields, name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(
            Offset().Replace(text, "$1:$2"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;
    }

    private static Uri? SiteOf(string? self)
    {
        if (!Uri.TryCreate(self, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return null;
        // A Server may live below a path: https://tools.example/jira/rest/api/2/issue/1.
        var rest = uri.AbsolutePath.IndexOf("/rest/", StringComparison.Ordinal);
        return new Uri(uri.GetLeftPart(UriPartial.Authority) + (rest > 0 ? uri.AbsolutePath[..rest] : "") + "/");
    }

    [GeneratedRegex(@"([+-]\d{2})(\d{2})$", RegexOptions.NonBacktracking)]
    private static partial Regex Offset();
}
