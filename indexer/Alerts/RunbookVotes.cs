using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Alerts;

/// <summary>How often people marked a page as the solution of an alert of a name, and how often as not relevant.</summary>
public sealed record RunbookVotes(string DocumentId, int Helped, [property: JsonPropertyName("notThisOne")] int Rejected)
{
    public bool Solved => Helped > Rejected;

    public bool IsRejected => Rejected > Helped;
}
