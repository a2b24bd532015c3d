namespace Knowledge.Indexer.Alerts;

/// <summary>How often people said that a page solved an alert of a name, and how often that it was not the one.</summary>
public sealed record RunbookVotes(string DocumentId, int Helped, int NotThisOne)
{
    public bool Solved => Helped > NotThisOne;

    public bool IsRejected => NotThisOne > Helped;
}
