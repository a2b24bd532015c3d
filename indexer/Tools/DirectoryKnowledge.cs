using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Tools;

/// <summary>Directories without a server: looked at again when something is asked and the last look is some seconds old.</summary>
/// <param name="archives">Null for none.</param>
public sealed class DirectoryKnowledge(IReadOnlyList<SourceDirectory> sources, TimeProvider time, ArchiveSet? archives = null)
    : IServedKnowledge
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(2);

    private readonly Lock looking = new();
    private readonly Lazy<EmbeddingModel> table = new(() => EmbeddingModel.Table(new()));
    private readonly Task<IReadOnlyDictionary<string, SourceHistory>> histories = SourceHistories.ReadAsync(sources);
    private IReadOnlyList<SourceSnapshot> readings = [];
    private KnowledgeBase knowledge = KnowledgeBase.Empty;
    private long? lookedAt;

    /// <inheritdoc/>
    public KnowledgeBase Current
    {
        get
        {
            lock (looking)
            {
                if (lookedAt is { } at && time.GetElapsedTime(at) < LooksAgainAfter)
                    return knowledge;
                IReadOnlyList<SourceSnapshot> now =
                [
                    .. sources.Select((s, i) => DirectoryReader.Read(s, readings.Count > 0 ? readings[i] : null)),
                ];
                if (lookedAt is null || !now.Zip(readings).All(r => SameFiles(r.First, r.Second)))
                    knowledge = KnowledgeBase.Build(now, lookedAt is null ? null : knowledge);
                (readings, lookedAt) = (now, time.GetTimestamp());
                return knowledge;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Degraded =>
        [
            .. readings
                .Where(r => r.IsMissing)
                .Select(r => $"The directory of source {r.Name} is missing; what was read before is served."),
            .. archives?.Problems ?? [],
        ];

    /// <inheritdoc/>
    public async ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        var current = Current;
        var embedding = await EmbedAsync(current, request.Query, cancellation);
        return current.Search(request, time.GetUtcNow(), embedding, Degraded);
    }

    /// <inheritdoc/>
    public Task<ArchiveResult?> SearchArchivesAsync(SearchRequest request, CancellationToken cancellation) =>
        archives is { Any: true } set
            ? Task.Run<ArchiveResult?>(
                () => set.Search(new(request.Query, request.Limit, 0, false, ArchiveSet.Within) { Syntax = request.Syntax }),
                cancellation
            )
            : Task.FromResult<ArchiveResult?>(null);

    /// <inheritdoc/>
    public ArchivedPage? ArchivedPage(string address) => archives?.Page(address);

    /// <inheritdoc/>
    public AlertMatch Match(FiredAlert alert) => Current.Alerts.Match(alert, votes: []);

    /// <inheritdoc/>
    public DocumentView View(Document document) =>
        DocumentView.Of(
            document,
            Current,
            null,
            time.GetUtcNow(),
            sources,
            // A long history is not waited for.
            histories.IsCompletedSuccessfully
                ? histories.Result
                : SourceHistory.None
        );

    /// <inheritdoc/>
    public IReadOnlyList<RecordedGap>? UnansweredSearches(int limit) => null;

    // By the built-in table, as the server answers before its encoder has read everything.
    private async ValueTask<QueryEmbedding?> EmbedAsync(KnowledgeBase current, string query, CancellationToken cancellation)
    {
        var words = current.WordsOf(query);
        if (string.IsNullOrWhiteSpace(words))
            return null;
        var passages = await current.Derived(k => new TablePassages(PassageEmbedding.Embed(k.Index, table.Value.Passages))).Vectors;
        var vectors = await table.Value.Queries.GenerateAsync([words], cancellationToken: cancellation);
        return QueryVector.Of(vectors[0].Vector.Span) is { } direction ? new(passages, direction, table.Value.Weights) : null;
    }

    private static bool SameFiles(SourceSnapshot now, SourceSnapshot before) =>
        now.Files.Count == before.Files.Count && now.Files.Zip(before.Files).All(f => ReferenceEquals(f.First, f.Second));

    private sealed record TablePassages(Task<PassageVectors> Vectors);
}
