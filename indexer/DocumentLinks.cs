using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer;

/// <summary>What leads from one document to another: links, causes that both name, and copies.</summary>
/// <param name="Of">Documents that they are known of.</param>
internal sealed record DocumentLinks(IReadOnlyList<Document> Of, DocumentGraph Graph, CauseCatalog Causes, Duplicates Duplicates)
{
    public static DocumentLinks None { get; } = Between([]);

    public static DocumentLinks Between(IReadOnlyList<Document> documents)
    {
        var graph = new DocumentGraph(documents);
        return new(documents, graph, new(graph), new(documents));
    }

    /// <summary>The documents around one: what links to it and what it links to, both ways.</summary>
    public Neighbours NeighboursOf(Document document)
    {
        var linked = Graph.From(document).Concat(Graph.To(document)).Distinct().ToList();
        var sameCause = Causes.Of(document).SelectMany(c => c.Cause.Postmortems);
        return new(
            [.. linked.Where(d => d.Kind == DocumentKind.Runbook)],
            [
                .. linked
                    .Where(d => d.Kind == DocumentKind.Postmortem)
                    .Concat(sameCause)
                    .Where(d => d != document)
                    .Distinct()
                    .OrderByDescending(d => d.FrontMatter.Date),
            ],
            [.. linked.Where(d => d.Kind == DocumentKind.Alert)],
            [.. linked.Where(d => d.Kind == DocumentKind.Article)]
        );
    }

    /// <summary>Causes that postmortems among some documents name, each once however many do.</summary>
    public IReadOnlyList<KnownCause> RecordedCauses(IReadOnlyList<Document> documents) =>
        [
            .. documents
                .Where(d => d.Kind == DocumentKind.Postmortem && CauseCatalog.IsStatedBy(d))
                .SelectMany(Causes.Of)
                .Select(c => c.Cause)
                .Distinct(),
        ];
}

/// <param name="HappenedBefore">Postmortems that link to it or share a cause with it, newest first.</param>
public sealed record Neighbours(
    IReadOnlyList<Document> Runbooks,
    IReadOnlyList<Document> HappenedBefore,
    IReadOnlyList<Document> Alerts,
    IReadOnlyList<Document> Other
);
