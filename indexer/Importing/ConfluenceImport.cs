using System.IO.Compression;
using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>Tells the exports of Confluence apart by what is in them, and reads each.</summary>
internal static class ConfluenceImport
{
    private const int BeginningBytes = 64 * 1024;

    public static IEnumerable<ImportItem> Read(
        string file,
        Uri? address,
        ImportDirectory directory,
        ImportLimits limits,
        ImportProgress progress,
        List<string> notes
    )
    {
        var beginning = Beginning(file);
        if (beginning.StartsWith("PK", StringComparison.Ordinal))
            return Zip(file, address, directory, limits, progress);
        if (beginning.Contains("<hibernate-generic", StringComparison.Ordinal))
            return ConfluenceEntities.Read(file, what => Measured(ImportText.Open(file), what, progress), address, directory, limits);
        return Single(file, beginning, address, directory, notes);
    }

    private static MeasuredStream Measured(FileStream stream, string what, ImportProgress progress)
    {
        var length = stream.Length;
        return new(stream, done => progress(what, done, length));
    }

    private static string Beginning(string file)
    {
        using var stream = ImportText.Open(file);
        var bytes = new byte[4096];
        return ImportText.Decode(bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]).Text;
    }

    /// <summary>One page: as exported to HTML, or in storage format as the wiki shows it ("View Storage Format").</summary>
    private static IEnumerable<ImportItem> Single(
        string file,
        string beginning,
        Uri? address,
        ImportDirectory directory,
        List<string> notes
    )
    {
        var (text, guessed) = ImportText.ReadAll(file, ImportLimits.Default with { MaxTableBytes = 4L * ConfluencePage.MaxCharacters });
        if (guessed is not null)
            notes.Add($"'{file}' is not UTF-8; it was read as {guessed}.");
        if (!beginning.Contains('<', StringComparison.Ordinal))
            throw new ImportException(
                $"'{file}' is no Confluence export: neither a zip, nor entities.xml, nor a page in storage format or HTML"
            );
        var name = Path.GetFileName(file);
        var site = new ConfluenceSite(address);
        var id = ConfluencePage.IdOfFile(name);
        if (text.Length > ConfluencePage.MaxCharacters)
            yield return new ImportItem.Skipped(id, name, ConfluencePage.TooLong);
        else if (beginning.Contains("<html", StringComparison.OrdinalIgnoreCase))
        {
            var title = ConfluencePage.TitleOfHtml(text, name);
            site.Add(id, "", title, directory.NameOf(id, title));
            yield return new ImportItem.Ready(ConfluencePage.OfHtml(id, title, text, site, site.Resolve));
        }
        else
        {
            var title = Path.GetFileNameWithoutExtension(name).Replace('_', ' ').Replace('+', ' ');
            yield return new ImportItem.Ready(ConfluencePage.OfStorage(new(id, title, "", [], []), text, site));
        }
    }

    private static IEnumerable<ImportItem> Zip(
        string file,
        Uri? address,
        ImportDirectory directory,
        ImportLimits limits,
        ImportProgress progress
    )
    {
        using var zip = ZipExport.Open(file, ImportText.Open(file), limits);
        foreach (var (name, reason) in zip.Refused)
            yield return new ImportItem.Skipped("", name, reason);
        var entities = zip.Entries.FirstOrDefault(e => e.Name == "entities.xml");
        var items = entities is null
            ? Html(file, zip, address, directory, progress)
            : ConfluenceEntities.Read(
                file,
                what => zip.Open(entities, done => progress(what, done, entities.Length)),
                address,
                directory,
                limits
            );
        foreach (var item in items)
            yield return item;
    }

    private static IEnumerable<ImportItem> Html(
        string file,
        ZipExport zip,
        Uri? address,
        ImportDirectory directory,
        ImportProgress progress
    )
    {
        var entries = zip
            .Entries.Where(e =>
                e.Name.EndsWith(".html", StringComparison.OrdinalIgnoreCase)
                && !e.Name.Equals("index.html", StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        if (entries.Count == 0)
            throw new ImportException($"'{file}' is no Confluence export: there is neither an entities.xml nor a page (*.html) in it");
        var site = new ConfluenceSite(address);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var pages = new List<(ZipArchiveEntry Entry, string Id, string Title)>();
        foreach (var entry in entries)
        {
            progress("looking for pages", pages.Count, entries.Count);
            using var stream = zip.Open(entry);
            var (id, title) = (
                ConfluencePage.IdOfFile(entry.Name),
                ConfluencePage.TitleOfHtml(Text(stream, BeginningBytes).Text, entry.Name)
            );
            var name = directory.NameOf(id, title);
            site.Add(id, "", title, name);
            files.TryAdd(entry.FullName, name);
            pages.Add((entry, id, title));
        }
        for (var i = 0; i < pages.Count; i++)
        {
            progress("importing pages", i, pages.Count);
            var (entry, id, title) = pages[i];
            string html;
            bool isWhole;
            using (var stream = zip.Open(entry))
                (html, isWhole) = Text(stream, ConfluencePage.MaxCharacters);
            if (!isWhole)
                yield return new ImportItem.Skipped(id, title, ConfluencePage.TooLong);
            else
                yield return new ImportItem.Ready(
                    ConfluencePage.OfHtml(id, title, html, site, url => Resolve(url, entry.FullName, files, site))
                );
        }
    }

    private static string? Resolve(string url, string from, Dictionary<string, string> files, ConfluenceSite site)
    {
        if (url.Contains(':', StringComparison.Ordinal) || url.StartsWith('/'))
            return site.Resolve(url);
        var path = Uri.UnescapeDataString(url.Split('#', '?')[0]);
        var directory = from.LastIndexOf('/') is var slash and >= 0 ? from[..(slash + 1)] : "";
        // What is neither a page of the export nor an address is a file beside it, which stays there.
        return files.GetValueOrDefault(directory + path) ?? (url.Contains("pageId=", StringComparison.Ordinal) ? site.Resolve(url) : null);
    }

    /// <summary>The text of a stream, and whether that is all of it.</summary>
    private static (string Text, bool IsWhole) Text(Stream stream, int maxBytes)
    {
        var bytes = new byte[maxBytes + 1];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var isWhole = read <= maxBytes;
        var count = Math.Min(read, maxBytes);
        // A character that was cut in two would make the whole look like another encoding.
        while (!isWhole && count > 0 && (bytes[count] & 0xC0) == 0x80)
            count--;
        return (ImportText.Decode(bytes[..count]).Text, isWhole);
    }
}
