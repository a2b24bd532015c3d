namespace Knowledge.Indexer.Sources.History;

/// <summary>The histories of all sources, once: for a command. A server has <c>LiveHistory</c>.</summary>
public static class SourceHistories
{
    // A command is waited for; of a very long log the newest part will do.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <returns>By source; sources that are no checkout are not in it, and none is where git is not installed.</returns>
    public static async Task<IReadOnlyDictionary<string, SourceHistory>> ReadAsync(
        IReadOnlyList<SourceDirectory> sources,
        CancellationToken cancellation = default
    )
    {
        var histories = new Dictionary<string, SourceHistory>();
        foreach (var source in sources)
            if (
                GitHistory.IsCheckout(source.Directory)
                && Program(sources) is { } git
                && await GitHistory.ReadAsync(git, source.Directory, null, Limit, cancellation) is { } history
            )
                histories[source.Name] = history;
        return histories;
    }

    internal static string? Program(IReadOnlyList<SourceDirectory> sources) =>
        GitProcess.Find(Environment.GetEnvironmentVariable("PATH"), [.. sources.Select(s => s.Directory)]);

    /// <summary>Where a file is edited: at the address that was given for its source, else where its checkout came from.</summary>
    public static string? EditUrl(
        string source,
        string path,
        IReadOnlyList<SourceDirectory> sources,
        IReadOnlyDictionary<string, SourceHistory> histories
    ) =>
        (sources.FirstOrDefault(s => s.Name == source)?.EditUrl ?? histories.GetValueOrDefault(source)?.EditUrl) is { } address
            ? EditUrls.Of(address, path)
            : null;
}
