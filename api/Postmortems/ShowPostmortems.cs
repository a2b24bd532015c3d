using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Postmortems;

/// <param name="Date">When it was, as far as its page says.</param>
/// <param name="State">Draft, published, closed, or what a file says; null where it does not say.</param>
public sealed record PostmortemRow(Document Document, DateOnly? Date, PatchMatrix Patches, string? State);

/// <param name="Title">As it is written so far.</param>
public sealed record DraftRow(AuthoredRevision Revision, string Title);

/// <summary>What narrows the list down; null for all.</summary>
public sealed record PostmortemFilter(string? Text, string? Service, string? Severity, string? State)
{
    public bool IsEmpty => Text is null && Service is null && Severity is null && State is null;
}

/// <param name="Drafts">Null when they cannot be read just now.</param>
/// <param name="Discarded">What was discarded a moment ago; null when nothing was.</param>
public sealed record PostmortemsModel(
    Paged<PostmortemRow> Postmortems,
    Paged<DraftRow>? Drafts,
    PostmortemFilter Filter,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Severities,
    AuthoredRevision? Discarded
);

/// <summary><c>GET /postmortems</c>, newest first.</summary>
internal static class ShowPostmortems
{
    // Front matter and a heading stand within so many characters.
    private const int TitleWithin = 16_384;

    public static IReadOnlyList<string> States { get; } = ["published", "closed", "regressed"];

    public static void MapPostmortemsPage(this RouteGroupBuilder pages) => pages.MapPage("/postmortems", Handle);

    public static IEnumerable<Document> NewestFirst(KnowledgeBase knowledge) =>
        knowledge
            .Documents.Where(d => d.Kind == DocumentKind.Postmortem)
            .OrderByDescending(d => d.FrontMatter.Date)
            .ThenByDescending(d => d.Id.Value, StringComparer.Ordinal);

    private static RazorComponentResult<PostmortemsPage> Handle(
        VisibleKnowledge live,
        LivePostmortems written,
        TimeProvider time,
        string? page = null,
        string? drafts = null,
        string? q = null,
        string? service = null,
        string? severity = null,
        string? state = null,
        string? discarded = null
    )
    {
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        var filter = new PostmortemFilter(Given(q?.Trim()), Given(service), Given(severity), Given(state));
        var all = NewestFirst(knowledge).ToList();
        var found = all.Select(d => Row(d, knowledge, now)).Where(r => Fits(r, filter)).ToList();
        return Page.Of<PostmortemsPage, PostmortemsModel>(
            new(
                found.PageOf(page),
                written
                    .List()
                    ?.Where(r => r.State == "draft" && !AuthoredSource.IsRunbook(r.Slug))
                    .ToList()
                    .PageOf(drafts)
                    .Select(r => Draft(r, written)),
                filter,
                Of(all.SelectMany(d => d.FrontMatter.Services)),
                Of(all.Select(d => d.FrontMatter.Severity).OfType<string>()),
                Given(discarded) is { } slug && written.Find(slug) is { State: "discarded" } gone && now - gone.At <= UndoState.Offered
                    ? gone
                    : null
            )
        );
    }

    private static PostmortemRow Row(Document document, KnowledgeBase knowledge, DateTimeOffset now)
    {
        var patches = knowledge.PatchesOf(document, now);
        var status = document.FrontMatter.Status;
        return new(document, PastIncidents.DateOf(document), patches, status == "closed" && !patches.MayClose ? "regressed" : status);
    }

    private static DraftRow Draft(AuthoredRevision revision, LivePostmortems written) =>
        new(
            revision,
            written.Find(revision.Slug) is { } newest && LivePostmortems.Read(revision.Slug, Beginning(newest.Text)) is { } document
                ? document.Title
                : revision.Slug
        );

    // A hundred large drafts are not read as a whole for their titles.
    private static string Beginning(string text) =>
        text.Length <= TitleWithin ? text : text[..(text.LastIndexOf('\n', TitleWithin) is > 0 and var line ? line : TitleWithin)];

    private static bool Fits(PostmortemRow row, PostmortemFilter filter) =>
        (filter.Service is not { } service || row.Document.FrontMatter.Services.Contains(service, StringComparer.OrdinalIgnoreCase))
        && (filter.Severity is not { } severity || Same(severity, row.Document.FrontMatter.Severity))
        && (filter.State is not { } state || Same(state, row.State))
        && (
            filter.Text is not { } text
            || row.Document.FrontMatter.Symptoms.Prepend(row.Document.Title).Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase))
        );

    private static IReadOnlyList<string> Of(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    private static bool Same(string wanted, string? value) => string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
