using System.Buffers;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Sources;

/// <summary>A directory that is served.</summary>
/// <param name="Name">Unique among the sources.</param>
/// <param name="EditUrl">Where its files are edited: an address before the path, or with <c>{path}</c> in place of it.</param>
public sealed record SourceDirectory(string Name, string Directory, string? EditUrl = null)
{
    /// <summary>
    /// Whether the ids of its documents begin with its name: of every source but the first, so that no page gets another address when a
    /// further source is added behind it.
    /// </summary>
    public bool PrefixesIds { get; init; }

    /// <summary>The lexicon of headings, when a <c>headings.yaml</c> at its root adds to the built-in one.</summary>
    internal HeadingLexicon? Headings { get; init; }

    /// <summary>What a <c>knowledge.yaml</c> at its root says.</summary>
    internal SourceSettings Settings { get; init; } = SourceSettings.None;

    /// <summary>Hash of both files; empty when there is none.</summary>
    internal string HeadingsHash { get; init; } = "";

    /// <summary>Not null where checks look at its pages: what they look for in words outside code.</summary>
    internal SearchValues<string>? ElementWords { get; init; }

    /// <summary>Whether other nodes have the directory, and what they read comes out of the store that all share.</summary>
    public bool IsElsewhere { get; init; }
}

/// <summary>What was read of one source.</summary>
/// <param name="Findings">About the source as a whole; those of files are with the files.</param>
/// <param name="IsMissing">The directory is not there or cannot be listed; the files are those of the reading before.</param>
/// <param name="Pending">Files that are listed and not read yet.</param>
public sealed record SourceSnapshot(
    string Name,
    IReadOnlyList<ReadFile> Files,
    IReadOnlyList<Finding> Findings,
    bool IsMissing = false,
    int Pending = 0
)
{
    /// <summary>Directories of it that are there and could not be listed; the files in them are those of the reading before.</summary>
    public IReadOnlyList<string> Unlisted { get; init; } = [];

    /// <summary>Files of it that are not opened.</summary>
    public UnreadFiles Unread { get; init; } = UnreadFiles.None;

    /// <summary>What its <c>knowledge.yaml</c> said when it could last be read.</summary>
    internal SourceSettings Settings { get; init; } = SourceSettings.None;

    /// <summary>A text as a file of this source is read: with its own words of headings, and with what it says is a page.</summary>
    public SourceText TextAt(string path, string text) =>
        new(
            Name,
            Name,
            path,
            text,
            Headings: Files.FirstOrDefault(f => f.IsHeadings)?.Text is { } words ? HeadingLexicon.With(words).Lexicon : null,
            Settings: Settings
        );

    /// <summary>Pages that are gone in its directory and still served: too many went at once (<see cref="SourceLoss"/>).</summary>
    public int Lost { get; init; }

    /// <summary>Whether its directory has not answered for so long that it was left to itself; then it counts as missing too.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>When a server first found its directory missing; null where it is there, and where nobody kept the time.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>Whether other nodes have its directory; then it counts as missing too.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Whether no node has looked at its directory for so long that changes may be missing.</summary>
    public bool IsUnattended { get; init; }

    /// <summary>Paths of files that are listed and of which nothing could be read; looks at all files.</summary>
    public IEnumerable<string> Unreadable =>
        Files.Where(f => f.IsUnreadable && f.Findings.Any(x => x.Code == FindingCodes.Unreadable)).Select(f => f.Path);

    /// <summary>Tells of a path whether it is not known just now what it holds: it may be there all the same.</summary>
    public Func<string, bool> OutOfReach()
    {
        var unreadable = Unreadable.ToHashSet(StringComparer.Ordinal);
        return path =>
            IsMissing || Lost > 0 || unreadable.Contains(path) || Unlisted.Any(d => path.StartsWith(d + "/", StringComparison.Ordinal));
    }

    /// <summary>Its files by path; of one that was read twice the first.</summary>
    internal Dictionary<string, ReadFile> ByPath()
    {
        var files = new Dictionary<string, ReadFile>(Files.Count);
        foreach (var file in Files)
            files.TryAdd(file.Path, file);
        return files;
    }

    /// <summary>The same with each file once, however it came to be there twice.</summary>
    internal SourceSnapshot WithoutRepeats()
    {
        var files = ByPath();
        return files.Count == Files.Count ? this : this with { Files = [.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)] };
    }
}

/// <summary>One file of a source after reading: documents, or a part of the catalog, or the reason why it is neither.</summary>
public sealed record ReadFile
{
    /// <summary>Path inside the source, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>What tells a changed file from an unchanged one without reading it.</summary>
    public required FileStamp Stamp { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hex; empty when it was not read.</summary>
    public string Hash { get; init; } = "";

    /// <summary>
    /// Hash of the <c>headings.yaml</c> and <c>knowledge.yaml</c> by which it was read, which may have changed while it was out of reach.
    /// </summary>
    internal string HeadingsHash { get; init; } = "";

    /// <summary>Whether reading it failed, which may pass without the file changing.</summary>
    internal bool IsUnreadable { get; init; }

    /// <summary>
    /// Its text, kept for checks, for the store's revisions and for the snapshot; null when nothing was understood of it.
    /// </summary>
    internal string? Text
    {
        get => TextSource.Value;
        init => TextSource = new(value);
    }

    private Lazy<string?> TextSource { get; init; } = NoText;

    private static readonly Lazy<string?> NoText = new((string?)null);

    /// <summary>The same file whose text is fetched when it is first asked for.</summary>
    internal ReadFile WithTextLater(Func<string?> fetch) => this with { TextSource = new(fetch) };

    internal IReadOnlyList<Document> Documents { get; init; } = [];

    /// <summary>The parts of its page, where checks look at them.</summary>
    internal PageElements? Elements { get; init; }
    internal ServiceCatalog? Catalog { get; init; }

    /// <summary>Whether it is read as a catalog only because a Location names it.</summary>
    internal bool IsLocationTarget { get; init; }

    internal CodeOwners? CodeOwners { get; init; }
    internal OwnersFile? Owners { get; init; }

    /// <summary>Whether it adds to the lexicon of headings.</summary>
    internal bool IsHeadings => Path == DirectoryReader.HeadingsFile;

    /// <summary>Whether it says how its source is read.</summary>
    internal bool IsSettings => Path == SourceSettings.FileName;

    /// <summary>What a <c>thesaurus.yaml</c> or <c>thesaurus.de.yaml</c> adds.</summary>
    internal ThesaurusFile? Thesaurus { get; init; }

    /// <summary>How a sender is read, of a <c>hooks/NAME.yaml</c>; null for any other file.</summary>
    internal HookMapping? HookMapping { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Why nothing is served from it; null when something is.</summary>
    public string? NotADocument { get; init; }

    /// <summary>Of a file that is no document: groups whose members may know of it; null for everybody.</summary>
    internal IReadOnlyList<string>? VisibleTo { get; init; }

    /// <summary>Whether it says something about documents or words without being one: owners, a catalog, headings, settings.</summary>
    internal bool IsUsed =>
        Catalog is not null || CodeOwners is not null || Owners is not null || Thesaurus is not null || IsHeadings || IsSettings;

    /// <summary>Whether something is read out of it that no page has: such a text is kept beside those of pages.</summary>
    internal bool SaysMoreThanPages =>
        IsUsed || HookMapping is not null || (Documents.Count > 0 && Documents.All(d => d.Kind == DocumentKind.Alert));
}

public readonly record struct FileStamp(DateTime ModifiedUtc, long Length);
