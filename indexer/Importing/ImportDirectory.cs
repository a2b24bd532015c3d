using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Importing;

/// <summary>What became of a page.</summary>
public enum ImportOutcome
{
    Imported,
    Updated,
    Unchanged,
    KeptEdited,
    KeptForeign,
}

/// <summary>
/// The directory that an import writes to. One import at a time; every file lands by renaming a finished one, so whatever happens there is
/// the file before or the file after. Files that the import did not write, or that someone changed, are never touched.
/// </summary>
internal sealed class ImportDirectory : IDisposable
{
    private const string Temporary = ".kb-import-";
    private const string LockName = ".kb-import.lock";
    private const int MaxExistingBytes = 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string root;
    private readonly string system;
    private readonly FileStream held;

    // File name by id, and id by file name: an item keeps the name under which it was first written, so that its address stays.
    private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);

    private ImportDirectory(string root, string system, FileStream held) => (this.root, this.system, this.held) = (root, system, held);

    /// <exception cref="ImportException">It cannot be made, listed or written, or another import is at work in it.</exception>
    public static ImportDirectory Open(string directory, string system)
    {
        var root = Path.GetFullPath(directory);
        try
        {
            if (File.Exists(root))
                throw new ImportException($"'{directory}' is a file; give a directory with --out");
            Directory.CreateDirectory(root);
            FileStream held;
            try
            {
                held = new FileStream(
                    Path.Combine(root, LockName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (IOException e) when (File.Exists(Path.Combine(root, LockName)) && e is not FileNotFoundException)
            {
                throw new ImportException($"another import is writing to '{directory}'; wait for it, or choose another directory");
            }
            var opened = new ImportDirectory(root, system, held);
            try
            {
                opened.LoadExisting();
                return opened;
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(directory, e);
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>A file for what has no room in memory; it goes when it is closed, or at the next import.</summary>
    public FileStream OpenSpool() =>
        new(
            Path.Combine(root, $"{Temporary}spool-{Guid.NewGuid():N}.tmp"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            64 * 1024,
            FileOptions.DeleteOnClose
        );

    /// <summary>The file name of an item: the one it has, else one from its id and title that no other item has.</summary>
    public string NameOf(string id, string title)
    {
        if (names.TryGetValue(id, out var existing))
            return existing;
        var name = ImportedName.Of(id, title);
        if (owners.TryGetValue(name, out var owner) && !owner.Equals(id, StringComparison.OrdinalIgnoreCase))
            name = ImportedName.Distinct(id, title);
        (names[id], owners[name]) = (name, id);
        return name;
    }

    /// <exception cref="ImportException">The file cannot be written.</exception>
    public (ImportOutcome Outcome, string Name) Put(ImportedPage page)
    {
        var name = NameOf(page.Origin.Id, page.Title);
        var bytes = Utf8.GetBytes(ImportedFile.Write(page));
        try
        {
            var path = Path.Combine(root, name);
            var existing = new FileInfo(path);
            var exists = existing.Exists || existing.LinkTarget is not null || Directory.Exists(path);
            // An empty file is what a power cut can leave of a renamed one; there is nothing in it to lose.
            if (exists && existing is not { LinkTarget: null, Exists: true, Length: 0 })
            {
                if (Read(existing) is not { } before)
                    return (ImportOutcome.KeptForeign, name);
                if (before.AsSpan().SequenceEqual(bytes))
                    return (ImportOutcome.Unchanged, name);
                if (
                    State(before) is not { } state
                    || state.System != system
                    || !state.Id.Equals(page.Origin.Id, StringComparison.OrdinalIgnoreCase)
                )
                    return (ImportOutcome.KeptForeign, name);
                if (!state.IsUntouched)
                    return (ImportOutcome.KeptEdited, name);
            }
            return Publish(path, bytes, exists)
                ? (exists ? ImportOutcome.Updated : ImportOutcome.Imported, name)
                : (ImportOutcome.KeptForeign, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(Path.Combine(root, name), e);
        }
    }

    /// <returns>False when another process created the file meanwhile.</returns>
    private bool Publish(string path, byte[] bytes, bool overwrite)
    {
        var temporary = Path.Combine(root, $"{Temporary}{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                stream.Write(bytes);
            try
            {
                File.Move(temporary, path, overwrite);
                return true;
            }
            catch (IOException) when (!overwrite && Path.Exists(path))
            {
                File.Delete(temporary);
                return false;
            }
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    // Temporary files of a killed import are deleted; finished files are known by their front matter.
    private void LoadExisting()
    {
        foreach (var path in Directory.EnumerateFiles(root, Temporary + "*.tmp"))
            TryDelete(path);
        foreach (var path in Directory.EnumerateFiles(root, "*.md").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (Read(new(path)) is not { } bytes || State(bytes) is not { } state || state.System != system)
                continue;
            // Of a file and its copy the one with the name that it was given is the item's.
            if (names.TryGetValue(state.Id, out var other) && other.Length <= name.Length)
                continue;
            (names[state.Id], owners[name]) = (name, state.Id);
        }
    }

    // Null for what the import cannot have written: links, directories, large files, files that may not be read. A pipe has no length.
    private static byte[]? Read(FileInfo file)
    {
        try
        {
            return file is { LinkTarget: null, Exists: true, Length: <= MaxExistingBytes }
                ? file.Length == 0
                    ? []
                    : PlainFile.ReadAllBytes(file.FullName, MaxExistingBytes)
                : null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or NotAPlainFileException)
        {
            return null;
        }
    }

    private static ImportedFileState? State(byte[] bytes) => ImportedFile.Read(TextDecoding.Decode(bytes).Text);

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is hidden, takes room only, and goes with the next import.
        }
    }

    private static ImportException CannotWrite(string path, Exception e) =>
        new(
            $"cannot write '{path}' ({IoFailure.ReasonOf(e)}); what was imported before it is complete, "
                + "run the same import again when that is fixed"
        );
}
