using System.Text.Json.Serialization;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Alerts;

/// <summary>The runbook that fits an alert, and why.</summary>
/// <param name="Alert">Name of the alert.</param>
/// <param name="DocumentId">Null when there is no runbook.</param>
/// <param name="Url">Of the page, with the section where one fits; or an address outside that was not checked; null when there is
/// neither.</param>
/// <param name="Reason">In a few words for people.</param>
/// <param name="Confidence">High: by a link or a name, or because the page says what the alert says. Medium: by a renamed page. Low: an
/// address outside. None: no runbook.</param>
/// <param name="RescuedFrom">The dead address as written, when another page than the one it names must be meant.</param>
/// <param name="Links">The alert's own runbook links, or those of its rule when it has none, whatever became of them; null when there
/// are none. They come first wherever the alert is shown.</param>
/// <param name="Suggestion">A page that shares its words, when there is no runbook: a guess, never a checklist; null when there is
/// none.</param>
public sealed record AlertMatch(
    string Alert,
    string? DocumentId,
    string? Title,
    string? Url,
    string Reason,
    Confidence Confidence,
    string? RescuedFrom = null,
    IReadOnlyList<SenderLink>? Links = null,
    SuggestedPage? Suggestion = null
)
{
    /// <summary>Whether nothing but its words led to the page.</summary>
    [JsonIgnore]
    public bool IsByWords { get; init; }

    [JsonIgnore]
    public bool IsMatched => Url is not null;
}

/// <summary>A page that shares the words of an alert, and may be about something else.</summary>
/// <param name="Reason">Which words.</param>
public sealed record SuggestedPage(string DocumentId, string Title, string Url, string Reason);
