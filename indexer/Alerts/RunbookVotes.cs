using System.Text.Json.Serialization;

namespace Knowledge.Indexer.Alerts;

/// <summary>How often people said that a page solved an alert of a name, and how often that it was not the one.</summary>
public sealed record RunbookVotes(string DocumentId, int Helped, [property: JsonPropertyName("notThisOne")] int Rejected)
{
    public bool Solved => Helped > Rejected;

    public bool IsRejected => Rejected > Helped;
}
