namespace Knowledge.Indexer.Importing;

/// <summary>What an import may cost; beyond it an export is refused, or an item is skipped, with the number in the message.</summary>
/// <remarks>Sizes are bytes; an item is one page, record, question or issue.</remarks>
public sealed record ImportLimits
{
    public static ImportLimits Default { get; } = new();

    /// <summary>Pages that one run writes; a source serves no more files.</summary>
    public int MaxItems { get; init; } = 100_000;

    /// <summary>A JSON or CSV file, which is read as a whole. It takes some ten times that in memory.</summary>
    public long MaxTableBytes { get; init; } = 64L * 1024 * 1024;

    public int MaxZipEntries { get; init; } = 100_000;

    /// <summary>The list at the end of a zip file, which is read as a whole.</summary>
    public long MaxZipDirectoryBytes { get; init; } = 32L * 1024 * 1024;

    /// <summary>All that is unpacked of one zip file, by count and not by what it says of itself.</summary>
    public long MaxUnpackedBytes { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>
    /// How many times larger than its packed form an entry may be, once it has more than <see cref="FreeUnpackedBytes"/>. Text
    /// packs to a twentieth.
    /// </summary>
    public int MaxRatio { get; init; } = 200;

    public long FreeUnpackedBytes { get; init; } = 1024 * 1024;

    /// <summary>Characters between two tags, or in one tag, of an XML stream.</summary>
    public int MaxXmlRun { get; init; } = 8 * 1024 * 1024;

    public int MaxXmlDepth { get; init; } = 64;
    public int MaxXmlNames { get; init; } = 10_000;
    public int MaxJsonDepth { get; init; } = 128;

    /// <summary>Names, values, and beginnings and ends of lists and objects.</summary>
    public int MaxJsonValues { get; init; } = 8_000_000;
}

/// <summary>An export that cannot be read, or a directory that cannot be written: one line for the person who started the import.</summary>
public sealed class ImportException(string message) : Exception(message);
