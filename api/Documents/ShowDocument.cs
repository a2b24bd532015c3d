using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Search;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Documents;

/// <param name="Patches">What else needed a patch; null when it is no postmortem.</param>
/// <param name="Similar">Incidents like that of a postmortem.</param>
/// <param name="Repeated">Its actions that earlier ones had.</param>
/// <param name="Searches">What was searched that day, done again; null when that was not asked for.</param>
/// <param name="Phrases">Words that people said it helps with, or not.</param>
public sealed record DocumentModel(
    Document Document,
    Owner? Owner,
    DocumentTimes? Times,
    RenderedPage Body,
    Neighbours Neighbours,
    PatchMatrix? Patches,
    IReadOnlyList<SimilarIncident> Similar,
    IReadOnlyList<RepeatedAction> Repeated,
    IReadOnlyList<ReplayedSearch>? Searches,
    IReadOnlyList<SearchPhrase> Phrases
);

/// <summary><c>GET /docs/{id}</c>; with <c>.md</c> the Markdown.</summary>
internal static class ShowDocument
{
    public static void MapDocumentPage(this RouteGroupBuilder pages) => pages.MapPage("/docs/{**id}", Handle);

    private static IResult Handle(
        HttpContext http,
        VisibleKnowledge live,
        AuditTrail audit,
        LiveHistory history,
        ServingOptions options,
        TimeProvider time,
        string? id = null,
        string? replay = null
    )
    {
        if (string.IsNullOrEmpty(id))
            return TypedResults.LocalRedirect("/runbooks");
        var knowledge = live.Current;
        var address = DocumentAddress.Of(live, id);
        if (address.MovedTo is not null)
            return address.Redirect(http, "/docs/");
        if (address.Document is { } read && live.IsSeenAsAdministrator(read))
            audit.RecordReading(http, read.Id.Value);
        if (address is { IsMarkdown: true, Document: { } asked })
            return DocumentMarkdown.Of(
                asked,
                DocumentView.Of(asked, knowledge, live.TimesOf(asked.Id), time.GetUtcNow(), options.Sources, history.Current)
            );
        if (address.Document is { } document)
            return Page.Of<DocumentPage, DocumentModel>(
                new(
                    document,
                    knowledge.OwnerOf(document, time.GetUtcNow()),
                    live.TimesOf(document.Id),
                    live.Html(document),
                    knowledge.NeighboursOf(document),
                    document.Kind == DocumentKind.Postmortem ? knowledge.PatchesOf(document, time.GetUtcNow()) : null,
                    document.Kind == DocumentKind.Postmortem ? knowledge.Incidents.Like(document) : [],
                    document.Kind == DocumentKind.Postmortem ? knowledge.Incidents.RepeatedBy(document) : [],
                    replay == "1" && document.Kind == DocumentKind.Postmortem ? knowledge.ReplaySearches(document) : null,
                    live.Phrases.Of(document.Id.Value)
                )
            );
        if (address.Gone is { } deleted)
            return ErrorResponse.Page(
                http,
                Problem.DocumentDeleted,
                Problem.DocumentDeleted.DetailOf(deleted),
                deleted.Title,
                deleted.Successor
            );
        if (!live.KnowsGoneDocuments)
            return ErrorResponse.Page(http, Problem.CannotRead, suggestion: Words(id));
        return ErrorResponse.Page(http, Problem.DocumentNotFound, T("This page has never existed. Search for its words:"), Words(id));
    }

    private static string Words(string id) =>
        string.Join(' ', id[(id.LastIndexOf('/') + 1)..].Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries));
}
