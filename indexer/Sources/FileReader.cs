using System.Security.Cryptography;
using Knowledge.Content;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Sources;

/// <summary>Reads one file of a source: what it says, or why it is not read.</summary>
internal static class FileReader
{
    private const int MaxMarkdownBytes = 256 * 1024;
    public const int MaxYamlBytes = 1024 * 1024;

    /// <summary>The catalog, the owners or the thesaurus in a text that was kept.</summary>
    public static ReadFile FromText(SourceDirectory source, ReadFile file, string text) =>
        Interpret(source, "", file, file.IsLocationTarget ? FileRole.Catalog : FileRoles.Of(file.Path), text);

    /// <param name="isLocationTarget">Whether a catalog names it, so that it is one whatever it is called.</param>
    public static ReadFile Read(SourceDirectory source, string root, string path, FileStamp stamp, bool isLocationTarget = false)
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

        // A power cut can leave a file of its length without its text.
        if (!bytes.AsSpan().ContainsAnyExcept((byte)0))
            return Refused(
                file with
                {
                    IsUnreadable = true,
                },
                FindingCodes.Unreadable,
                Severity.Error,
                "The file holds nothing but zeros, as a power cut can leave it; restore it."
            );

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
    public static ReadFile Interpret(SourceDirectory source, string root, ReadFile file, FileRole role, string text)
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
            case FileRole.PerhapsRules when file.Path is DirectoryReader.HeadingsFile:
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
                {
                    ElementWords = source.ElementWords,
                }
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
            Elements = reading.Elements,
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
