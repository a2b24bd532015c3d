using System.Diagnostics;
using Knowledge.Bench.Corpus;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;

namespace Knowledge.Bench.Meaning;

/// <summary>What it costs to search by meaning as well as by words.</summary>
/// <param name="Generator">What made the vectors.</param>
/// <param name="Lexical">By words alone.</param>
/// <param name="Hybrid">By both, the query's vector included for a table and not for an encoder.</param>
/// <param name="QueryVector">The query's vector alone, on one thread.</param>
/// <param name="Compared">What is lost where not every passage is compared; null where every one is.</param>
/// <param name="MemoryBytes">Of the passages' vectors and all that is made of them.</param>
internal sealed record DenseSearchReport(
    string Generator,
    int Size,
    int Passages,
    Spread Lexical,
    Spread Hybrid,
    Spread QueryVector,
    int Queries,
    Sameness? Compared,
    long MemoryBytes
);

/// <summary>
/// How many queries have the same first <see cref="DenseSearchBenchmark.Best"/> documents as when every passage is compared.
/// </summary>
/// <param name="Ten">In any order.</param>
/// <param name="Order">In the same order.</param>
internal sealed record Sameness(int Ten, int Order);

/// <summary>Hybrid search beside search by words on the same index, one query after the other on one thread.</summary>
internal static class DenseSearchBenchmark
{
    public const int Best = 10;

    /// <param name="model">The built-in encoder, or the directory of one; null for the built-in table.</param>
    public static async Task<DenseSearchReport> Run(CorpusFolder corpus, int size, string? model)
    {
        var index = LexicalIndex.Build(IndexedDocuments.Of(corpus.Sections(size)), Environment.ProcessorCount);
        var queries = QueryFile.Read(corpus.QueriesPath(size)).Where(q => QueryKinds.Words.Contains(q.Kind)).ToList();
        if (model is null)
        {
            var table = PassageEmbedding.Of(index, BuiltInTable.Value, Environment.ProcessorCount);
            return Measure(
                EmbedderSettings.Table,
                size,
                index,
                table,
                FusionWeights.Table,
                queries,
                words => BuiltInTable.Value.Embed(words, []),
                isCounted: true
            );
        }
        var encoder = await EncodedPassages.Load(model);
        var vectors = await EncodedPassages.Of(corpus, size, encoder, index);
        var oneThread = await EmbeddingModel.LoadAsync(new(model), threads: 1);
        return Measure(
            encoder.Name,
            size,
            index,
            vectors,
            encoder.Weights,
            queries,
            words => oneThread!.Queries.GenerateAsync([words]).GetAwaiter().GetResult()[0].Vector.ToArray(),
            isCounted: false
        );
    }

    /// <param name="isCounted">Whether the query's vector counts with the search.</param>
    public static DenseSearchReport Measure(
        string generator,
        int size,
        LexicalIndex index,
        PassageVectors vectors,
        FusionWeights weights,
        IReadOnlyList<Query> queries,
        Func<string, float[]> embed,
        bool isCounted
    )
    {
        vectors.Prepare(index, weights);
        var times = new List<double>();
        var directions = new Dictionary<string, QueryVector?>();
        foreach (var query in queries.Take(Math.Min(queries.Count, 20)))
            embed(query.Text);
        foreach (var query in queries)
        {
            var before = Stopwatch.GetTimestamp();
            var vector = embed(query.Text);
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            directions[query.Text] = QueryVector.Of(vector);
        }
        var lexical = Time($"by words, {size:N0} sections", query => Documents(index, Rank(index, query, IPeer.Top).Ranking));
        var hybrid = Time(
            $"by words and by meaning with {generator}, {size:N0} sections",
            query =>
                Hybrid(
                    index,
                    vectors,
                    weights,
                    query,
                    isCounted ? QueryVector.Of(embed(query)) : directions[query],
                    NearestDocuments.SignsFrom
                )
        );
        Sameness? compared = null;
        if (index.PassageUnits >= NearestDocuments.SignsFrom)
        {
            Progress.Write($"comparing with every passage");
            var firsts = queries
                .Select(q => (Chosen: First(q.Text, NearestDocuments.SignsFrom), All: First(q.Text, int.MaxValue)))
                .ToList();
            compared = new(firsts.Count(f => f.Chosen.ToHashSet().SetEquals(f.All)), firsts.Count(f => f.Chosen.SequenceEqual(f.All)));
        }
        return new(generator, size, index.PassageUnits, lexical, hybrid, Spread.Of(times), queries.Count, compared, vectors.MemoryBytes);

        Spread Time(string name, Func<string, IReadOnlyList<string>> search) =>
            SearchTimer.Measure(name, queries, Effort.Full, q => search(q.Text)) is var series
                ? Spread.Of(series.Kinds.SelectMany(k => k.Milliseconds))
                : throw new UnreachableException();

        List<string> First(string query, int signsFrom) =>
            [.. Hybrid(index, vectors, weights, query, directions[query], signsFrom).Take(Best)];
    }

    /// <summary>Ids of documents, best first.</summary>
    /// <param name="direction">Null where the query means nothing to the generator.</param>
    /// <param name="signsFrom">Passages from which on sign bits choose those that are compared.</param>
    public static List<string> Hybrid(
        LexicalIndex index,
        PassageVectors vectors,
        FusionWeights weights,
        string words,
        QueryVector? direction,
        int signsFrom
    )
    {
        var (query, lexical) = Rank(index, words, int.MaxValue);
        if (direction is null)
            return Documents(index, lexical).Take(IPeer.Top).ToList();
        var near = new Fusion.DenseCandidates(
            NearestDocuments.Of(vectors, index, direction, null, weights, Scoring.NormaliseOver, signsFrom),
            (segment, document) => vectors.Nearest(index, segment, document, direction, weights),
            weights
        );
        var fused = Fusion.Fuse(query, lexical, near, Math.Max(IPeer.Top, WordsTogether.Read));
        return Documents(index, WordsTogether.AddTo(query, fused, weights.Together, IPeer.Top));
    }

    private static (CompiledQuery Query, Scoring.Ranking Ranking) Rank(LexicalIndex index, string words, int limit)
    {
        var query = new CompiledQuery(QueryPlan.Of(words, index, Thesaurus.BuiltIn), index);
        return (query, Scoring.Rank(query, null, limit));
    }

    private static List<string> Documents(LexicalIndex index, Scoring.Ranking ranking) =>
        [.. ranking.Documents.Select(s => index.Segments[s.Segment].Segment.Documents[s.Document].Id.Value)];
}
