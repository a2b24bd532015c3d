using System.Security.Cryptography;
using Knowledge.Content;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Sources;

/// <summary>Reads a directory of content. Files that cannot or must not be read become findings; the rest is served.</summary>
public static class DirectoryReader
{
    /// <summary>At the root of a source: further words of headings.</summary>
    internal const string HeadingsFile = "headings.yaml";

    private const int MaxMarkdownBytes = 256 * 1024;
    private const int MaxSettingsBytes = 16 * 1024;
    internal const int MaxYamlBytes = 1024 * 1024;

    /// <param name="before">The reading before; files whose stamp is the same are taken from it.</param>
    /// <param name="portion">New and changed files that are read at most; the rest is pending, and served as it was.</param>
    public static SourceSnapshot Read(
        SourceDirectory source,
        SourceSnapshot? before = null,
        int portion = int.MaxValue,
        CancellationToken cancellation = default
    ) => Read(source, before, portion, null, cancellation);

    /// <param name="entriesOf">Lists one directory; that of the file system when it is not given.</param>
    internal static SourceSnapshot Read(
        SourceDirectory source,
        SourceSnapshot? before,
        int portion,
        Func<string, IEnumerable<ListedEntry>>? entriesOf,
        CancellationToken cancellation
    )
    {
        var findings = new List<Finding>();
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Directory));
        var (settings, settingsHash) = SettingsOf(root, before);
        source = source with { Settings = settings };
        var (listed, unlisted, unread) = DirectoryListing.Of(root, findings, entriesOf, settings);
        if (unlisted.Contains(""))
        {
            findings.Clear();
            findings.Add(
                new(
                    FindingCodes.SourceMissing,
                    Severity.Error,
                    "",
                    1,
                    $"The directory of source `{source.Name}` is missing or cannot be listed; restore or mount it. What "
                        + $"was read of it before is still served.",
                    source.Name
                )
            );
            return new(source.Name, before?.Files ?? [], findings, IsMissing: true) { Settings = before?.Settings ?? SourceSettings.None };
        }
        var known = before?.ByPath() ?? [];
        source = WithHeadings(source, root, listed, known);
        source = source with { HeadingsHash = source.HeadingsHash + settingsHash };
        var files = new ReadFile?[listed.Count];
        var stale = new List<int>();
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = known.GetValueOrDefault(listed[i].Path);
            // What could not be read is tried again: permissions can change and the stamp stay.
            // Other words of headings make another page of the same text.
            if (
                files[i] is not { IsUnreadable: false } file
                || file.Stamp != listed[i].Stamp
                || (file.HeadingsHash != source.HeadingsHash && file.Path is not (HeadingsFile or SourceSettings.FileName))
            )
                stale.Add(i);
        }
        Parallel.ForEach(
            stale.Take(portion),
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i =>
            {
                var (path, stamp) = listed[i];
                var read = ReadFile(source, root, path, stamp);
                if (!read.IsUnreadable || files[i] is not { } earlier || earlier.Stamp != stamp)
                    files[i] = read;
            }
        );
        // A file that was named by a catalog once is read by its own name again.
        CatalogLocations.Follow(files, (file, isTarget) => ReadFile(source, root, file.Path, file.Stamp, isTarget), findings);
        var outOfReach = known.Values.Where(f => unlisted.Any(d => f.Path.StartsWith(d + "/", StringComparison.Ordinal)));
        return new(
            source.Name,
            [.. files.OfType<ReadFile>().Concat(outOfReach).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal)],
            findings,
            Pending: Math.Max(0, stale.Count - portion)
        )
        {
            Unlisted = unlisted,
            Unread = unread,
            Settings = settings,
        };
    }

    // Before anything is listed: it says what is a page. One that cannot be read just now says what it said before.
    private static (SourceSettings Settings, string Hash) SettingsOf(string root, SourceSnapshot? before)
    {
        var path = Path.Combine(root, SourceSettings.FileName);
        if (!File.Exists(path))
            return (SourceSettings.None, "");
        try
        {
            var bytes = PlainFile.ReadAllBytes(path, MaxSettingsBytes);
            return (SourceSettings.Read(TextDecoding.Decode(bytes).Text).Settings, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (before?.Settings ?? SourceSettings.None, "");
        }
    }

    /// <summary>The source with the lexicon that its pages are read with.</summary>
    private static SourceDirectory WithHeadings(
        SourceDirectory source,
        string root,
        IReadOnlyList<(string Path, FileStamp Stamp)> listed,
        Dictionary<string, ReadFile> known
    )
    {
        if (listed.FirstOrDefault(f => f.Path == HeadingsFile) is not { Path: not null } file)
            return source;
        var earlier = known.GetValueOrDefault(HeadingsFile);
        var read =
            earlier is { IsUnreadable: false, Text: not null } && earlier.Stamp == file.Stamp
                ? earlier
                : ReadFile(source, root, file.Path, file.Stamp);
        return read.Text is { } text ? source with { Headings = HeadingLexicon.With(text).Lexicon, HeadingsHash = read.Hash } : source;
    }

    /// <summary>What is served of a source whose directory does not answer: what was read of it before.</summary>
    public static SourceSnapshot Overdue(SourceDirectory source, SourceSnapshot? before) =>
        new(
            source.Name,
            before?.Files ?? [],
            [
                new(
                    FindingCodes.SourceMissing,
                    Severity.Error,
                    "",
                    1,
                    $"The directory of source `{source.Name}` does not answer; check its mount. What was read of it before "
                        + "is still served.",
                    source.Name
                ),
            ],
            IsMissing: true,
            // Nobody knows what there is where nothing was ever read.
            Pending: before is null ? 1 : before.Pending
        )
        {
            IsOverdue = true,
        };

    /// <summary>The catalog, the owners or the thesaurus in a text that was kept.</summary>
    internal static ReadFile FromText(SourceDirectory source, ReadFile file, string text) =>
        Interpret(source, "", file, file.IsLocationTarget ? FileRole.Catalog : FileRoles.Of(file.Path), text);

    private static ReadFile ReadFile(SourceDirectory source, string root, string path, FileStamp stamp, bool isLocationTarget = false)
    {
        var file = new ReadFile
        {
            Path = path,
            Stamp = stamp,
            IsLocationTarget = isLocationTarget,
            HeadingsHash = source.HeadingsHash,
        };
        var role = isLocationTarget ? FileRole.Catalog : FileRoles.Of(path, source.Settings);
        // Tags and pictures of HTML and notebooks are left out before their text is measured.
        var limit =
            role is FileRole.PerhapsRules or FileRole.Catalog || PageFormats.Of(path) is PageFormat.Html or PageFormat.Notebook
                ? MaxYamlBytes
                : MaxMarkdownBytes;
        if (stamp.Length == 0 && !Path.Exists(Path.Combine(root, path)))
            return Refused(
                file with
                {
                    IsUnreadable = true,
                },
                FindingCodes.Unreadable,
                Severity.Error,
                "The file cannot be opened: its path is too long, or it has just gone."
            );
        if (stamp.Length == 0)
            return Refused(
                file,
                FindingCodes.NotAPlainFile,
                Severity.Note,
                "The file is empty, or it is a pipe, socket or device; it is not read."
            );
        if (stamp.Length > limit)
            return role is FileRole.Page or FileRole.Catalog
                ? Refused(
                    file,
                    FindingCodes.TooLarge,
                    Severity.Error,
                    $"The file has {stamp.Length:N0} bytes; at most {limit:N0} are read. Split it."
                )
                : file with
                {
                    NotADocument = "too large to be looked at",
                };
        byte[] bytes;
        try
        {
            using var stream = PlainFile.Open(Path.Combine(root, path));
            if (DirectoryListing.LeavesRoot(stream, root))
                return Refused(
                    file with
                    {
                        IsUnreadable = true,
                    },
                    FindingCodes.NotAPlainFile,
                    Severity.Error,
                    "The link leads out of the source's directory; it is not followed."
                );
            // A file may have grown since it was listed.
            bytes = new byte[Math.Min(stream.Length, limit)];
            bytes = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (NotAPlainFileException)
        {
            // It was one when it was listed, and may be one again.
            return Refused(
                file with
                {
                    IsUnreadable = true,
                },
                FindingCodes.NotAPlainFile,
                Severity.Error,
                "The file has become a pipe, socket, device or directory; it is not read."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(
                file with
                {
                    IsUnreadable = true,
                },
                FindingCodes.Unreadable,
                Severity.Error,
                $"The file cannot be read ({IoFailure.ReasonOf(e)}); check its permissions and the disk."
            );
        }

        var (text, problem) = TextDecoding.Decode(bytes);
        var read = Interpret(source, root, file with { Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)) }, role, text);
        return problem is null || read.NotADocument is not null
            ? read
            : read with
            {
                Findings = [new(FindingCodes.InvalidText, Severity.Warning, path, 1, problem), .. read.Findings],
            };
    }

    /// <summary>Makes of a text what it says.</summary>
    internal static ReadFile Interpret(SourceDirectory source, string root, ReadFile file, FileRole role, string text)
    {
        switch (role)
        {
            case FileRole.Catalog:
                var (catalog, findings) = CatalogReader.Read(file.Path, text);
                return file with { Catalog = catalog, Text = text, Findings = findings, NotADocument = "catalog" };
            case FileRole.CodeOwners:
                return file with { CodeOwners = CodeOwners.Read(text), Text = text, NotADocument = "owners" };
            case FileRole.Owners:
                return file with { Owners = OwnersFile.Read(file.Path, text), Text = text, NotADocument = "owners" };
            case FileRole.PerhapsRules when file.Path is SourceSettings.FileName:
                return file with { Text = text, NotADocument = "settings of the source", Findings = SourceSettings.Read(text).Findings };
            case FileRole.PerhapsRules when file.Path is HeadingsFile:
                return file with
                {
                    Text = text,
                    NotADocument = "headings",
                    Findings = HeadingLexicon.With(text).Problem is { } problem
                        ?
                        [
                            new(
                                FindingCodes.InvalidYaml,
                                Severity.Error,
                                file.Path,
                                problem.Line,
                                $"Headings are not read: {problem.Message}"
                            ),
                        ]
                        : [],
                };
            case FileRole.PerhapsRules when ThesaurusFile.LanguageOf(file.Path) is { } language:
                var wrong = SynonymGroups.Read(TextLanguage.Of(language), text).Problem;
                return file with
                {
                    Thesaurus = new(language, text),
                    Text = text,
                    NotADocument = "thesaurus",
                    Findings = wrong is null
                        ? []
                        :
                        [
                            new(
                                FindingCodes.InvalidYaml,
                                Severity.Error,
                                file.Path,
                                wrong.Line,
                                $"Groups from here on are not read: {wrong.Message}"
                            ),
                        ],
                };
        }
        if (role == FileRole.PerhapsRules && HookMappingReader.IsMapping(file.Path, text))
        {
            var (mapping, wrongs) = HookMappingReader.Read(file.Path, text);
            return file with { HookMapping = mapping, Text = text, Findings = wrongs, NotADocument = "mapping of a sender" };
        }
        FileParseResult reading;
        try
        {
            reading = DocumentReader.Read(
                new(
                    source.Name,
                    Path.GetFileName(root),
                    file.Path,
                    text,
                    source.PrefixesIds ? source.Name : null,
                    source.Headings,
                    source.Settings
                )
            );
        }
        catch (Exception)
        {
            // Readers do not throw. Should one of them have a mistake, it must not take the other pages down.
            return Refused(
                file,
                FindingCodes.Unreadable,
                Severity.Error,
                "Reading the file failed inside Knowledge; please report it with the file."
            );
        }
        return file with
        {
            Text = reading.Documents.Count > 0 ? text : null,
            Documents = reading.Documents,
            Findings = reading.Findings,
            NotADocument = reading.NotADocument,
            VisibleTo = reading.VisibleTo,
        };
    }

    private static ReadFile Refused(ReadFile file, string code, Severity severity, string message) =>
        file with
        {
            Findings = [new(code, severity, file.Path, 1, message)],
            NotADocument = message,
        };
}
