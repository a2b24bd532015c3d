using System.Text;
using Knowledge.Content;
using Knowledge.Content.Importing;

namespace Knowledge.Indexer.Importing;

/// <summary>Writes the items of an export to a directory, and counts what became of them.</summary>
internal static class ImportRun
{
    // A file that is served has as many bytes as this has characters; front matter and title need their part.
    private const int MaxBodyBytes = DocumentReader.MaxCharacters - 20_000;

    /// <param name="items">Read one after the other, each only when the one before it is written.</param>
    /// <param name="notes">Filled while the items are read.</param>
    /// <exception cref="ImportException">The export cannot be read any further, or the directory not be written.</exception>
    public static ImportReport Run(
        string system,
        string shownDirectory,
        ImportDirectory directory,
        IEnumerable<ImportItem> items,
        List<string> notes,
        ImportLimits limits
    )
    {
        var (imported, updated, unchanged) = (0, 0, 0);
        var skipped = new SkippedItems();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
            switch (item)
            {
                case ImportItem.Skipped skip:
                    skipped.Add(skip.Id, skip.Title, skip.Reason);
                    break;
                case ImportItem.Ready { Page: var page }:
                    Put(page);
                    break;
            }
        return new(system, shownDirectory, imported, updated, unchanged, skipped.Count, skipped.Reasons, notes);

        void Put(ImportedPage page)
        {
            if (Encoding.UTF8.GetByteCount(page.Body) > MaxBodyBytes)
                skipped.Add(
                    page.Origin.Id,
                    page.Title,
                    $"too long: a page may have {MaxBodyBytes:N0} bytes of Markdown; split it there and export again"
                );
            else if (page.Origin.Id.Length > ImportedFile.MaxIdCharacters)
                skipped.Add(page.Origin.Id, page.Title, $"its id has more than {ImportedFile.MaxIdCharacters} characters");
            else if (string.IsNullOrWhiteSpace(page.Body))
                skipped.Add(page.Origin.Id, page.Title, "no text");
            else if (seen.Contains(page.Origin.Id))
                skipped.Add(page.Origin.Id, page.Title, "its id was in the export before; the first one is kept");
            else if (seen.Count >= limits.MaxItems)
                skipped.Add(
                    page.Origin.Id,
                    page.Title,
                    $"more than {limits.MaxItems:N0} items; a source serves no more files, so import the rest into another directory"
                );
            else
            {
                seen.Add(page.Origin.Id);
                var (outcome, name) = directory.Put(page);
                switch (outcome)
                {
                    case ImportOutcome.Imported:
                        imported++;
                        break;
                    case ImportOutcome.Updated:
                        updated++;
                        break;
                    case ImportOutcome.Unchanged:
                        unchanged++;
                        break;
                    case ImportOutcome.KeptEdited:
                        skipped.Add(page.Origin.Id, name, "its file was edited by hand and is kept; delete it to import it again");
                        break;
                    default:
                        skipped.Add(page.Origin.Id, name, "a file that is no import has its name and is kept; rename that file");
                        break;
                }
            }
        }
    }
}
