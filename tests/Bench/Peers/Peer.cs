using Knowledge.Bench.Corpus;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;

namespace Knowledge.Bench.Peers;

/// <summary>A search engine under measurement: indexes sections, answers queries with the ids of the best twenty sections.</summary>
internal interface IPeer
{
    public const int Top = 20;

    /// <summary>As in the tables, without version.</summary>
    string Name { get; }

    /// <summary>Indexes the task's sections and, unless only indexing is asked for, answers its queries on one thread.</summary>
    PeerReport Run(PeerTask task);
}

/// <summary>What a peer is to do, once, in a process of its own.</summary>
/// <param name="Corpus">The folder that holds the files below.</param>
/// <param name="Size">Number of sections.</param>
/// <param name="Threads">For indexing; searches have one.</param>
/// <param name="Search">Whether queries are measured too.</param>
internal sealed record PeerTask(CorpusFolder Corpus, int Size, int Threads, bool Search)
{
    /// <summary>Whether texts are read while they are indexed, as an archive does; else they are in memory.</summary>
    public bool Streams { get; init; }

    public IReadOnlyList<Query> ReadQueries() => QueryFile.Read(Corpus.QueriesPath(Size));
}

/// <summary>What was measured of one peer at one size.</summary>
/// <param name="Version">Of the engine, as it says itself.</param>
/// <param name="IndexSeconds">From texts in memory to an index that answers queries.</param>
/// <param name="IndexBytes">Of the index as it is kept on disk, without the texts; null when none is.</param>
/// <param name="MemoryBytes">Held by the index in the process after garbage collection, without the texts; null where it cannot be
/// told.</param>
/// <param name="Searches">The first is what others are compared with; empty when only indexing was measured.</param>
internal sealed record PeerReport(
    string Name,
    string Version,
    int Size,
    int Threads,
    double IndexSeconds,
    long? IndexBytes,
    long? MemoryBytes,
    IReadOnlyList<SearchSeries> Searches
);

/// <summary>One way of searching one index, measured.</summary>
internal sealed record SearchSeries(string Name, IReadOnlyList<KindTimes> Kinds, IReadOnlyList<TopResults> Results)
{
    public KindTimes? Of(string kind) => Kinds.FirstOrDefault(k => k.Kind == kind);

    /// <summary>All queries of whole words together; null when there are none.</summary>
    public KindTimes? OfWords() =>
        Kinds.Where(k => QueryKinds.Words.Contains(k.Kind)).ToList() is { Count: > 0 } words
            ? new("", words.Sum(k => k.Queries), [.. words.SelectMany(k => k.Milliseconds)])
            : null;
}

/// <param name="Queries">Distinct queries that were measured; fewer than there are when time ran out.</param>
/// <param name="Milliseconds">One per query and round.</param>
internal sealed record KindTimes(string Kind, int Queries, IReadOnlyList<double> Milliseconds)
{
    public double Median => Percentile.Of(Milliseconds, 50);
    public double P95 => Percentile.Of(Milliseconds, 95);
}

/// <param name="Ids">Section ids, best first, at most <see cref="IPeer.Top"/>.</param>
internal sealed record TopResults(string Kind, string Query, IReadOnlyList<string> Ids);
