using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Sources;

/// <summary>A file of a source as it was read last, without its text.</summary>
/// <param name="Hash">Of its bytes: the same hash is the same text.</param>
/// <param name="IsLocationTarget">Whether it is read as a catalog only because a Location names it.</param>
public sealed record KeptFile(string Path, string Hash, DateTime ModifiedUtc, bool IsLocationTarget);

/// <summary>What a source said when it was last read, out of texts that were kept: for where its directory is not.</summary>
public static class KeptSource
{
    private const int TextsAtOnce = 500;

    /// <param name="before">The reading before; files that did not change are taken from it.</param>
    /// <param name="kept">All files that were kept of the source.</param>
    /// <param name="textsOf">Fetches the texts of files by their paths; a file that it leaves out stays as it was.</param>
    public static IReadOnlyList<ReadFile> Read(
        SourceDirectory source,
        SourceSnapshot? before,
        IReadOnlyList<KeptFile> kept,
        Func<IReadOnlyList<string>, IReadOnlyDictionary<string, string>> textsOf
    )
    {
        var known = before?.ByPath() ?? [];
        source = WithSettings(WithHeadings(source, kept, known, textsOf), kept, textsOf);
        var files = new Dictionary<string, ReadFile>(kept.Count);
        var stale = new List<KeptFile>();
        foreach (var file in kept.DistinctBy(k => k.Path))
        {
            if (known.TryGetValue(file.Path, out var there))
                files[file.Path] = there;
            if (there is null || !IsSame(there, file, source))
                stale.Add(file);
        }
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Directory));
        foreach (var batch in stale.Chunk(TextsAtOnce))
        {
            var texts = textsOf([.. batch.Select(f => f.Path)]);
            foreach (
                var read in batch
                    .Where(f => texts.ContainsKey(f.Path))
                    .AsParallel()
                    .Select(f => FileReader.Interpret(source, root, FileOf(f, source), RoleOf(f, source), texts[f.Path]))
            )
                files[read.Path] = read;
        }
        return [.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    private static bool IsSame(ReadFile there, KeptFile file, SourceDirectory source) =>
        there.Hash == file.Hash
        && there.IsLocationTarget == file.IsLocationTarget
        && (there.HeadingsHash == source.HeadingsHash || there.IsHeadings || there.IsSettings);

    private static ReadFile FileOf(KeptFile file, SourceDirectory source) =>
        new()
        {
            Path = file.Path,
            // No file has this length, so that one that is there again is read.
            Stamp = new(file.ModifiedUtc, -1),
            Hash = file.Hash,
            HeadingsHash = source.HeadingsHash,
            IsLocationTarget = file.IsLocationTarget,
        };

    private static FileRole RoleOf(KeptFile file, SourceDirectory source) =>
        file.IsLocationTarget ? FileRole.Catalog : FileRoles.Of(file.Path, source.Settings);

    private static SourceDirectory WithSettings(
        SourceDirectory source,
        IReadOnlyList<KeptFile> kept,
        Func<IReadOnlyList<string>, IReadOnlyDictionary<string, string>> textsOf
    ) =>
        kept.FirstOrDefault(f => f.Path == SourceSettings.FileName) is { } file
        && textsOf([file.Path]).GetValueOrDefault(file.Path) is { } text
            ? source with
            {
                Settings = SourceSettings.Read(text).Settings,
                HeadingsHash = source.HeadingsHash + file.Hash,
            }
            : source;

    private static SourceDirectory WithHeadings(
        SourceDirectory source,
        IReadOnlyList<KeptFile> kept,
        Dictionary<string, ReadFile> known,
        Func<IReadOnlyList<string>, IReadOnlyDictionary<string, string>> textsOf
    )
    {
        if (kept.FirstOrDefault(f => f.Path == DirectoryReader.HeadingsFile) is not { } file)
            return source;
        var text =
            known.GetValueOrDefault(file.Path) is { Text: { } earlier } there && there.Hash == file.Hash
                ? earlier
                : textsOf([file.Path]).GetValueOrDefault(file.Path);
        return text is null ? source : source with { Headings = HeadingLexicon.With(text).Lexicon, HeadingsHash = file.Hash };
    }
}
