using System.Diagnostics;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer;

/// <summary>Searches in a knowledge base, and composes answers of what it finds.</summary>
internal sealed class KnowledgeSearch
{
    private readonly KnowledgeParts parts;
    private readonly DocumentOwners owners;
    private readonly Lazy<Searcher> searcher;
    private readonly Lazy<FileDays> days;

    public KnowledgeSearch(KnowledgeParts parts, DocumentOwners owners)
    {
        (this.parts, this.owners) = (parts, owners);
        days = new(() => FileDays.Of(parts.Snapshots));
        searcher = new(() =>
            new(parts.Index.Value, parts.Links.Duplicates, parts.Thesaurus, new(parts.Index.Value, owners.TeamOf, ChangedOn))
        );
    }

    /// <param name="queryEmbedding">That of <see cref="WordsOf"/> the request; null to go by its words only.</param>
    public SearchResponse Search(
        SearchRequest request,
        DateTimeOffset now,
        QueryEmbedding? queryEmbedding,
        IReadOnlyList<string>? degraded,
        LearnedPhrases? learned,
        Reranker? reranker
    )
    {
        var started = Stopwatch.GetTimestamp();
        var ranked = searcher.Value.Search(request, queryEmbedding, learned, reranker);
        return new ResponseComposer(
            CardsAt(now),
            d => owners.OwnerOf(d, now),
            name => owners.OwnerNamed(name, now),
            owners.FirstContact(now)
        ).Compose(request, ranked, started, ranked.RerankerProblem is { } problem ? [.. degraded ?? [], problem] : degraded) with
        {
            Notice = LanguageNotice.Of(request.Query, parts.Index.Value, byMeaning: queryEmbedding is not null),
        };
    }

    /// <summary>Puts cards together as they stand at a time.</summary>
    public AnswerComposer CardsAt(DateTimeOffset now) => new(parts.Links.Graph, parts.Links.Causes, d => owners.OwnerOf(d, now));

    /// <summary>What of a request is to be embedded.</summary>
    public string WordsOf(SearchRequest request) => searcher.Value.WordsOf(request);

    /// <summary>The words of a query as a search takes them.</summary>
    public IReadOnlyList<UnderstoodWord> Understood(string query) =>
        UnderstoodWord.Of(query, QueryPlan.Of(WordsOf(new(query)), parts.Index.Value, parts.Thesaurus), parts.Index.Value);

    // Day of the file; a postmortem's own date says more than when somebody corrected its spelling.
    private DateOnly? ChangedOn(Document document) => document.FrontMatter.Date ?? days.Value.Find(document);
}
