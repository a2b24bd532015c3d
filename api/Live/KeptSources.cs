using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Live;

/// <summary>Sources as the store has them: for a node whose sources are read by others, and for a directory that is gone.</summary>
internal sealed class KeptSources(StoreAccess store, TimeProvider time)
{
    /// <summary>How often a node tells the others that it looks at its directories.</summary>
    private static readonly TimeSpan TellsEvery = TimeSpan.FromSeconds(10);

    /// <summary>Without a word for so long nobody looks at a source.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, long> numbers = [];
    private readonly Dictionary<string, (long? Look, long At)> looks = [];
    private long? toldAt;

    /// <summary>A source whose directory other nodes have; of one that none has read yet all is still to come.</summary>
    public SourceSnapshot Elsewhere(SourceDirectory source, SourceSnapshot? before)
    {
        var around = new SourceSnapshot(source.Name, before?.Files ?? [], [], IsMissing: true)
        {
            IsElsewhere = true,
            IsUnattended = IsUnattended(source.Name),
        };
        var read = InPlaceOf(around, source, before, anew: false);
        return read.Files.Count > 0 ? read : read with { Pending = 1 };
    }

    /// <summary>A reading of a directory that is not there, with what the store has of it; as it is where that is nothing.</summary>
    /// <param name="anew">Whether what was read before is not to be trusted.</param>
    public SourceSnapshot InPlaceOf(SourceSnapshot reading, SourceDirectory source, SourceSnapshot? before, bool anew)
    {
        // Before the files: what changes from here on is for the next look.
        if (store.Use(s => (long?)s.SourceFiles.Number()) is not { } number)
            return reading;
        var isKnown = !anew && before is { Files.Count: > 0 } && numbers.TryGetValue(source.Name, out var seen) && seen == number;
        if (isKnown || Read(source, anew ? null : before) is not { Count: > 0 } files)
            return reading;
        numbers[source.Name] = number;
        return reading with { Files = files, Pending = 0 };
    }

    /// <summary>The files that the store has of a source; null when it cannot be read.</summary>
    public IReadOnlyList<ReadFile>? Read(SourceDirectory source, SourceSnapshot? before) =>
        store.Use(s => KeptSource.Read(source, before, s.SourceFiles.List(source.Name), paths => s.SourceFiles.Texts(source.Name, paths)));

    /// <summary>Tells nodes without directories that this one looks at them, when it is the one that keeps what it sees.</summary>
    public void TellLook(IReadOnlyList<string> sources)
    {
        if (!store.IsShared || sources.Count == 0 || store.Turn is null || (toldAt is { } at && time.GetElapsedTime(at) < TellsEvery))
            return;
        toldAt = time.GetTimestamp();
        store.Use(s =>
        {
            s.SourceFiles.Looked(sources, time.GetUtcNow());
            return true;
        });
    }

    // By this node's own clock since it last heard of a look: clocks of other machines may be wrong.
    private bool IsUnattended(string source)
    {
        if (store.Use(s => (Look: s.SourceFiles.LastLook(source), IsRead: true)) is not { IsRead: true } last)
            return looks.TryGetValue(source, out var known) && time.GetElapsedTime(known.At) > Patience;
        if (!looks.TryGetValue(source, out var before) || before.Look != last.Look)
            looks[source] = before = (last.Look, time.GetTimestamp());
        return time.GetElapsedTime(before.At) > Patience;
    }
}
