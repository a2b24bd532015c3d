using System.Text.Json.Serialization;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Alerts;

/// <summary>The runbook that fits an alert, and why.</summary>
/// <param name="Alert">Name of the alert.</param>
/// <param name="DocumentId">Null when there is no runbook.</param>
/// <param name="Url">Of the page, with the section where one fits; or an address outside that was not checked; null when there is
/// neither.</param>
/// <param name="Reason">In a few words for people.</param>
/// <param name="Confidence">High: by a link or a name. Medium: by a renamed page or by its text. Low: an address outside. None: no
/// runbook.</param>
/// <param name="RescuedFrom">The dead address as written, when another page than the one it names must be meant.</param>
public sealed record AlertMatch(
    string Alert,
    string? DocumentId,
    string? Title,
    string? Url,
    string Reason,
    Confidence Confidence,
    string? RescuedFrom = null
)
{
    [JsonIgnore]
    public bool IsMatched => Url is not null;
}
