using System.Security.Cryptography;
using System.Text;
using Knowledge.Content;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Sources;

/// <summary>
/// What is written here as a source next to the directories: each published postmortem or runbook is a file of it. A file of the same
/// path in a directory takes its place.
/// </summary>
public static class AuthoredSource
{
    /// <summary>No directory may have this name.</summary>
    public const string Name = "written-here";

    private const string Postmortems = "postmortems/";
    private const string Runbooks = "runbooks/";
    private const string Extension = ".md";

    // No slug that is made of a title has a dot.
    private const string RunbookPrefix = "runbook.";

    /// <summary>The slug of a runbook that is written here.</summary>
    /// <param name="name">Made of its title.</param>
    public static string RunbookSlugOf(string name) => RunbookPrefix + name;

    public static bool IsRunbook(string slug) => slug.StartsWith(RunbookPrefix, StringComparison.Ordinal);

    /// <summary>Path, and without extension the document id, of a page that is written here.</summary>
    public static string PathOf(string slug) => IdOf(slug) + Extension;

    public static string IdOf(string slug) => IsRunbook(slug) ? Runbooks + slug[RunbookPrefix.Length..] : Postmortems + slug;

    /// <summary>The slug of a document that is written here; null for any other.</summary>
    public static string? SlugOf(Document document) =>
        document.Source != Name || !document.Path.EndsWith(Extension, StringComparison.Ordinal) ? null
        : document.Path.StartsWith(Postmortems, StringComparison.Ordinal) ? document.Path[Postmortems.Length..^Extension.Length]
        : document.Path.StartsWith(Runbooks, StringComparison.Ordinal) ? RunbookPrefix + document.Path[Runbooks.Length..^Extension.Length]
        : null;

    /// <summary>A text as it would be read when it were published.</summary>
    public static FileParseResult Read(string slug, string text) =>
        DocumentReader.Read(new(Name, (IsRunbook(slug) ? Runbooks : Postmortems).TrimEnd('/'), PathOf(slug), text));

    /// <param name="newest">The newest revision of each postmortem, texts left out.</param>
    /// <param name="textOf">Fetches the text of one.</param>
    /// <param name="before">The reading before; what did not change is taken from it.</param>
    /// <param name="taken">Paths that the directories have.</param>
    /// <param name="writersOf">Who wrote one.</param>
    /// <returns>
    /// Null when a text cannot be read that was never read before. Of one that was, the revision before is served meanwhile: what
    /// cannot be read is not gone.
    /// </returns>
    internal static SourceSnapshot? Read(
        IReadOnlyList<AuthoredRevision> newest,
        Func<AuthoredRevision, string?> textOf,
        SourceSnapshot? before,
        IReadOnlySet<string> taken,
        Func<AuthoredRevision, IReadOnlyList<string>> writersOf
    )
    {
        var known = before?.ByPath() ?? [];
        var files = newest
            .Where(r => r.State is "published" or "closed" && !taken.Contains(PathOf(r.Slug)))
            .Select(r =>
            {
                var file = known.GetValueOrDefault(PathOf(r.Slug));
                return file is not null && file.Stamp == StampOf(r) ? file
                    : textOf(r) is { } text ? File(r, text, writersOf)
                    : file;
            })
            .ToList();
        return files.Contains(null) ? null : new(Name, [.. files.OfType<ReadFile>().OrderBy(f => f.Path, StringComparer.Ordinal)], []);
    }

    // A revision is known by its number, not by a length.
    private static FileStamp StampOf(AuthoredRevision revision) => new(revision.At.UtcDateTime, revision.Number);

    private static ReadFile File(AuthoredRevision revision, string text, Func<AuthoredRevision, IReadOnlyList<string>> writersOf)
    {
        var reading = Read(revision.Slug, text);
        return new()
        {
            Path = PathOf(revision.Slug),
            Stamp = StampOf(revision),
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Text = reading.Documents.Count > 0 ? text : null,
            Documents = [.. reading.Documents.Select(d => d.FrontMatter.VisibleTo is null ? d : d with { Writers = writersOf(revision) })],
            Findings = reading.Findings,
            NotADocument = reading.NotADocument,
            VisibleTo = reading.VisibleTo,
        };
    }
}
