namespace Knowledge.Indexer.Sources.History;

/// <summary>What git knows about the files of a source.</summary>
/// <param name="Head">Id of the commit up to which it was read.</param>
/// <param name="EditUrl">Where the files are edited, made from the origin of the checkout; null when that is not certain.</param>
/// <param name="Files">By path inside the source; files that are not committed, and those whose last change lies beyond what was
/// read, are not in it.</param>
/// <param name="IsPartial">Whether reading ended at a limit of time or size: the newest commits are known.</param>
public sealed record SourceHistory(string Head, string? EditUrl, IReadOnlyDictionary<string, FileHistory> Files, bool IsPartial)
{
    /// <summary>Path of the source inside its checkout, with a slash at its end; empty for the root.</summary>
    public string Prefix { get; init; } = "";

    public static IReadOnlyDictionary<string, SourceHistory> None { get; } = new Dictionary<string, SourceHistory>();
}

/// <summary>The changes of one file that were more than a date or white space.</summary>
/// <param name="Changed">When the last of them was written.</param>
/// <param name="Authors">Who wrote them, the last one first, without mail addresses.</param>
public sealed record FileHistory(DateTimeOffset Changed, IReadOnlyList<string> Authors);
