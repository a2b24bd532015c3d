using System.Diagnostics;
using System.Reflection;
using Knowledge.Bench.Measuring;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;
using MemoryPack;
using Document = Knowledge.Content.Documents.Document;

namespace Knowledge.Bench.Peers;

/// <summary>Our own index.</summary>
internal sealed class KnowledgePeer : IPeer
{
    // The whole answer needs the whole knowledge base with its links; the sizes it is made for end here.
    private const int MaxSectionsForAnswers = 100_000;

    public string Name => "Knowledge";

    public PeerReport Run(PeerTask task)
    {
        var documents = task.Corpus.Sections(task.Size).GroupBy(s => s.DocumentId).Select(DocumentOf).ToArray();
        var before = HeapBytes();
        var started = Stopwatch.GetTimestamp();
        var index = LexicalIndex.Build(documents, task.Threads);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Progress.Say($"Knowledge: {task.Size:N0} sections in {seconds:0.0} s");
        var memory = HeapBytes() - before;
        var kept = MemoryPackSerializer.Serialize(StoredIndex.Of(index)).LongLength;
        var searches = task.Search ? Searches(index, documents, task) : [];
        GC.KeepAlive(documents);
        var version = typeof(KnowledgeBase).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        return new(Name, $"Knowledge {version.Split('+')[0]}", task.Size, task.Threads, seconds, kept, memory, searches);
    }

    private static IReadOnlyList<SearchSeries> Searches(LexicalIndex index, Document[] documents, PeerTask task)
    {
        var queries = task.ReadQueries();
        var series = new List<SearchSeries>
        {
            SearchTimer.Measure("section leg", queries, Effort.Full, q => SectionLeg(index, q.Text)),
            SearchTimer.Measure("both legs", queries, Effort.Full, q => BothLegs(index, q.Text, Thesaurus.None)),
            SearchTimer.Measure("both legs, expanded", queries, Effort.Full, q => BothLegs(index, q.Text, Thesaurus.BuiltIn)),
        };
        var vectors = Vectors(index);
        series.Add(SearchTimer.Measure("both legs and meaning", queries, Effort.Full, q => Hybrid(index, vectors, q.Text, NearestDocuments.SignsFrom)));
        if (index.PassageUnits >= NearestDocuments.SignsFrom) Compare(index, vectors, queries);
        if (task.Size > MaxSectionsForAnswers) return series;
        var knowledge = KnowledgeBase.Build([new("content", [.. documents.Select(d => new ReadFile { Path = d.Path, Stamp = default, Documents = [d] })], [])]);
        series.Add(SearchTimer.Measure("whole answer", queries, Effort.Full, q => [.. knowledge.Search(new(q.Text, IPeer.Top), default).Hits.Select(h => h.Url)]));
        return series;
    }

    // All fields of the sections, without synonyms and without what mends words: what the others search.
    private static List<string> SectionLeg(LexicalIndex index, string query)
    {
        var top = new TopUnits(IPeer.Top, perDocument: false);
        Accumulator.Search(new(QueryPlan.AsTyped(query, index), index), Leg.Passages, null, top);
        return [.. top.Take().Select(p => SectionId(index, p.Place.Segment, p.Place.Document, p.Place.Unit))];
    }

    private static List<string> BothLegs(LexicalIndex index, string query, Thesaurus thesaurus) =>
    [
        .. Scoring.Rank(new(QueryPlan.Of(query, index, thesaurus), index), null, IPeer.Top).Documents
            .Select(s => s.Passage < 0 ? "" : SectionId(index, s.Segment, s.Document, s.Passage)),
    ];

    private static PassageVectors Vectors(LexicalIndex index)
    {
        var started = Stopwatch.GetTimestamp();
        var vectors = PassageVectors.Of(index, BuiltInTable.Value, threads: 1);
        Progress.Say($"Knowledge: vectors of {vectors.Count:N0} sections by the built-in table in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s on one thread, {vectors.MemoryBytes / (1 << 20)} MiB");
        return vectors;
    }

    // The table's vector of the query counts with it.
    private static List<string> Hybrid(LexicalIndex index, PassageVectors vectors, string words, int signsFrom)
    {
        var query = new CompiledQuery(QueryPlan.Of(words, index, Thesaurus.BuiltIn), index);
        var lexical = Scoring.Rank(query, null, int.MaxValue);
        if (QueryVector.Of(BuiltInTable.Value.Embed(words, [])) is not { } direction) return [];
        var near = new Fusion.Near(
            NearestDocuments.Of(vectors, index, direction, null, FusionWeights.Table, Scoring.NormaliseOver, signsFrom), (segment, document) => vectors.Nearest(index, segment, document, direction), FusionWeights.Table);
        return [.. Fusion.Fuse(query, lexical, near, IPeer.Top).Documents.Select(s => s.Passage < 0 ? "" : SectionId(index, s.Segment, s.Document, s.Passage))];
    }

    // What is lost by comparing only what sign bits choose.
    private static void Compare(LexicalIndex index, PassageVectors vectors, IReadOnlyList<Queries.Query> queries)
    {
        const int Best = 10;
        var sample = queries.Where((_, i) => i % 8 == 0).ToList();
        var same = sample.Count(q => Hybrid(index, vectors, q.Text, NearestDocuments.SignsFrom).Take(Best).SequenceEqual(Hybrid(index, vectors, q.Text, int.MaxValue).Take(Best)));
        Progress.Say($"Knowledge: of {sample.Count} queries {same} have the same first {Best} as when every section is compared");
    }

    private static string SectionId(LexicalIndex index, int segment, int document, int passage)
    {
        var of = index.Segments[segment].Segment;
        return $"{of.Documents[document].Id.Value}-{passage - of.FirstPassage[document]}";
    }

    // As a reader of files would give it, without the way through Markdown: the others get plain text too. The anchor is the section's number.
    private static Document DocumentOf(IGrouping<string, Corpus.Section> document) => new()
    {
        Id = new(document.Key),
        Kind = DocumentKind.Article,
        Source = "content",
        Path = document.Key + ".md",
        Title = document.First().Title,
        Markdown = "",
        Sections = [.. document.Select((s, i) => new Content.Documents.Section([s.Title, s.Heading], SectionKind.Other, s.Id[(s.DocumentId.Length + 1)..], i, s.Text, []))],
    };

    private static long HeapBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
