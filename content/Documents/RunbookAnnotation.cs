namespace Knowledge.Content.Documents;

/// <summary>Under which names rules and alerts link to their runbook, as annotation or label, and what is no link there.</summary>
public static class RunbookAnnotation
{
    // csharpier-ignore
    private static readonly string[] OfRunbooks =
    [
        "runbook_url", "runbook", "runbookUrl", "runbookURL", "runbook_link", "runbook_url_internal", "playbook_url", "playbook",
        "playbookUrl", "sop_url", "sop",
    ];

    // csharpier-ignore
    private static readonly string[] Placeholders =
    [
        "n/a", "na", "none", "null", "nil", "no", "todo", "tbd", "tba", "tbc", "fixme", "xxx", "missing", "unknown", "pending", "empty",
        "undefined", "not-applicable", "not-available", "placeholder", "changeme", "no-runbook", "n.a.",
    ];

    /// <summary>The one that counts first is first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OfRunbooks, "documentation", "docs", "doc", "dashboard"];

    /// <summary>Whether the name says that it is a runbook, and not just something to read.</summary>
    public static bool IsOfRunbooks(string name) => OfRunbooks.Contains(name);

    /// <summary>Whether a value may be a link: <c>dashboard: overview</c> only names one, <c>runbook: disk-full</c> links.</summary>
    public static bool MayLink(string name, string value) =>
        !string.IsNullOrWhiteSpace(value)
        && (
            IsOfRunbooks(name)
            || value.Contains('/', StringComparison.Ordinal)
            || PageFormats.Of(value.Trim().ToLowerInvariant()) is not null
        );

    /// <summary>The links among labels and annotations, the one that counts first; what says that there is none is left out.</summary>
    public static IReadOnlyList<string> LinksIn(Func<string, string?> valueOf) =>
        [
            .. Names
                .Select(n => (Name: n, Value: valueOf(n)))
                .Where(v => v.Value is not null && MayLink(v.Name, v.Value) && !IsPlaceholder(v.Value))
                .Select(v => v.Value!)
                .Distinct(),
        ];

    /// <summary>Whether a text says that there is no runbook: <c>N/A</c>, <c>-</c>, <c>TODO</c>, also as the name of a page.</summary>
    public static bool IsPlaceholder(string text)
    {
        text = text.Trim().Trim('<', '>', '[', ']', '(', ')', '"', '\'', '`').Trim().TrimEnd('.', '!', ':').ToLowerInvariant();
        if (!text.Any(char.IsLetterOrDigit))
            return true;
        var name = text.Replace(' ', '-').Replace('_', '-');
        if (Placeholders.Contains(name) || Placeholders.Contains(text))
            return true;
        var last = text.Split('#', '?')[0].TrimEnd('/');
        last = last[(last.LastIndexOf('/') + 1)..];
        return text.StartsWith("http", StringComparison.Ordinal) && last is "todo" or "tbd" or "fixme";
    }
}
