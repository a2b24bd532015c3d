using Knowledge.Content.Documents;

namespace Knowledge.Content.Importing;

/// <summary>A page read out of another system, ready to be written as a file.</summary>
public sealed record ImportedPage
{
    public required Origin Origin { get; init; }
    public required string Title { get; init; }

    /// <summary><c>runbook</c>, <c>postmortem</c> or <c>article</c>; null leaves it to what the page says.</summary>
    public string? Kind { get; init; }

    /// <summary>Name of the team that has to do with it.</summary>
    public string? Owner { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> Services { get; init; } = [];
    public DateOnly? Date { get; init; }
    public string? Severity { get; init; }
    public DateTimeOffset? Detected { get; init; }
    public DateTimeOffset? Resolved { get; init; }

    /// <summary>Further lines of front matter, as YAML; at most 10,000 bytes, or the file is not known again.</summary>
    public string MoreFrontMatter { get; init; } = "";

    /// <summary>Markdown below the title.</summary>
    public required string Body { get; init; }
}

/// <summary>What came of one item of an export: a page, or the reason why there is none.</summary>
public abstract record ImportItem
{
    public sealed record Ready(ImportedPage Page) : ImportItem;

    /// <param name="Reason">The same words for all items with that reason, so that they can be counted.</param>
    public sealed record Skipped(string Id, string Title, string Reason) : ImportItem;
}
