using Knowledge.Bench.Peers;

namespace Knowledge.Bench.Archives;

/// <summary>What was measured of building an archive.</summary>
/// <param name="Seconds">From the file of sections to an archive that is closed.</param>
/// <param name="IndexBytes">On disk, without the texts that are kept for showing them.</param>
/// <param name="TextBytes">Those texts, packed.</param>
internal sealed record ArchiveBuildFigures(int Size, double Seconds, long IndexBytes, long TextBytes);

/// <summary>What was measured of searching it, in a process of its own.</summary>
/// <param name="OpenMs">With its check.</param>
/// <param name="FirstAnswerMs">From the start of the process.</param>
/// <param name="MemoryBytes">Of the process after all queries, above what it had before the archive was opened.</param>
/// <param name="Milliseconds">Of a search of whole words as the server does it: best ten pages with snippets, re-ranked by meaning.</param>
/// <param name="Gain">nDCG@10 of the walk that leaves frequent words out, beside one that leaves out nothing.</param>
/// <param name="Incomplete">Searches that time ended.</param>
internal sealed record ArchiveFigures(
    ArchiveBuildFigures Build,
    double OpenMs,
    double FirstAnswerMs,
    long MemoryBytes,
    IReadOnlyList<KindTimes> Milliseconds,
    double Gain,
    int Incomplete,
    int Searches
);

/// <summary>Whole answers of what is served, while nothing else goes on and while the server builds an archive.</summary>
internal sealed record HotFigures(int Sections, IReadOnlyList<double> AloneMs, IReadOnlyList<double> WritingMs, double BuiltPerSecond);
