using System.Diagnostics;
using System.Reflection;
using Knowledge.Bench.Measuring;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Text;
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
        var indexed = documents.AsParallel().AsOrdered().WithDegreeOfParallelism(task.Threads).Select(IndexedDocument.Of).ToArray();
        var index = LexicalIndex.Build(indexed);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Progress.Say($"Knowledge: {task.Size:N0} sections in {seconds:0.0} s");
        var memory = HeapBytes() - before;
        var searches = task.Search ? Searches(index, task) : [];
        GC.KeepAlive(documents);
        var version = typeof(KnowledgeBase).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        return new(Name, $"Knowledge {version.Split('+')[0]}", task.Size, task.Threads, seconds, null, memory, searches);
    }

    private static IReadOnlyList<SearchSeries> Searches(LexicalIndex index, PeerTask task)
    {
        var queries = task.ReadQueries();
        var sections = index.Passages.Select(p => $"{index.DocumentAt(p.Document).Id.Value}-{p.Passage.Anchor}").ToArray();
        var series = new List<SearchSeries>
        {
            SearchTimer.Measure("section leg", queries, Effort.Full, q => SectionLeg(index, sections, q.Text)),
            SearchTimer.Measure("both legs, expanded", queries, Effort.Full, q =>
                [.. Scoring.Rank(QueryPlan.Of(q.Text, index, Thesaurus.BuiltIn), index, IPeer.Top).Select(s => s.Passage < 0 ? "" : sections[s.Passage])]),
        };
        if (task.Size > MaxSectionsForAnswers) return series;
        var knowledge = KnowledgeBase.Build([new("content", [.. index.Documents.Select(d => new ReadFile { Path = d.Document.Path, Stamp = default, Indexed = [d] })], [])]);
        series.Add(SearchTimer.Measure("whole answer", queries, Effort.Full, q => [.. knowledge.Search(new(q.Text, IPeer.Top), default).Hits.Select(h => h.Url)]));
        return series;
    }

    private static List<string> SectionLeg(LexicalIndex index, string[] ids, string query)
    {
        var scores = new float[index.Sections.Count];
        foreach (var term in Tokenizer.Tokenize(query).Where(t => !StopWords.Contains(t.Surface)).Select(t => t.Term).Distinct())
        {
            var postings = index.Sections.Find(term);
            for (var i = 0; i < postings.Ordinals.Length; i++) scores[postings.Ordinals[i]] += postings.Impacts[i];
        }
        var best = new PriorityQueue<int, float>();
        for (var i = 0; i < scores.Length; i++)
            if (scores[i] > 0 && best.Count < IPeer.Top) best.Enqueue(i, scores[i]);
            else if (scores[i] > 0) best.EnqueueDequeue(i, scores[i]);
        var found = new List<string>(best.Count);
        while (best.TryDequeue(out var ordinal, out _)) found.Add(ids[ordinal]);
        found.Reverse();
        return found;
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
