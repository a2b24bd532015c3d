using System.Diagnostics;
using System.Reflection;
using Knowledge.Bench.Archives;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;
using Lucene.Net.Index;

namespace Knowledge.Bench.Peers;

/// <summary>Lucene.Net with the tokens of our own tokenizer: all of them are walked, none is left out.</summary>
internal sealed class LuceneNetPeer : IPeer
{
    public string Name => "Lucene.Net";

    public PeerReport Run(PeerTask task)
    {
        var folder = Directory.CreateTempSubdirectory("kb-bench-lucenenet-").FullName;
        try
        {
            var directory = Path.Combine(folder, "index");
            ArchivePage[] pages = [.. ArchiveBenchmark.Pages(task.Corpus.SectionsPath(task.Size)).Select(p => p.Page()!)];
            var started = Stopwatch.GetTimestamp();
            using (var writer = ArchiveWriter.Open(directory))
            {
                Parallel.ForEach(pages, new ParallelOptions { MaxDegreeOfParallelism = task.Threads }, p => writer.Put(p));
                writer.Close();
            }
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Progress.Write($"Lucene.Net: {task.Size:N0} sections in {seconds:0.0} s");
            pages = [];
            new ArchiveManifest(ArchiveManifest.CurrentFormat, "bench", DateTimeOffset.UnixEpoch, task.Size, true).Write(directory);
            using var archive = OpenArchive.Open("bench", directory);
            IReadOnlyList<SearchSeries> searches = task.Search
                ? [SearchTimer.Measure("BM25, own tokens", task.ReadQueries(), Effort.Full, q => Search(archive, q))]
                : [];
            var bytes = new DirectoryInfo(ArchiveWriter.IndexIn(directory))
                .EnumerateFiles()
                .Where(f => f.Extension is not (".fdt" or ".fdx"))
                .Sum(f => f.Length);
            var version =
                typeof(IndexWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
            return new(Name, $"Lucene.Net {version.Split('+')[0]}", task.Size, task.Threads, seconds, bytes, null, searches);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string>? Search(OpenArchive archive, Query query)
    {
        if (query.Kind is QueryKinds.Typo or QueryKinds.Prefix)
            return null;
        var text = new QueryText(query.Text, [], [], []);
        var any = ArchiveQuery.Of(text, archive.Reader, withPhrases: false, walked: long.MaxValue);
        return any is null
            ? []
            :
            [
                .. archive
                    .Searcher.Search(any, IPeer.Top)
                    .ScoreDocs.Select(d => ArchiveFields.Read(archive.Reader, d.Doc) is var s ? $"{s.PageId}-{s.Number}" : ""),
            ];
    }
}
