using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Sources.History;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

/// <param name="Owner">Name of the team; null when nobody is named.</param>
/// <param name="Changed">When it last changed, as far as git or its review tell.</param>
public sealed record DocumentRow(Document Document, string? Owner, DateOnly? Changed);

/// <param name="Kinds">How many there are of each kind.</param>
/// <param name="Folders">How many lie in each folder; the largest first.</param>
public sealed record RunbooksModel(
    Paged<DocumentRow> Documents,
    DocumentKind? Kind,
    string? Folder,
    IReadOnlyDictionary<DocumentKind, int> Kinds,
    IReadOnlyList<(string Folder, int Count)> Folders,
    int Total
);

/// <summary><c>GET /runbooks</c>: every document, runbooks first; narrowed down by kind and folder.</summary>
internal static class ShowRunbooks
{
    private const int MaxFolders = 30;

    public static void MapRunbooksPage(this RouteGroupBuilder pages) => pages.MapPage("/runbooks", Handle);

    private static RazorComponentResult<RunbooksPage> Handle(
        VisibleKnowledge live,
        LiveHistory history,
        TimeProvider time,
        string? page = null,
        string? kind = null,
        string? folder = null
    )
    {
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        DocumentKind? wanted = Enum.GetValues<DocumentKind>().Cast<DocumentKind?>().FirstOrDefault(k => NameOf(k!.Value) == kind);
        folder = string.IsNullOrEmpty(folder) ? null : folder;
        var all = knowledge
            .Documents.Where(d => (wanted is null || d.Kind == wanted) && (folder is null || FolderOf(d) == folder))
            .OrderBy(d => d.Kind)
            .ThenBy(d => d.Title, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return Page.Of<RunbooksPage, RunbooksModel>(
            new(
                all.PageOf(page)
                    .Select(d => new DocumentRow(
                        d,
                        knowledge.OwnerOf(d, now)?.Team,
                        LastChange.Of(d, history.Current, null) is { } change
                            ? DateOnly.FromDateTime(change.At.UtcDateTime)
                            : d.FrontMatter.Reviewed ?? d.FrontMatter.Date
                    )),
                wanted,
                folder,
                knowledge.Documents.CountBy(d => d.Kind).ToDictionary(),
                [
                    .. knowledge
                        .Documents.CountBy(FolderOf)
                        .OrderByDescending(f => f.Value)
                        .ThenBy(f => f.Key, StringComparer.Ordinal)
                        .Take(MaxFolders)
                        .Select(f => (f.Key, f.Value)),
                ],
                knowledge.Documents.Count
            )
        );
    }

    public static string NameOf(DocumentKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Source and first folder of a document.</summary>
    public static string FolderOf(Document document) =>
        document.Path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            ? $"{document.Source}/{document.Path[..slash]}"
            : document.Source;
}
