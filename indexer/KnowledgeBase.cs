using System.Collections.Concurrent;
using System.Diagnostics;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer;

/// <summary>Everything that was read, linked and indexed, as one immutable whole; a change makes a new one.</summary>
public sealed class KnowledgeBase
{
    /// <summary>Of more documents than this, what changed is found before its links are known.</summary>
    private const int LinkAtOnce = 1000;

    private readonly Links links;

    // Made when it is first searched: a check of the content never does.
    private readonly Lazy<LexicalIndex> index;
    private readonly Lazy<Searcher> searcher;
    private readonly Thesaurus thesaurus;
    private readonly IReadOnlyDictionary<string, SourceOwners> owners;
    private readonly ConcurrentDictionary<Document, string?> teams = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Type, Lazy<object>> derived = new();

    private KnowledgeBase(
        IReadOnlyList<Document> documents,
        Lazy<LexicalIndex> index,
        Links links,
        ServiceCatalog catalog,
        IReadOnlyDictionary<string, SourceOwners> owners,
        Thesaurus thesaurus,
        IReadOnlyList<Finding> findings
    )
    {
        (Documents, this.index, this.links, Catalog, Findings, this.owners, this.thesaurus) = (
            documents,
            index,
            links,
            catalog,
            findings,
            owners,
            thesaurus
        );
        searcher = new(() => new(Index, links.Duplicates, thesaurus, new(Index, TeamOf, ChangedOn)));
    }

    /// <summary>What leads from one document to another.</summary>
    private sealed record Links(IReadOnlyList<Document> Of, DocumentGraph Graph, CauseCatalog Causes, Duplicates Duplicates)
    {
        public static Links Between(IReadOnlyList<Document> documents)
        {
            var graph = new DocumentGraph(documents);
            return new(documents, graph, new(graph), new(documents));
        }
    }

    public static KnowledgeBase Empty { get; } =
        new(
            [],
            new(LexicalIndex.Empty),
            Links.Between([]),
            ServiceCatalog.Empty,
            new Dictionary<string, SourceOwners>(),
            Thesaurus.BuiltIn,
            []
        );

    /// <summary>All documents, ordered by id.</summary>
    public IReadOnlyList<Document> Documents { get; }

    /// <summary>What was wrong when the sources were read, by file and line; <c>kb check</c> looks deeper.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What it was built from.</summary>
    public IReadOnlyList<SourceSnapshot> Snapshots { get; private init; } = [];

    /// <summary>Documents of the whole that this was made without (<see cref="Without"/>).</summary>
    internal IReadOnlySet<Document> Hidden { get; private init; } = new HashSet<Document>();

    public ServiceCatalog Catalog { get; }

    /// <summary>Where the runbook links of alerts lead.</summary>
    public RunbookLinks RunbookLinks => links.Graph.RunbookLinks;

    /// <summary>What one kind of thing makes of this knowledge base, made when it is first asked for and kept as long as this is.</summary>
    /// <param name="make">Called until it succeeds once for each <typeparamref name="T"/>.</param>
    internal T Derived<T>(Func<KnowledgeBase, T> make)
        where T : class
    {
        var made = derived.GetOrAdd(typeof(T), _ => new(() => make(this)));
        try
        {
            return (T)made.Value;
        }
        catch
        {
            // A failure is not kept: what was in the way may pass.
            derived.TryRemove(new(typeof(T), made));
            throw;
        }
    }

    internal LexicalIndex Index => index.Value;

    /// <summary>
    /// Whether links and causes are those of these documents; false while they are still those of the documents before a change.
    /// </summary>
    internal bool IsLinked => links.Of == Documents;

    /// <summary>Whether links and causes are known at all; of many documents that were restored they follow the index.</summary>
    internal bool HasLinks => links != Empty.links || Documents.Count == 0;

    /// <summary>Links and indexes what was read.</summary>
    /// <param name="sources">One reading per source, with distinct names.</param>
    /// <param name="before">What was built before: documents that are still there are not indexed again.</param>
    /// <param name="useThesaurus">Whether synonyms count.</param>
    public static KnowledgeBase Build(IReadOnlyList<SourceSnapshot> sources, KnowledgeBase? before = null, bool useThesaurus = true) =>
        Build(sources, documents => before is null ? LexicalIndex.Build(documents) : before.Index.With(documents), before, useThesaurus);

    /// <summary>
    /// The same with an index that was kept, made anew when it does not fit; of many documents the links follow with
    /// <see cref="LinkedAndMerged"/>.
    /// </summary>
    internal static KnowledgeBase Build(IReadOnlyList<SourceSnapshot> sources, StoredIndex index) =>
        Build(sources, documents => index.Restore(documents) ?? LexicalIndex.Build(documents), null, useThesaurus: true, isRestored: true);

    private static KnowledgeBase Build(
        IReadOnlyList<SourceSnapshot> sources,
        Func<IReadOnlyList<Document>, LexicalIndex> index,
        KnowledgeBase? before,
        bool useThesaurus,
        bool isRestored = false
    )
    {
        // Whatever a reading holds twice, it is served once.
        sources = [.. sources.DistinctBy(s => s.Name).Select(s => s.WithoutRepeats())];
        var (documents, clashes) = DistinctIds.Assign([.. sources.SelectMany(s => s.Files).SelectMany(f => f.Documents)]);
        return new(
            documents,
            new(() => index(documents)),
            documents.Count > LinkAtOnce && isRestored ? Empty.links
                : documents.Count > LinkAtOnce && before is not null && before.Documents.Count > documents.Count / 2 ? before.links
                : Links.Between(documents),
            CatalogOf(sources),
            sources.ToDictionary(
                s => s.Name,
                s => new SourceOwners(
                    s.Files.Select(f => f.CodeOwners).FirstOrDefault(c => c is not null),
                    [.. s.Files.Select(f => f.Owners).OfType<OwnersFile>()]
                )
            ),
            !useThesaurus ? Thesaurus.None : Thesaurus.WithBuiltIn(ThesauriOf(sources)),
            FindingsOf(sources, clashes)
        )
        {
            Snapshots = sources,
        };
    }

    private static IReadOnlyList<Finding> FindingsOf(IReadOnlyList<SourceSnapshot> sources, IEnumerable<Finding> clashes) =>
        [
            .. sources
                .SelectMany(s => s.Files)
                .SelectMany(f => f.Findings)
                .Concat(sources.SelectMany(s => s.Findings))
                .Concat(clashes)
                .OrderBy(f => f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Line)
                .ThenBy(f => f.Code, StringComparer.Ordinal),
        ];

    private static ServiceCatalog CatalogOf(IEnumerable<SourceSnapshot> sources) =>
        CatalogReader.Join([.. sources.SelectMany(s => s.Files).Select(f => f.Catalog).OfType<ServiceCatalog>()]);

    private static List<ThesaurusFile> ThesauriOf(IEnumerable<SourceSnapshot> sources) =>
        [.. sources.SelectMany(s => s.Files).Select(f => f.Thesaurus).OfType<ThesaurusFile>()];

    /// <summary>
    /// What is left without some pages and files, for whoever must not see them: links, causes, words, owners and synonyms are made of
    /// what is left, as if there were nothing else. The index is shared; what is hidden in it is a bitmap.
    /// </summary>
    /// <param name="left">What is left of what was read.</param>
    /// <param name="isHidden">Whether a document is not.</param>
    /// <param name="like">What was left before a change: what did not change is taken from it.</param>
    internal KnowledgeBase Without(IReadOnlyList<SourceSnapshot> left, Func<Document, bool> isHidden, KnowledgeBase? like)
    {
        var hidden = Documents.Where(isHidden).ToHashSet<Document>(ReferenceEqualityComparer.Instance);
        IReadOnlyList<Document> documents = [.. Documents.Where(d => !hidden.Contains(d))];
        var leftFiles = left.SelectMany(s => s.Files.Select(f => ((string?)s.Name, f.Path))).ToHashSet();
        var thesauri = ThesauriOf(left);
        return new(
            documents,
            new(() => Index.Without(isHidden, like?.Index)),
            !HasLinks ? Empty.links
                // As in the whole: of many documents what changed is found before its links are known.
                : !IsLinked && like?.HasLinks == true && like.TellsOfNone(hidden) ? like.links
                : Links.Between(documents),
            CatalogOf(left),
            owners,
            thesauri.Count == ThesauriOf(Snapshots).Count ? thesaurus : Thesaurus.WithBuiltIn(thesauri),
            FindingsOf(left, Findings.Where(f => f.Code == FindingCodes.IdClash && leftFiles.Contains((f.Source, f.File))))
        )
        {
            Snapshots = left,
            Hidden = hidden,
        };
    }

    // What was read before of a page that is hidden now would still be told.
    private bool TellsOfNone(IReadOnlySet<Document> hidden)
    {
        var ids = hidden.Select(d => d.Id.Value).ToHashSet(StringComparer.Ordinal);
        return !links.Of.Any(d => ids.Contains(d.Id.Value));
    }

    /// <summary>The same documents, linked; and with their index in one piece when that is due.</summary>
    internal KnowledgeBase LinkedAndMerged() =>
        IsLinked && !Index.WantsMerge
            ? this
            : new(
                Documents,
                new(Index.WantsMerge ? Index.Merged() : Index),
                IsLinked ? links : Links.Between(Documents),
                Catalog,
                owners,
                thesaurus,
                Findings
            )
            {
                Snapshots = Snapshots,
            };

    /// <summary>By id, or by an alias that its front matter declares.</summary>
    public Document? Find(string documentId) =>
        ById(documentId)
        ?? (links.Graph.Find(documentId) is { } aliased && (IsLinked || ById(aliased.Id.Value) == aliased) ? aliased : null);

    private Document? ById(string documentId)
    {
        var (low, high) = (0, Documents.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(Documents[middle].Id.Value, documentId) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low < Documents.Count && Documents[low].Id.Value == documentId ? Documents[low] : null;
    }

    /// <summary>Searches and composes answers.</summary>
    /// <param name="now">Decides which team is away.</param>
    /// <param name="degraded">What does not work as it should; passed on in the response.</param>
    public SearchResponse Search(SearchRequest request, DateTimeOffset now, IReadOnlyList<string>? degraded = null) =>
        Search(request, now, null, degraded);

    /// <summary>The same by words and by meaning.</summary>
    /// <param name="queryEmbedding">That of <see cref="WordsOf(string)"/> the query; null to go by its words only.</param>
    /// <param name="learned">Feedback on pages and queries, for <see cref="Index"/>.</param>
    /// <param name="reranker">Orders the first hits anew; null for nothing.</param>
    internal SearchResponse Search(
        SearchRequest request,
        DateTimeOffset now,
        QueryEmbedding? queryEmbedding,
        IReadOnlyList<string>? degraded = null,
        LearnedPhrases? learned = null,
        Reranker? reranker = null
    )
    {
        var started = Stopwatch.GetTimestamp();
        Owner? OwnerAt(Document document) => OwnerOf(document, now);
        var ranked = searcher.Value.Search(request, queryEmbedding, learned, reranker);
        return new ResponseComposer(CardsAt(now), OwnerAt, name => OwnerNamed(name, now), FirstContact(now)).Compose(
            request,
            ranked,
            started,
            ranked.RerankerProblem is { } problem ? [.. degraded ?? [], problem] : degraded
        ) with
        {
            Notice = LanguageNotice.Of(request.Query, Index, byMeaning: queryEmbedding is not null),
        };
    }

    /// <summary>What is known of one cause of a page, whatever was asked; null for what is no page or no cause of it.</summary>
    /// <param name="reference">As <see cref="Answer.Reference"/> gives it: <c>disk-full</c>, <c>disk-full~2</c>.</param>
    public Answer? CauseAt(string? reference, DateTimeOffset now) =>
        CauseReference.Read(reference) is (var id, var position) && Find(id) is { } page ? CardsAt(now).CardOf(page, position) : null;

    private AnswerComposer CardsAt(DateTimeOffset now) => new(links.Graph, links.Causes, d => OwnerOf(d, now));

    private Owner? OwnerNamed(string name, DateTimeOffset now) =>
        OwnerOfService(name, now) ?? (Catalog.FindTeam(name) is { } team ? OwnerResolution.Describe(team.Name, Catalog, now) : null);

    /// <summary>What of a query is to be embedded.</summary>
    internal string WordsOf(string query) => searcher.Value.WordsOf(query);

    /// <summary>The same of a request, which says how it is read.</summary>
    internal string WordsOf(SearchRequest request) => searcher.Value.WordsOf(request);

    // Day of the file; a postmortem's own date says more than when somebody corrected its spelling.
    private DateOnly? ChangedOn(Document document) => document.FrontMatter.Date ?? Derived(k => FileDays.Of(k.Snapshots)).Find(document);

    /// <summary>The words of a query as a search takes them.</summary>
    public IReadOnlyList<UnderstoodWord> Understood(string query) =>
        UnderstoodWord.Of(query, QueryPlan.Of(WordsOf(query), Index, thesaurus), Index);

    public Owner? OwnerOf(Document document, DateTimeOffset now) =>
        TeamOf(document) is { } team ? OwnerResolution.Describe(team, Catalog, now) : null;

    private string? TeamOf(Document document) =>
        teams.GetOrAdd(document, d => OwnerResolution.TeamOf(d, owners.GetValueOrDefault(d.Source, SourceOwners.None), Catalog));

    public Owner? OwnerOfService(string service, DateTimeOffset now) =>
        OwnerResolution.TeamOfService(service, Catalog) is { } team ? OwnerResolution.Describe(team, Catalog, now) : null;

    /// <summary>Whom to call when nobody knows; null when the catalog names nobody.</summary>
    public Owner? FirstContact(DateTimeOffset now) =>
        Catalog.FirstContact is { } team ? OwnerResolution.Describe(team.Name, Catalog, now) : null;

    /// <summary>The time of the file a document was read from; null where that is not known.</summary>
    public DateTimeOffset? FileTimeOf(Document document) =>
        Snapshots.FirstOrDefault(r => r.Name == document.Source)?.Files.FirstOrDefault(f => f.Path == document.Path)
            is { Stamp.ModifiedUtc: var time }
        && time != default
            ? new(DateTime.SpecifyKind(time, DateTimeKind.Utc), TimeSpan.Zero)
            : null;

    /// <summary>The documents around one: what links to it and what it links to, both ways.</summary>
    public Neighbours NeighboursOf(Document document)
    {
        var linked = links.Graph.From(document).Concat(links.Graph.To(document)).Distinct().ToList();
        var sameCause = links.Causes.Of(document).SelectMany(c => c.Cause.Postmortems);
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

    /// <summary>The page that a name in front matter or a link means, as seen from a document; null when there is none here.</summary>
    internal Document? Resolve(Document from, string target) => links.Graph.Find(target) ?? links.Graph.Resolve(from, target);

    /// <summary>The causes that a document names, as cards put them.</summary>
    internal IReadOnlySet<string> CausesOf(Document document) => links.Causes.Of(document).Select(c => c.Cause.Text).ToHashSet();

    /// <summary>
    /// The same with another text of one document, to see where that would be found; links and causes stay those of the old text.
    /// </summary>
    internal KnowledgeBase With(Document document, Document replacement)
    {
        IReadOnlyList<Document> documents = [.. Documents.Select(d => d == document ? replacement : d)];
        return new(documents, new(() => Index.With(documents)), links, Catalog, owners, thesaurus, Findings) { Snapshots = Snapshots };
    }

    /// <summary>Causes that postmortems name, each once however many do.</summary>
    internal IReadOnlyList<KnownCause> RecordedCauses() =>
        [
            .. Documents
                .Where(d => d.Kind == DocumentKind.Postmortem && CauseCatalog.IsStatedBy(d))
                .SelectMany(links.Causes.Of)
                .Select(c => c.Cause)
                .Distinct(),
        ];

    /// <summary>Where a link in a document leads on our pages; null when it leads to no document.</summary>
    public string? UrlOf(Document from, string target) => links.Graph.UrlOf(from, target);

    /// <summary>Documents that name a service (catalog component).</summary>
    public IReadOnlyList<Document> DocumentsOfService(string service) =>
        [.. Documents.Where(d => d.FrontMatter.Services.Concat(d.FrontMatter.Failing).Contains(service, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Documents that a team (catalog group) owns.</summary>
    public IReadOnlyList<Document> DocumentsOfTeam(string team) =>
        [.. Documents.Where(d => string.Equals(TeamOf(d), team, StringComparison.OrdinalIgnoreCase))];
}

/// <param name="HappenedBefore">Postmortems that link to it or share a cause with it, newest first.</param>
public sealed record Neighbours(
    IReadOnlyList<Document> Runbooks,
    IReadOnlyList<Document> HappenedBefore,
    IReadOnlyList<Document> Alerts,
    IReadOnlyList<Document> Other
);
