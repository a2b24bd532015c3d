using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer;

/// <summary>Everything that was read, linked and indexed, as one immutable whole; a change makes a new one.</summary>
public sealed class KnowledgeBase
{
    private readonly DocumentGraph graph;
    private readonly CauseCatalog causes;
    private readonly Lazy<LexicalIndex> index;
    private readonly Lazy<Searcher> searcher;
    private readonly Dictionary<Document, string> teams = [];

    private KnowledgeBase(IReadOnlyList<Document> documents, ServiceCatalog catalog, IReadOnlyDictionary<string, SourceOwners> owners, Thesaurus thesaurus, IReadOnlyList<Finding> findings)
    {
        Documents = documents;
        Catalog = catalog;
        Findings = findings;
        graph = new(Documents);
        causes = new(graph);
        // Made when it is first searched: a check of the content never does.
        index = new(() => LexicalIndex.Build(documents));
        searcher = new(() => new(Index, graph, causes, thesaurus, new(Index, document => teams.GetValueOrDefault(document))));
        foreach (var document in Documents)
            if (OwnerResolution.TeamOf(document, owners.GetValueOrDefault(document.Source, SourceOwners.None), catalog) is { } team) teams[document] = team;
    }

    public static KnowledgeBase Empty { get; } = new([], ServiceCatalog.Empty, new Dictionary<string, SourceOwners>(), Thesaurus.BuiltIn, []);

    /// <summary>All documents, ordered by id.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>What was wrong when the sources were read, by file and line; <see cref="Checks.CheckRun"/> looks deeper.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What it was built from.</summary>
    public IReadOnlyList<SourceReading> Readings { get; private init; } = [];

    public ServiceCatalog Catalog { get; }

    /// <summary>Where the runbook links of alerts lead.</summary>
    public RunbookLinks RunbookLinks => graph.RunbookLinks;

    internal LexicalIndex Index => index.Value;

    /// <summary>Links and indexes what was read.</summary>
    /// <param name="sources">One reading per source, with distinct names.</param>
    public static KnowledgeBase Build(IReadOnlyList<SourceReading> sources, bool useThesaurus = true)
    {
        var (documents, clashes) = DistinctIds.Assign([.. sources.SelectMany(s => s.Files).SelectMany(f => f.Documents)]);
        var findings = sources.SelectMany(s => s.Files).SelectMany(f => f.Findings).Concat(sources.SelectMany(s => s.Findings)).Concat(clashes)
            .OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Code, StringComparer.Ordinal).ToList();
        var own = sources.SelectMany(s => s.Files).Select(f => f.Thesaurus).OfType<string>().ToList();
        return new(
            documents,
            CatalogReader.Join([.. sources.SelectMany(s => s.Files).Select(f => f.Catalog).OfType<ServiceCatalog>()]),
            sources.ToDictionary(s => s.Name, s => new SourceOwners(
                s.Files.Select(f => f.CodeOwners).FirstOrDefault(c => c is not null),
                [.. s.Files.Select(f => f.Owners).OfType<OwnersFile>()])),
            !useThesaurus ? Thesaurus.None : own.Count == 0 ? Thesaurus.BuiltIn : Thesaurus.WithBuiltIn(own),
            findings)
        { Readings = sources };
    }

    /// <summary>By id, or by an alias that its front matter declares.</summary>
    public Document? Find(string documentId) => graph.Find(documentId);

    /// <summary>Searches and composes answers.</summary>
    /// <param name="now">Decides which team is away.</param>
    /// <param name="degraded">What does not work as it should; passed on in the response.</param>
    public SearchResponse Search(SearchRequest request, DateTimeOffset now, IReadOnlyList<string>? degraded = null) =>
        searcher.Value.Search(request, document => OwnerOf(document, now), FirstContact(now), degraded);

    public Owner? OwnerOf(Document document, DateTimeOffset now) =>
        teams.TryGetValue(document, out var team) ? OwnerResolution.Describe(team, Catalog, now) : null;

    public Owner? OwnerOfService(string service, DateTimeOffset now) =>
        OwnerResolution.TeamOfService(service, Catalog) is { } team ? OwnerResolution.Describe(team, Catalog, now) : null;

    /// <summary>Whom to call when nobody knows; null when the catalog names nobody.</summary>
    public Owner? FirstContact(DateTimeOffset now) =>
        Catalog.FirstContact is { } team ? OwnerResolution.Describe(team.Name, Catalog, now) : null;

    /// <summary>The documents around one: what links to it and what it links to, both ways.</summary>
    public Neighbours NeighboursOf(Document document)
    {
        var linked = graph.From(document).Concat(graph.To(document)).Distinct().ToList();
        var sameCause = causes.Of(document).SelectMany(c => c.Cause.Postmortems);
        return new(
            [.. linked.Where(d => d.Kind == DocumentKind.Runbook)],
            [.. linked.Where(d => d.Kind == DocumentKind.Postmortem).Concat(sameCause).Where(d => d != document).Distinct().OrderByDescending(d => d.FrontMatter.Date)],
            [.. linked.Where(d => d.Kind == DocumentKind.Alert)],
            [.. linked.Where(d => d.Kind == DocumentKind.Article)]);
    }

    /// <summary>Where a link in a document leads on our pages; null when it leads to no document.</summary>
    public string? UrlOf(Document from, string target) => graph.UrlOf(from, target);

    /// <summary>Documents that name a service (catalog component).</summary>
    public IReadOnlyList<Document> DocumentsOfService(string service) =>
        [.. Documents.Where(d => d.FrontMatter.Services.Concat(d.FrontMatter.Failing).Contains(service, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Documents that a team (catalog group) owns.</summary>
    public IReadOnlyList<Document> DocumentsOfTeam(string team) =>
        [.. Documents.Where(d => teams.TryGetValue(d, out var owner) && string.Equals(owner, team, StringComparison.OrdinalIgnoreCase))];
}

/// <param name="HappenedBefore">Postmortems that link to it or share a cause with it, newest first.</param>
public sealed record Neighbours(
    IReadOnlyList<Document> Runbooks,
    IReadOnlyList<Document> HappenedBefore,
    IReadOnlyList<Document> Alerts,
    IReadOnlyList<Document> Other);
