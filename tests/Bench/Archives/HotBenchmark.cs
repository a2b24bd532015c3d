using System.Diagnostics;
using Knowledge.Bench.Corpus;
using Knowledge.Bench.Queries;
using Knowledge.Indexer;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Threads;

namespace Knowledge.Bench.Archives;

/// <summary>How fast what is served answers while the server builds an archive in the same process.</summary>
internal static class HotBenchmark
{
    private const int Hits = 20;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(20);

    /// <param name="size">Of what is served.</param>
    /// <param name="archived">Sections of which an archive is built meanwhile, as many as there is time for.</param>
    public static async Task<HotFigures> Run(CorpusFolder corpus, int size, int archived)
    {
        var knowledge = KnowledgeBase.Build([
            new(
                "content",
                [
                    .. IndexedDocuments
                        .Of(corpus.Sections(size))
                        .Select(d => new ReadFile
                        {
                            Path = d.Path,
                            Stamp = default,
                            Documents = [d],
                        }),
                ],
                []
            ),
        ]);
        var queries = QueryFile.Read(corpus.QueriesPath(size)).Where(q => QueryKinds.Words.Contains(q.Kind)).Select(q => q.Text).ToList();
        Ask(knowledge, queries, TimeSpan.FromSeconds(5));
        var alone = Ask(knowledge, queries, Each);
        var folder = Directory.CreateTempSubdirectory("kb-bench-hot-").FullName;
        try
        {
            using var stop = new CancellationTokenSource();
            var written = 0;
            var build = new ArchiveBuild("bench", folder, (_, _, _) => Counted(ArchiveBenchmark.Pages(corpus.SectionsPath(archived))))
            {
                Threads = 1,
            };
            var building = LowPriorityThread.Run(LowPriority.Last, () => build.Run((_, _, _) => { }, stop.Token), CancellationToken.None);
            // Its code is compiled too.
            Ask(knowledge, queries, TimeSpan.FromSeconds(5));
            var (before, started) = (Volatile.Read(ref written), Stopwatch.GetTimestamp());
            var writing = Ask(knowledge, queries, Each);
            var speed = (Volatile.Read(ref written) - before) * Section.PerDocument / Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (building.IsCompleted)
                throw new InvalidOperationException("The archive was written before it was measured: give more sections.");
            stop.Cancel();
            await building.ContinueWith(_ => { }, TaskScheduler.Default);
            return new(size, alone, writing, speed);

            IEnumerable<ArchiveItem> Counted(IEnumerable<ArchiveItem> items)
            {
                foreach (var item in items)
                {
                    Interlocked.Increment(ref written);
                    yield return item;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // One after the other, with a pause as people leave it: a closed loop on all cores would measure the processor.
    private static List<double> Ask(KnowledgeBase knowledge, IReadOnlyList<string> queries, TimeSpan time)
    {
        var (times, started) = (new List<double>(), Stopwatch.GetTimestamp());
        for (var i = 0; Stopwatch.GetElapsedTime(started) < time; i++)
        {
            var before = Stopwatch.GetTimestamp();
            knowledge.Search(new(queries[i % queries.Count], Hits), default);
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            if (i % 4 == 3)
                Thread.Sleep(1);
        }
        return times;
    }
}
