using Knowledge.Content.Alerts;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Documents;

/// <summary>A document as the API tells it.</summary>
public sealed record DocumentResponse(
    string Id, DocumentKind Kind, string Title, IReadOnlyList<string> OtherTitles, string Source, string Path, string Url, string MarkdownUrl,
    Owner? Owner, DateTimeOffset? FirstSeen, DateTimeOffset? Changed, int? Revisions,
    FrontMatter FrontMatter, IReadOnlyList<string> Symptoms, IReadOnlyList<DocumentResponse.SectionItem> Sections, IReadOnlyList<Cause> Causes,
    DocumentResponse.NeighbourLists Neighbours, IReadOnlyList<PageLink> Links,
    PostmortemBody? Postmortem, AlertRule? Rule, IReadOnlyList<Finding> Findings)
{
    public sealed record SectionItem(string Heading, IReadOnlyList<string> HeadingPath, SectionKind Kind, string Url, int Line, string Text, IReadOnlyList<Step> Steps);

    public sealed record NeighbourLists(
        IReadOnlyList<Neighbour> Runbooks, IReadOnlyList<Neighbour> HappenedBefore, IReadOnlyList<Neighbour> Alerts, IReadOnlyList<Neighbour> Other);

    public sealed record Neighbour(string Id, DocumentKind Kind, string Title, string Url);

    public static DocumentResponse Of(Document document, LiveKnowledge live, DateTimeOffset now)
    {
        var knowledge = live.Current;
        var times = live.TimesOf(document.Id);
        var around = knowledge.NeighboursOf(document);
        return new(
            document.Id.Value, document.Kind, document.Title, document.OtherTitles, document.Source, document.Path,
            DocumentUrl.Of(document), DocumentUrl.Of(document) + ".md",
            knowledge.OwnerOf(document, now), times?.FirstSeen, times?.Changed, times?.Revisions,
            document.FrontMatter, document.Symptoms,
            [.. document.Sections.Select(s => new SectionItem(s.Heading, s.HeadingPath, s.Kind, DocumentUrl.Of(document, s.Anchor), s.Line, s.Text, s.Steps))],
            document.Causes,
            new(List(around.Runbooks), List(around.HappenedBefore), List(around.Alerts), List(around.Other)),
            document.Links, document.Postmortem, document.Rule, document.Findings);
    }

    private static IReadOnlyList<Neighbour> List(IReadOnlyList<Document> documents) =>
        [.. documents.Select(d => new Neighbour(d.Id.Value, d.Kind, d.Title, DocumentUrl.Of(d)))];
}
