using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Sources.History;

/// <summary>How it is known when a page last changed.</summary>
public enum ChangeBasis
{
    /// <summary>From the commits that changed more than a date or white space.</summary>
    Git,

    /// <summary>From the time of the file, which a copy or a checkout sets anew.</summary>
    FileTime,
}

/// <summary>When a page last really changed, as far as that is known.</summary>
/// <param name="Authors">Who changed it, the last one first; empty when the file time is all there is.</param>
public sealed record LastChange(DateTimeOffset At, ChangeBasis Basis, IReadOnlyList<string> Authors)
{
    /// <param name="fileTime">For when git does not know the file.</param>
    public static LastChange? Of(Document document, IReadOnlyDictionary<string, SourceHistory> histories, DateTimeOffset? fileTime) =>
        histories.GetValueOrDefault(document.Source)?.Files.GetValueOrDefault(document.Path) is { } known
            ? new(known.Changed, ChangeBasis.Git, known.Authors)
        : fileTime is { } time ? new(time, ChangeBasis.FileTime, [])
        : null;
}
