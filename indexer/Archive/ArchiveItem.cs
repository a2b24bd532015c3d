using Knowledge.Content.Documents;
using Knowledge.Content.Importing;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Archive;

/// <summary>One item of what an archive is built from: a page, or the reason why there is none.</summary>
/// <param name="Characters">Of what is read; bounds how much waits in memory.</param>
/// <param name="Page">Makes the page; null where it holds no text. Called once, on any thread.</param>
/// <param name="Skipped">Why there is no page; null when there is one.</param>
internal sealed record ArchiveItem(string Id, string Title, int Characters, Func<ArchivePage?> Page, string? Skipped = null)
{
    /// <summary>What an archive of a directory says that its pages come from.</summary>
    public const string Directory = "directory";

    private const string NotForEverybody =
        "it says who may see it, and an archive is for all who may see the archive; serve it as a source";

    // What the parser of pages takes.
    private const int MaxCharacters = 240_000;

    /// <summary>The items of an export.</summary>
    public static IEnumerable<ArchiveItem> Of(IEnumerable<ImportItem> items) =>
        items.Select(item =>
            item switch
            {
                ImportItem.Ready { Page: var page } when page.Body.Length > MaxCharacters => None(
                    page.Origin.Id,
                    page.Title,
                    $"too long: a page may have {MaxCharacters:N0} characters"
                ),
                ImportItem.Ready { Page: var page } => new(page.Origin.Id, page.Title, page.Body.Length, () => ArchivePage.Of(page)),
                ImportItem.Skipped skip => None(skip.Id, skip.Title, skip.Reason),
                _ => throw new InvalidOperationException($"an item of the kind {item.GetType().Name} is not known"),
            }
        );

    /// <summary>The pages of a directory, such as an old wiki in Markdown; dates are those of front matter, else of files.</summary>
    /// <exception cref="ImportException">There is no such directory.</exception>
    public static IEnumerable<ArchiveItem> OfDirectory(string directory, ImportProgress progress)
    {
        if (!System.IO.Directory.Exists(directory))
            throw new ImportException($"there is no directory '{directory}'");
        progress("reading the directory", 0, 1);
        var read = DirectoryReader.Read(new SourceDirectory("archive", directory));
        var (documents, _) = DistinctIds.Assign([.. read.Files.SelectMany(f => f.Documents)]);
        var times = read.Files.ToDictionary(f => f.Path, f => f.Stamp.ModifiedUtc, StringComparer.Ordinal);
        var done = 0;
        foreach (var document in documents)
        {
            progress("archiving pages", done++, documents.Count);
            var front = document.FrontMatter;
            if (front.VisibleTo is not null)
            {
                yield return None(document.Id.Value, document.Title, NotForEverybody);
                continue;
            }
            var changed = times.GetValueOrDefault(document.Path);
            var date =
                front.Date
                ?? (
                    front.Detected is { } detected ? DateOnly.FromDateTime(detected.UtcDateTime)
                    : changed == default ? null
                    : DateOnly.FromDateTime(changed)
                );
            yield return new(
                document.Id.Value,
                document.Title,
                document.Markdown.Length,
                () => ArchivePage.Of(document, document.Id.Value, date, front.Origin?.Link, KindOf(document.Kind))
            );
        }
    }

    private static string KindOf(DocumentKind kind) => kind.ToString().ToLowerInvariant();

    private static ArchiveItem None(string id, string title, string reason) => new(id, title, 0, () => null, reason);
}
