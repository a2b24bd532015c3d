using System.Security.Cryptography;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Store;

/// <summary>A document as the files have it now.</summary>
/// <param name="Hash">Of the text; a changed hash is a new revision.</param>
internal sealed record CurrentDocument(Document Document, string Hash, string Text, DateTimeOffset Modified)
{
    /// <param name="readings">That the documents came from.</param>
    public static IReadOnlyList<CurrentDocument> Of(IEnumerable<Document> documents, IReadOnlyList<SourceSnapshot> readings)
    {
        // Whatever a reading holds twice, the first is what is served.
        var files = new Dictionary<(string Source, string Path), ReadFile>();
        foreach (var reading in readings)
        foreach (var file in reading.Files)
            files.TryAdd((reading.Name, file.Path), file);
        return [.. documents.Select(document => Of(document, files[(document.Source, document.Path)]))];
    }

    // A rule file holds many alerts; each has a text of its own.
    private static CurrentDocument Of(Document document, ReadFile file) =>
        document.Kind == DocumentKind.Alert
            ? new(
                document,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Markdown))),
                document.Markdown,
                ModifiedOf(file)
            )
            : new(document, file.Hash, file.Text ?? document.Markdown, ModifiedOf(file));

    private static DateTimeOffset ModifiedOf(ReadFile file) => new(file.Stamp.ModifiedUtc, TimeSpan.Zero);
}
