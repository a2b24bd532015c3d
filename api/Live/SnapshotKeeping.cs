using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer;
using Knowledge.Indexer.Snapshots;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>Takes over at a start what an earlier process read and indexed, and keeps it for the next one.</summary>
internal sealed partial class SnapshotKeeping(
    ServingOptions options,
    StoreAccess store,
    LiveEmbeddings embeddings,
    TimeProvider time,
    ILogger logger
)
{
    private volatile KnowledgeBase? saved;
    private long? savedAt;

    private IReadOnlyList<SourceDirectory> AllSources => SourcesOf(options.Sources, options.DataDirectory);

    /// <summary>What is in a snapshot: the directories, and what is written here.</summary>
    public static IReadOnlyList<SourceDirectory> SourcesOf(IReadOnlyList<SourceDirectory> sources, string dataDirectory) =>
        [.. sources, new(AuthoredSource.Name, dataDirectory)];

    /// <summary>What was kept, when it is whole and finds what it should; null when the sources are to be read anew.</summary>
    /// <param name="onDamage">Called when texts turn out to be damaged later.</param>
    public Served? Restore(Action onDamage)
    {
        try
        {
            // A store that was deleted is to be filled again from the files, not from a file that lay beside it.
            return store.Use(s => s.Documents.IsEmpty) ? null : Read(onDamage);
        }
        catch (Exception e)
        {
            // No snapshot is worth a start: whatever is wrong with it, the files say the same.
            LogBroken(e);
            return null;
        }
    }

    /// <summary>Writes what is served, unless it was written or may still change.</summary>
    /// <returns>How long until it may be written; null when there is nothing to do.</returns>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public TimeSpan? SaveWhenDue(Served served)
    {
        if (!IsWanted(served))
            return null;
        if (ServingTimes.UntilSave(savedAt is { } at ? time.GetElapsedTime(at) : null) is var wait && wait > TimeSpan.Zero)
            return wait;
        Save(served);
        return null;
    }

    /// <summary>The same at once, for the end of the process; what cannot be written is logged.</summary>
    public void SaveLast(Served served)
    {
        try
        {
            if (IsWanted(served))
                Save(served);
        }
        catch (Exception e)
        {
            LogNotSaved(e);
        }
    }

    private bool IsWanted(Served served) =>
        served.Knowledge != saved && served.IsComplete && served.Knowledge.IsLinked && served.Readings.Count > 0;

    private void Save(Served served)
    {
        var vectors = embeddings.CurrentTableVectors(out var table);
        var index = served.Knowledge.Index;
        IndexSnapshot.Write(options.DataDirectory, AllSources, served.Readings, index, vectors?.Stored(index, table));
        (saved, savedAt) = (served.Knowledge, time.GetTimestamp());
    }

    private Served? Read(Action onDamage)
    {
        var started = time.GetTimestamp();
        if (IndexSnapshot.Read(options.DataDirectory, AllSources, onDamage, out var problem) is not { } stored)
        {
            if (problem is not null)
                LogNotRestored(problem);
            return null;
        }
        var knowledge = KnowledgeBase.Build(
            [.. stored.Readings.Where(r => r.Name != AuthoredSource.Name || r.Files.Count > 0)],
            stored.Index
        );
        if (knowledge.Documents.Count > 0 && !Canary.IsFound(knowledge))
        {
            LogNotRestored("it does not find its own pages");
            return null;
        }
        embeddings.CurrentTableVectors(out var table);
        embeddings.Follow(
            knowledge.Index,
            stored.Vectors is { } vectors && vectors.Table == table ? vectors.Restore(stored.Index, knowledge.Index) : null
        );
        saved = knowledge;
        var took = time.GetElapsedTime(started);
        LogRestored(knowledge.Documents.Count, took.TotalMilliseconds);
        var readings = knowledge.Snapshots;
        return new(knowledge, readings, IngestReport.Of(readings, readings, knowledge, time.GetUtcNow(), took));
    }

    [LoggerMessage(LogLevel.Information, "Restored {Documents} documents from the index snapshot in {Milliseconds:0} ms")]
    private partial void LogRestored(int documents, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "The index snapshot is not used: {Reason}; the sources are read anew")]
    private partial void LogNotRestored(string reason);

    [LoggerMessage(LogLevel.Error, "The index snapshot cannot be used; the sources are read anew")]
    private partial void LogBroken(Exception e);

    [LoggerMessage(LogLevel.Warning, "The index snapshot could not be written; the next start will take longer")]
    private partial void LogNotSaved(Exception e);
}
