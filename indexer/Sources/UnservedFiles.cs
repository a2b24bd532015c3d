namespace Knowledge.Indexer.Sources;

/// <summary>A file of a source that was seen and of which nothing is served, with the reason.</summary>
public sealed record UnservedFile(string Source, string Path, string Reason);

/// <summary>The files that nothing is served from: what is no page by its name, and what turned out to be none.</summary>
/// <param name="Total">Of a source with very many files not all are named.</param>
public sealed record UnservedFiles(int Total, IReadOnlyList<UnservedFile> Files)
{
    public static UnservedFiles Of(IEnumerable<SourceSnapshot> sources)
    {
        var total = 0;
        var files = new List<UnservedFile>();
        foreach (var source in sources)
        {
            var read = source.Files.Where(f => f.NotADocument is not null && !f.IsUsed).ToList();
            total += read.Count + source.Unread.Total;
            files.AddRange(
                read.Select(f => new UnservedFile(source.Name, f.Path, f.NotADocument!))
                    .Concat(source.Unread.Paths.Select(p => new UnservedFile(source.Name, p, UnreadFiles.ReasonOf(p))))
                    .OrderBy(f => f.Path, StringComparer.Ordinal)
            );
        }
        return new(total, files);
    }
}
