using Knowledge.Api.Store;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>Writes to the store which documents came, changed and went, and where those that went are now.</summary>
internal sealed class RecordedDocuments(StoreAccess store, TimeProvider time)
{
    private readonly MovedPages successors = new();

    // Set from the moment that documents changed until it is kept where they went.
    private bool isSuccessorDue;

    /// <param name="isWrittenKnown">Whether what is written here could be read; what could not is not gone.</param>
    /// <returns>Whether it is durable.</returns>
    public bool Record(Served served, bool isWrittenKnown)
    {
        // Of several nodes one keeps what they all read; whose turn comes does it then.
        if (store.Turn is not { } turn)
            return false;
        using var taken = turn.Take();
        var knowledge = served.Knowledge;
        var missing = served.Readings.Where(r => r.IsMissing).Select(r => r.Name).ToHashSet();
        if (!isWrittenKnown)
            missing.Add(AuthoredSource.Name);
        // What is served of a missing source is what the store or an earlier reading had: nothing new about it is known.
        var current = CurrentDocument.Of(knowledge.Documents.Where(d => !missing.Contains(d.Source)), served.Readings);
        var outOfReach = served.Readings.ToDictionary(r => r.Name, r => r.OutOfReach());
        return store.Use(s =>
        {
            // A successor may come with the same change or with a later one.
            isSuccessorDue |= s.Documents.Record(current, IsOutOfReach, time.GetUtcNow()) > 0;
            if (isSuccessorDue)
                s.Documents.RecordSuccessors(
                    successors.Of(s.Documents.WithoutSuccessor(), s.Documents.LastText, current, knowledge, time.GetUtcNow())
                );
            isSuccessorDue = false;
            return true;
        });

        bool IsOutOfReach(string source, string path) =>
            missing.Contains(source) || (outOfReach.TryGetValue(source, out var isOutOfReach) && isOutOfReach(path));
    }
}
