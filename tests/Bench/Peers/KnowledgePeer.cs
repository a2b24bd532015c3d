using System.Diagnostics;
using System.Reflection;
using Knowledge.Bench.Corpus;
using Knowledge.Bench.Measuring;
using Knowledge.Indexer;
using Knowledge.Indexer.Index;
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
        var documents = IndexedDocuments.Of(task.Corpus.Sections(task.Size));
        var before = HeapBytes();
        var started = Stopwatch.GetTimestamp();
        var index = LexicalIndex.Build(documents, task.Threads);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Progress.Write($"Knowledge: {task.Size:N0} sections in {seconds:0.0} s");
        var memory = HeapBytes() - before;
        var kept = MemoryPackSerializer.Serialize(StoredIndex.Of(index)).LongLength;
        var searches = task.Search ? Searches(index, documents, task) : [];
        GC.KeepAlive(documents);
        var version =
            typeof(KnowledgeBase).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        return new(Name, $"Knowledge {version.Split('+')[0]}", task.Size, task.Threads, seconds, kept, memory, searches);
    }

    private static IReadOnlyList<SearchSeries> Searches(LexicalIndex index, Document[] documents, PeerTask task)
    {
        var queries = task.ReadQueries();
        var series = new List<SearchSeries>
        {
            SearchTimer.Measure("section leg", queries, Effort.Full, q => SearchSections(index, q.Text)),
            SearchTimer.Measure("both legs", queries, Effort.Full, q => SearchBoth(index, q.Text, Thesaurus.None)),
            SearchTimer.Measure("both legs, expanded", queries, Effort.Full, q => SearchBoth(index, q.Text, Thesaurus.BuiltIn)),
        };
        if (task.Size > MaxSectionsForAnswers)
            return series;
        var knowledge = KnowledgeBase.Build([
            new(
                "content",
                [
                    .. documents.Select(d => new ReadFile
                    {
                        Path = d.Path,
                        Stamp = default,
                        Documents = [d],
                    }),
                ],
                []
            ),
        ]);
        series.Add(
            SearchTimer.Measure(
                "whole answer",
                queries,
                Effort.Full,
                q => [.. knowledge.Search(new(q.Text, IPeer.Top), default).Hits.Select(h => h.Url)]
            )
        );
        return series;
    }

    // All fields of the sections, without synonyms and without what mends words: what the others search.
    private static List<string> SearchSections(LexicalIndex index, string query)
    {
        var top = new TopUnits(IPeer.Top, perDocument: false);
        Accumulator.Search(new(QueryPlan.AsTyped(query, index), index), Granularity.Passages, null, top);
        return [.. top.Take().Select(p => SectionId(index, p.Place.Segment, p.Place.Document, p.Place.Unit))];
    }

    private static List<string> SearchBoth(LexicalIndex index, string query, Thesaurus thesaurus) =>
        [
            .. Scoring
                .Rank(new(QueryPlan.Of(query, index, thesaurus), index), null, IPeer.Top)
                .Documents.Select(s => s.Passage < 0 ? "" : SectionId(index, s.Segment, s.Document, s.Passage)),
        ];

    private static string SectionId(LexicalIndex index, int segment, int document, int passage)
    {
        var of = index.Segments[segment].Segment;
        return $"{of.Documents[document].Id.Value}-{passage - of.FirstPassage[document]}";
    }

    private static long HeapBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
