using System.Text;
using Knowledge.Content;
using Knowledge.Content.Importing;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Importing;

/// <summary>Writes the items of an export to a directory, and counts what became of them.</summary>
internal static class ImportRun
{
    private const int MaxExamples = 100;
    private const int MaxExampleCharacters = 120;

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
        var (imported, updated, unchanged, skipped) = (0, 0, 0, 0);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var reasons = new Dictionary<string, (int Count, List<string> Examples)>(StringComparer.Ordinal);
        foreach (var item in items)
            switch (item)
            {
                case ImportItem.Skipped skip:
                    Skip(skip.Id, skip.Title, skip.Reason);
                    break;
                case ImportItem.Ready { Page: var page }:
                    Put(page);
                    break;
            }
        return new(
            system,
            shownDirectory,
            imported,
            updated,
            unchanged,
            skipped,
            [
                .. reasons
                    .OrderByDescending(r => r.Value.Count)
                    .ThenBy(r => r.Key, StringComparer.Ordinal)
                    .Select(r => new ImportReport.SkipReason(r.Key, r.Value.Count, r.Value.Examples)),
            ],
            notes
        );

        void Put(ImportedPage page)
        {
            if (Encoding.UTF8.GetByteCount(page.Body) > MaxBodyBytes)
                Skip(
                    page.Origin.Id,
                    page.Title,
                    $"too long: a page may have {MaxBodyBytes:N0} bytes of Markdown; split it there and export again"
                );
            else if (page.Origin.Id.Length > ImportedFile.MaxIdCharacters)
                Skip(page.Origin.Id, page.Title, $"its id has more than {ImportedFile.MaxIdCharacters} characters");
            else if (string.IsNullOrWhiteSpace(page.Body))
                Skip(page.Origin.Id, page.Title, "no text");
            else if (seen.Contains(page.Origin.Id))
                Skip(page.Origin.Id, page.Title, "its id was in the export before; the first one is kept");
            else if (seen.Count >= limits.MaxItems)
                Skip(
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
                        Skip(page.Origin.Id, name, "its file was edited by hand and is kept; delete it to import it again");
                        break;
                    default:
                        Skip(page.Origin.Id, name, "a file that is no import has its name and is kept; rename that file");
                        break;
                }
            }
        }

        void Skip(string id, string title, string reason)
        {
            skipped++;
            var (count, examples) = reasons.GetValueOrDefault(reason, (0, []));
            if (examples.Count < MaxExamples)
                examples.Add(
                    Sentences.Truncate(
                        new string([.. $"{id} {title}".Trim().Select(c => char.IsControl(c) ? ' ' : c)]),
                        MaxExampleCharacters
                    )
                );
            reasons[reason] = (count + 1, examples);
        }
    }
}
