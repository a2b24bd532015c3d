namespace Knowledge.Indexer.Index;

/// <summary>
/// Where each term of a segment stands (passages or documents, by number within the segment) and what a match there is worth.
/// Immutable.
/// </summary>
/// <remarks>
/// Units are grouped in blocks of <see cref="BlockSize"/>, so that a number takes 16 bits and the scores of one block stay in the
/// processor's cache
/// (impact-ordered indexes: Anh, Moffat, "Pruned query evaluation using pre-computed impacts", 2006; here without pruning, since a
/// scan in order is faster at this size).
/// A term has one run per block it stands in; the runs of a term, and the units of a run, are ascending.
/// </remarks>
/// <param name="RunOfTerm">For each term its first run, and the end of the last.</param>
/// <param name="BlockOfRun">The block of each run.</param>
/// <param name="StartOfRun">Where its units begin in <paramref name="Units"/>, and the end of the last.</param>
/// <param name="Units">Number of the unit within its block.</param>
/// <param name="Impacts">BM25F without idf, 1 to 255 for 0 to 1.</param>
/// <param name="Count">Units in the segment.</param>
internal sealed record Postings(int[] RunOfTerm, ushort[] BlockOfRun, int[] StartOfRun, ushort[] Units, byte[] Impacts, int Count)
{
    public const int BlockBits = 16;
    public const int BlockSize = 1 << BlockBits;

    public int Blocks => (Count + BlockSize - 1) >> BlockBits;

    public long MemoryBytes => 4L * (RunOfTerm.Length + StartOfRun.Length) + 2L * (BlockOfRun.Length + Units.Length) + Impacts.Length;

    /// <summary>How many units hold a term.</summary>
    public int Frequency(int term) => StartOfRun[RunOfTerm[term + 1]] - StartOfRun[RunOfTerm[term]];

    /// <summary>The units of a term in one block, as a range of <see cref="Units"/>.</summary>
    public (int Start, int End) Run(int term, int block)
    {
        for (var run = RunOfTerm[term]; run < RunOfTerm[term + 1]; run++)
            if (BlockOfRun[run] == block)
                return (StartOfRun[run], StartOfRun[run + 1]);
        return (0, 0);
    }

    /// <summary>The impact of a term in one unit; 0 where it does not stand.</summary>
    public byte ImpactAt(int term, int unit)
    {
        var (start, end) = Run(term, unit >> BlockBits);
        var at = Units.AsSpan(start, end - start).BinarySearch((ushort)unit);
        return at < 0 ? (byte)0 : Impacts[start + at];
    }
}

/// <summary>Writes <see cref="Postings"/>: terms in order, and within a term units in order.</summary>
internal sealed class PostingsWriter
{
    private readonly List<int> runOfTerm;
    private readonly List<ushort> blockOfRun = [];
    private readonly List<int> startOfRun = [];
    private readonly ushort[] units;
    private readonly byte[] impacts;
    private int written;
    private int block = -1;

    /// <param name="capacity">Postings that will be added at most.</param>
    public PostingsWriter(int terms, int capacity)
    {
        runOfTerm = new(terms + 1);
        units = new ushort[capacity];
        impacts = new byte[capacity];
    }

    public void BeginTerm()
    {
        runOfTerm.Add(startOfRun.Count);
        block = -1;
    }

    public void Add(int unit, byte impact)
    {
        if (unit >> Postings.BlockBits != block)
        {
            block = unit >> Postings.BlockBits;
            blockOfRun.Add((ushort)block);
            startOfRun.Add(written);
        }
        units[written] = (ushort)unit;
        impacts[written++] = impact;
    }

    /// <param name="count">Units in the segment.</param>
    public Postings Take(int count)
    {
        runOfTerm.Add(startOfRun.Count);
        startOfRun.Add(written);
        return new(
            [.. runOfTerm],
            [.. blockOfRun],
            [.. startOfRun],
            written == units.Length ? units : units[..written],
            written == impacts.Length ? impacts : impacts[..written],
            count
        );
    }
}
