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
        var (knowledge, missing) = (served.Knowledge, Missing(served, isWrittenKnown));
        var current = Current(served, missing);
        var files = served
            .Readings.Where(r => !missing.Contains(r.Name))
            .SelectMany(r => r.Files.Where(f => f.SaysMoreThanPages).Select(f => new CurrentSourceFile(r.Name, f)))
            .ToList();
        var outOfReach = served.Readings.ToDictionary(r => r.Name, r => r.OutOfReach());
        return store.Use(s =>
        {
            // A successor may come with the same change or with a later one.
            isSuccessorDue |= s.Documents.Record(current, IsOutOfReach, time.GetUtcNow()) > 0;
            s.SourceFiles.Record(files, IsOutOfReach);
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

    /// <summary>
    /// Compares what is served with what the store has of it, which nobody but this program should write. What differs is written again
    /// with the next <see cref="Record"/>.
    /// </summary>
    /// <returns>Ids of what differs; none where it cannot be told just now.</returns>
    public IReadOnlyList<string> Compare(Served served, bool isWrittenKnown)
    {
        if (store.Turn is not { } turn)
            return [];
        using var taken = turn.Take();
        return store.Use(s => s.Documents.Disagreeing(Current(served, Missing(served, isWrittenKnown)))) ?? [];
    }

    private static HashSet<string> Missing(Served served, bool isWrittenKnown)
    {
        var missing = served.Readings.Where(r => r.IsMissing).Select(r => r.Name).ToHashSet();
        if (!isWrittenKnown)
            missing.Add(AuthoredSource.Name);
        return missing;
    }

    // What is served of a missing source is what the store or an earlier reading had: nothing new about it is known.
    private static IReadOnlyList<CurrentDocument> Current(Served served, HashSet<string> missing) =>
        CurrentDocument.Of(served.Knowledge.Documents.Where(d => !missing.Contains(d.Source)), served.Readings);
}
