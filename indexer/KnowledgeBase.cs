using System.Collections.Concurrent;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer;

/// <summary>Everything that was read, linked and indexed, as one immutable whole; a change makes a new one.</summary>
public sealed class KnowledgeBase
{
    private readonly KnowledgeParts parts;
    private readonly DocumentOwners owners;
    private readonly KnowledgeSearch search;
    private readonly ConcurrentDictionary<Type, Lazy<object>> derived = new();

    private KnowledgeBase(KnowledgeParts parts)
    {
        this.parts = parts;
        owners = new(parts.Catalog, parts.Owners);
        search = new(parts, owners);
    }

    public static KnowledgeBase Empty { get; } = new(KnowledgeParts.None);

    /// <summary>All documents, ordered by id.</summary>
    public IReadOnlyList<Document> Documents => parts.Documents;

    /// <summary>What was wrong when the sources were read, by file and line; <c>kb check</c> looks deeper.</summary>
    public IReadOnlyList<Finding> Findings => parts.Findings;

    /// <summary>What it was built from.</summary>
    public IReadOnlyList<SourceSnapshot> Snapshots => parts.Snapshots;

    /// <summary>Documents of the whole that this was made without (<see cref="Without"/>).</summary>
    internal IReadOnlySet<Document> Hidden => parts.Hidden;

    public ServiceCatalog Catalog => parts.Catalog;

    /// <summary>Where the runbook links of alerts lead.</summary>
    public RunbookLinks RunbookLinks => parts.Links.Graph.RunbookLinks;

    internal LexicalIndex Index => parts.Index.Value;

    /// <summary>
    /// Whether links and causes are those of these documents; false while they are still those of the documents before a change.
    /// </summary>
    internal bool IsLinked => parts.IsLinked;

    /// <summary>Whether links and causes are known at all; of many documents that were restored they follow the index.</summary>
    internal bool HasLinks => parts.HasLinks;

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

    /// <summary>Links and indexes what was read.</summary>
    /// <param name="sources">One reading per source, with distinct names.</param>
    /// <param name="before">What was built before: documents that are still there are not indexed again.</param>
    /// <param name="useThesaurus">Whether synonyms count.</param>
    public static KnowledgeBase Build(IReadOnlyList<SourceSnapshot> sources, KnowledgeBase? before = null, bool useThesaurus = true) =>
        new(
            KnowledgeBuilder.Build(
                sources,
                documents => before is null ? LexicalIndex.Build(documents) : before.Index.With(documents),
                before?.parts,
                useThesaurus
            )
        );

    /// <summary>
    /// The same with an index that was kept, made anew when it does not fit; of many documents the links follow with
    /// <see cref="LinkedAndMerged"/>.
    /// </summary>
    internal static KnowledgeBase Build(IReadOnlyList<SourceSnapshot> sources, StoredIndex index) =>
        new(
            KnowledgeBuilder.Build(
                sources,
                documents => index.Restore(documents) ?? LexicalIndex.Build(documents),
                before: null,
                useThesaurus: true,
                isRestored: true
            )
        );

    /// <summary>
    /// What is left without some pages and files, for whoever must not see them: links, causes, words, owners and synonyms are made of
    /// what is left, as if there were nothing else. The index is shared; what is hidden in it is a bitmap.
    /// </summary>
    /// <param name="left">What is left of what was read.</param>
    /// <param name="isHidden">Whether a document is not.</param>
    /// <param name="like">What was left before a change: what did not change is taken from it.</param>
    internal KnowledgeBase Without(IReadOnlyList<SourceSnapshot> left, Func<Document, bool> isHidden, KnowledgeBase? like) =>
        new(KnowledgeBuilder.Without(parts, left, isHidden, like?.parts));

    /// <summary>The same documents, linked; and with their index in one piece when that is due.</summary>
    internal KnowledgeBase LinkedAndMerged() => IsSettled ? this : new(KnowledgeBuilder.LinkedAndMerged(parts));

    /// <summary>Whether <see cref="LinkedAndMerged"/> would change nothing.</summary>
    internal bool IsSettled => IsLinked && !Index.WantsMerge;

    /// <summary>
    /// The same with another text of one document, to see where that would be found; links and causes stay those of the old text.
    /// </summary>
    internal KnowledgeBase With(Document document, Document replacement) => new(KnowledgeBuilder.With(parts, document, replacement));

    /// <summary>By id, or by an alias that its front matter declares.</summary>
    public Document? Find(string documentId) =>
        ById(documentId)
        ?? (parts.Links.Graph.Find(documentId) is { } aliased && (IsLinked || ById(aliased.Id.Value) == aliased) ? aliased : null);

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
    ) => search.Search(request, now, queryEmbedding, degraded, learned, reranker);

    /// <summary>What is known of one cause of a page, whatever was asked; null for what is no page or no cause of it.</summary>
    /// <param name="reference">As <see cref="Answer.Reference"/> gives it: <c>disk-full</c>, <c>disk-full~2</c>.</param>
    public Answer? CauseAt(string? reference, DateTimeOffset now) =>
        CauseReference.Read(reference) is (var id, var position) && Find(id) is { } page
            ? search.CardsAt(now).CardOf(page, position)
            : null;

    /// <summary>What of a query is to be embedded.</summary>
    internal string WordsOf(string query) => WordsOf(new SearchRequest(query));

    /// <summary>The same of a request, which says how it is read.</summary>
    internal string WordsOf(SearchRequest request) => search.WordsOf(request);

    /// <summary>The words of a query as a search takes them.</summary>
    public IReadOnlyList<UnderstoodWord> Understood(string query) => search.Understood(query);

    public Owner? OwnerOf(Document document, DateTimeOffset now) => owners.OwnerOf(document, now);

    public Owner? OwnerOfService(string service, DateTimeOffset now) => owners.OwnerOfService(service, now);

    /// <summary>Whom to call when nobody knows; null when the catalog names nobody.</summary>
    public Owner? FirstContact(DateTimeOffset now) => owners.FirstContact(now);

    /// <summary>The time of the file a document was read from; null where that is not known.</summary>
    public DateTimeOffset? FileTimeOf(Document document) =>
        Snapshots.FirstOrDefault(r => r.Name == document.Source)?.Files.FirstOrDefault(f => f.Path == document.Path)
            is { Stamp.ModifiedUtc: var time }
        && time != default
            ? new(DateTime.SpecifyKind(time, DateTimeKind.Utc), TimeSpan.Zero)
            : null;

    /// <summary>The documents around one: what links to it and what it links to, both ways.</summary>
    public Neighbours NeighboursOf(Document document) => parts.Links.NeighboursOf(document);

    /// <summary>Documents that say nearly the same (70 % of their three-word sequences).</summary>
    internal IReadOnlyList<(Document Page, Document Like, double Likeness)> Resembling => parts.Links.Duplicates.Pairs;

    /// <summary>The page that a name in front matter or a link means, as seen from a document; null when there is none here.</summary>
    internal Document? Resolve(Document from, string target) => parts.Links.Graph.Find(target) ?? parts.Links.Graph.Resolve(from, target);

    /// <summary>The causes that a document names, as cards put them.</summary>
    internal IReadOnlySet<string> CausesOf(Document document) => parts.Links.Causes.Of(document).Select(c => c.Cause.Text).ToHashSet();

    /// <summary>Causes that postmortems name, each once however many do.</summary>
    internal IReadOnlyList<KnownCause> RecordedCauses() => parts.Links.RecordedCauses(Documents);

    /// <summary>Where a link in a document leads on our pages; null when it leads to no document.</summary>
    public string? UrlOf(Document from, string target) => parts.Links.Graph.UrlOf(from, target);

    /// <summary>Documents that name a service (catalog component).</summary>
    public IReadOnlyList<Document> DocumentsOfService(string service) =>
        [.. Documents.Where(d => d.FrontMatter.Services.Concat(d.FrontMatter.Failing).Contains(service, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Documents that a team (catalog group) owns.</summary>
    public IReadOnlyList<Document> DocumentsOfTeam(string team) =>
        [.. Documents.Where(d => string.Equals(owners.TeamOf(d), team, StringComparison.OrdinalIgnoreCase))];
}
