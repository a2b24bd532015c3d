using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Archive;

/// <summary>A page of an archive that matched, with its best section.</summary>
/// <param name="Id">Name of the archive, id of the page and number of the section: <c>tickets/OPS-12#3</c>.</param>
/// <param name="Source">Name of the archive.</param>
/// <param name="Date">Null where it is not known.</param>
/// <param name="Url">Of the page as it was archived, at its section.</param>
/// <param name="Score">0 to 1, comparable within one search only.</param>
public sealed record ArchiveHit(string Id, string Source, string Title, DateOnly? Date, string Url, string Snippet, double Score)
{
    /// <summary>The headings above it; empty for text before the first one.</summary>
    [JsonIgnore]
    public string Section { get; init; } = "";

    /// <summary>Where the matched words stand in <see cref="Snippet"/>: start and length.</summary>
    [JsonIgnore]
    public IReadOnlyList<(int Start, int Length)> Marks { get; init; } = [];
}

/// <summary>What a search in archives found.</summary>
/// <param name="IsComplete">False when time ran out, so that better ones may be missing.</param>
/// <param name="Total">Sections that were found.</param>
/// <param name="HasMore">Whether there are more behind these.</param>
public sealed record ArchiveResult(IReadOnlyList<ArchiveHit> Hits, bool IsComplete, long Total, bool HasMore)
{
    public static ArchiveResult None { get; } = new([], true, 0, false);

    /// <summary>Names of archives that could not be searched: what they hold is not known.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}

/// <summary>What to look for in archives.</summary>
/// <param name="Query">As it was typed or pasted.</param>
/// <param name="Limit">Pages wanted, 1 to <see cref="MaxReach"/> together with <paramref name="Skip"/>.</param>
/// <param name="ByDate">The newest first; else the best first.</param>
/// <param name="Within">What is not found by then is left out.</param>
public sealed record ArchiveRequest(string Query, int Limit, int Skip, bool ByDate, TimeSpan Within)
{
    /// <summary>How deep a list can be read.</summary>
    public const int MaxReach = 500;

    /// <summary>How the query is read.</summary>
    public Search.QuerySyntax Syntax { get; init; }
}

/// <summary>How often archives speak of what was asked for.</summary>
/// <param name="Count">Pages that hold all words of the question, or those that say most.</param>
/// <param name="Months">By month, the oldest first, none between left out; the last 36. Pages without a date are in none.</param>
/// <param name="IsComplete">False when time ran out, so that there are more.</param>
public sealed record ArchiveMentions(long Count, IReadOnlyList<ArchiveMonth> Months, bool IsComplete)
{
    public const int MaxMonths = 36;
}

/// <param name="Month">Its first day.</param>
public sealed record ArchiveMonth(DateOnly Month, int Count);

/// <summary>A page as it was archived.</summary>
/// <param name="Link">Where it lies in the system that it comes from.</param>
public sealed record ArchivedPage(
    string Id,
    string Source,
    string Title,
    DateOnly? Date,
    string? Link,
    IReadOnlyList<ArchivedSection> Sections
)
{
    /// <summary>Where a server shows it.</summary>
    [JsonIgnore]
    public string Url => UrlOf(Source, Id);

    /// <param name="source">Name of the archive.</param>
    public static string UrlOf(string source, string id) =>
        $"/archive/{source}/{string.Join('/', id.Split('/').Select(Uri.EscapeDataString))}";
}

/// <param name="Number">From 0; its anchor is <c>s</c> with the number.</param>
public sealed record ArchivedSection(int Number, string Heading, string Text);
