using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Reports;

/// <summary>A document with what surrounds it, as the API and <c>kb show</c> tell it.</summary>
/// <param name="Changed">Null where no store keeps times (<c>kb</c>).</param>
/// <param name="Patches">How the eleven surfaces of a postmortem stand; null on other pages.</param>
/// <param name="EditUrl">Null where it is not known.</param>
public sealed record DocumentView(
    string Id,
    DocumentKind Kind,
    string Title,
    IReadOnlyList<string> OtherTitles,
    string Source,
    string Path,
    string Url,
    string MarkdownUrl,
    string? EditUrl,
    Owner? Owner,
    DateTimeOffset? FirstSeen,
    DateTimeOffset? Changed,
    int? Revisions,
    LastChange? LastChange,
    FrontMatter FrontMatter,
    IReadOnlyList<string> Symptoms,
    IReadOnlyList<DocumentView.SectionItem> Sections,
    IReadOnlyList<Cause> Causes,
    DocumentView.NeighbourLists Neighbours,
    IReadOnlyList<PageLink> Links,
    PostmortemBody? Postmortem,
    PatchMatrix? Patches,
    AlertRule? Rule,
    IReadOnlyList<Finding> Findings
)
{
    public sealed record SectionItem(
        string Heading,
        IReadOnlyList<string> HeadingPath,
        SectionKind Kind,
        string Url,
        int Line,
        string Text,
        IReadOnlyList<Step> Steps
    );

    public sealed record NeighbourLists(
        IReadOnlyList<Neighbour> Runbooks,
        IReadOnlyList<Neighbour> HappenedBefore,
        IReadOnlyList<Neighbour> Alerts,
        IReadOnlyList<Neighbour> Other
    );

    public sealed record Neighbour(string Id, DocumentKind Kind, string Title, string Url);

    public static DocumentView Of(
        Document document,
        KnowledgeBase knowledge,
        DocumentTimes? times,
        DateTimeOffset now,
        IReadOnlyList<SourceDirectory>? sources = null,
        IReadOnlyDictionary<string, SourceHistory>? histories = null
    )
    {
        var around = knowledge.NeighboursOf(document);
        return new(
            document.Id.Value,
            document.Kind,
            document.Title,
            document.OtherTitles,
            document.Source,
            document.Path,
            Urls.Of(document),
            Urls.Of(document) + ".md",
            SourceHistories.EditUrl(document.Source, document.Path, sources ?? [], histories ?? SourceHistory.None),
            knowledge.OwnerOf(document, now),
            times?.FirstSeen,
            times?.Changed,
            times?.Revisions,
            LastChange.Of(document, histories ?? SourceHistory.None, times?.Changed ?? knowledge.FileTimeOf(document)),
            document.FrontMatter,
            document.Symptoms,
            [
                .. document.Sections.Select(s => new SectionItem(
                    s.Heading,
                    s.HeadingPath,
                    s.Kind,
                    Urls.Of(document, s.Anchor),
                    s.Line,
                    s.Text,
                    s.Steps
                )),
            ],
            document.Causes,
            new(List(around.Runbooks), List(around.HappenedBefore), List(around.Alerts), List(around.Other)),
            document.Links,
            document.Postmortem,
            document.Kind == DocumentKind.Postmortem ? knowledge.PatchesOf(document, now) : null,
            document.Rule,
            document.Findings
        );
    }

    private static IReadOnlyList<Neighbour> List(IReadOnlyList<Document> documents) =>
        [.. documents.Select(d => new Neighbour(d.Id.Value, d.Kind, d.Title, Urls.Of(d)))];
}
