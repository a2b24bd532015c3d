using System.Text.Json.Serialization;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>The front matter of a document, as far as it was understood. Every key is optional; FORMAT.md describes each.</summary>
[MemoryPackable]
public sealed partial record FrontMatter
{
    public static FrontMatter Empty { get; } = new();

    public string? Title { get; init; }
    public string? Id { get; init; }
    public string? Kind { get; init; }

    /// <summary>Code of the language that <c>lang</c> names.</summary>
    public string? Language { get; init; }
    public string? Owner { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public IReadOnlyList<string> Services { get; init; } = [];
    public IReadOnlyList<AlertPattern> Alerts { get; init; } = [];
    public IReadOnlyList<string> Symptoms { get; init; } = [];
    public IReadOnlyList<string> Ask { get; init; } = [];
    public IReadOnlyList<Wording> Wording { get; init; } = [];
    public IReadOnlyList<StaysGreen> StaysGreen { get; init; } = [];
    public IReadOnlyList<DeadEnd> DeadEnds { get; init; } = [];
    public IReadOnlyList<Twin> Twins { get; init; } = [];
    public DateOnly? Reviewed { get; init; }
    public DateOnly? Date { get; init; }
    public string? Severity { get; init; }
    public string? Status { get; init; }
    public IReadOnlyList<string> Runbooks { get; init; } = [];
    public IReadOnlyList<string> Failing { get; init; } = [];
    public DateTimeOffset? Detected { get; init; }
    public DateTimeOffset? Mitigated { get; init; }
    public DateTimeOffset? Resolved { get; init; }
    public IReadOnlyList<string> Searched { get; init; } = [];
    public IReadOnlyList<Surface> Surfaces { get; init; } = [];
    public Origin? Origin { get; init; }

    /// <summary>Who may see the page; null for everybody.</summary>
    public PageVisibility? Visible { get; init; }

    /// <summary>Groups whose members may see the page as it stands; null for everybody.</summary>
    [MemoryPackIgnore, JsonIgnore]
    public IReadOnlyList<string>? VisibleTo =>
        Visible is not { } visible || (visible.UntilPublished && Status is "published" or "closed") ? null : visible.Groups;
}

/// <summary>Alerts that a page is for: a name or pattern with <c>*</c>, or label patterns that must all hold.</summary>
[MemoryPackable]
public sealed partial record AlertPattern(string? Name, IReadOnlyList<KeyValuePair<string, string>> Labels)
{
    public override string ToString() => Name ?? string.Join(", ", Labels.Select(l => $"{l.Key}={l.Value}"));
}

/// <summary>The page elsewhere that an imported page was made from.</summary>
/// <param name="System">What it was imported from, such as <c>confluence</c>.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Link">Its address there, where that is known.</param>
[MemoryPackable]
public sealed partial record Origin(string System, string Id, string? Link = null);

/// <summary>An approved sentence for customers and when to use it.</summary>
[MemoryPackable]
public sealed partial record Wording(string Text, string? When = null);

/// <summary>A check that stays green in this failure, and what it does not see.</summary>
[MemoryPackable]
public sealed partial record StaysGreen(string Check, string? BlindTo = null);

/// <summary>A suspicion that was wrong, why, and what it cost.</summary>
/// <param name="MinutesLost">Minutes; null when nobody counted.</param>
[MemoryPackable]
public sealed partial record DeadEnd(string Suspicion, string? Why = null, int? MinutesLost = null);

/// <summary>One member of a set of paths that change together; <paramref name="Path"/> is a glob relative to its repository.</summary>
[MemoryPackable]
public sealed partial record Twin(string Repository, string Path, string? Owner = null);

/// <summary>What a postmortem says about one of the eleven surfaces.</summary>
[MemoryPackable]
public sealed partial record Surface(
    string Name,
    string State,
    string? Link = null,
    string? Owner = null,
    DateOnly? Due = null,
    string? Reason = null
)
{
    public static IReadOnlyList<string> Names { get; } =
    ["code", "data", "detection", "alert-link", "runbook", "searchability", "ownership", "twin-change", "status-page", "process", "drill"];

    public static IReadOnlyList<string> States { get; } = ["patched", "open", "not-needed"];
}
