using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer;

/// <summary>Everything that was read, linked and indexed, as one immutable whole; a change makes a new one.</summary>
public sealed class KnowledgeBase
{
    /// <summary>All documents, ordered by id.</summary>
    public IReadOnlyList<Document> Documents => throw new NotImplementedException();
    public IReadOnlyList<Finding> Findings => throw new NotImplementedException();
    public ServiceCatalog Catalog => throw new NotImplementedException();

    public Document? Find(string documentId) => throw new NotImplementedException();

    /// <summary>Searches and composes answers.</summary>
    public SearchResponse Search(SearchRequest request, DateTimeOffset now, IReadOnlyList<string>? degraded = null) => throw new NotImplementedException();

    public Owner? OwnerOf(Document document, DateTimeOffset now) => throw new NotImplementedException();

    public Owner? OwnerOfService(string service, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>The documents around one: what links to it and what it links to, both ways.</summary>
    public Neighbours NeighboursOf(Document document) => throw new NotImplementedException();

    /// <summary>Documents that name a service (catalog component).</summary>
    public IReadOnlyList<Document> DocumentsOfService(string service) => throw new NotImplementedException();

    /// <summary>Documents that a team (catalog group) owns.</summary>
    public IReadOnlyList<Document> DocumentsOfTeam(string team) => throw new NotImplementedException();
}

/// <param name="HappenedBefore">Postmortems that link to it or share a cause with it, newest first.</param>
public sealed record Neighbours(
    IReadOnlyList<Document> Runbooks,
    IReadOnlyList<Document> HappenedBefore,
    IReadOnlyList<Document> Alerts,
    IReadOnlyList<Document> Other);
