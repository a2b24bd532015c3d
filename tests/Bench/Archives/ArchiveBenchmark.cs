using System.Diagnostics;
using Knowledge.Bench.Corpus;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Bench.Archives;

/// <summary>Builds an archive of the corpus, and searches it as the server does.</summary>
internal static class ArchiveBenchmark
{
    private const int Best = 10;

    // What the list of the archive may take on a page.
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(400);

    public static ArchiveBuildFigures Build(CorpusFolder corpus, int size, string directory)
    {
        var sections = corpus.SectionsPath(size);
        var build = new ArchiveBuild("bench", directory, (_, _, _) => Pages(sections)).Run((_, _, _) => { });
        Progress.Write($"Archive: {size:N0} sections in {build.Seconds:0.0} s");
        var texts = new DirectoryInfo(ArchiveWriter.IndexIn(directory))
            .EnumerateFiles()
            .Where(f => f.Extension is ".fdt" or ".fdx")
            .Sum(f => f.Length);
        return new(size, build.Seconds, build.Bytes - texts, texts);
    }

    public static ArchiveFigures Search(CorpusFolder corpus, ArchiveBuildFigures build, string directory)
    {
        var queries = QueryFile.Read(corpus.QueriesPath(build.Size)).Where(q => QueryKinds.Words.Contains(q.Kind)).ToList();
        var opening = Stopwatch.GetTimestamp();
        var early = ProcessBytes(collect: false);
        using var archive = OpenArchive.Open("bench", directory);
        var open = Stopwatch.GetElapsedTime(opening).TotalMilliseconds;
        Search(archive, queries[0]);
        using var process = Process.GetCurrentProcess();
        var first = (TimeProvider.System.GetUtcNow() - process.StartTime.ToUniversalTime()).TotalMilliseconds;
        var (incomplete, searches) = (0, 0);
        var series = SearchTimer.Measure(
            "archive",
            queries,
            Effort.Full with
            {
                WarmUpPasses = 1,
            },
            q =>
            {
                var found = Search(archive, q);
                searches++;
                if (!found.IsComplete)
                    incomplete++;
                return [.. found.Hits.Select(h => h.Id)];
            }
        );
        return new(
            build,
            open,
            first,
            ProcessBytes(collect: true) - early,
            series.Kinds,
            queries.Average(q => GainOf(archive, q.Text)),
            incomplete,
            searches
        );
    }

    /// <summary>The sections of the corpus, page by page, read as they are asked for.</summary>
    public static IEnumerable<ArchiveItem> Pages(string sections)
    {
        var rows = new List<string[]>();
        foreach (var line in File.ReadLines(sections))
        {
            var row = line.Split('\t');
            if (rows.Count > 0 && rows[0][1] != row[1])
            {
                yield return Page(rows);
                rows = [];
            }
            rows.Add(row);
        }
        if (rows.Count > 0)
            yield return Page(rows);
    }

    private static ArchiveItem Page(List<string[]> rows) =>
        new(
            rows[0][1],
            rows[0][2],
            rows.Sum(r => r[4].Length),
            () =>
                new(
                    rows[0][1],
                    rows[0][2],
                    DateOnly.FromDayNumber(735_000 + int.Parse(rows[0][1], System.Globalization.CultureInfo.InvariantCulture) % 4_000),
                    null,
                    [],
                    [.. rows.Select(r => new ArchiveSection(r[3], r[4]))]
                )
        );

    private static ArchiveResult Search(OpenArchive archive, Query query) =>
        ArchiveSearch.Search([archive], new(query.Text, Best, 0, false, Within), DateTimeOffset.UnixEpoch);

    // How good the first ten of the budgeted walk are, by the scores of a walk that leaves out nothing.
    private static double GainOf(OpenArchive archive, string words)
    {
        var text = new QueryText(words, [], [], []);
        var ideal = Scores(archive, ArchiveQuery.Of(text, archive.Reader, withPhrases: false, walked: long.MaxValue));
        var found = Scores(archive, ArchiveQuery.Of(text, archive.Reader, withPhrases: false));
        return ideal.Count == 0 ? 1 : Discounted(found.Select(f => f.Score)) / Discounted(ideal.Select(i => i.Score));
    }

    private static List<(int Document, float Score)> Scores(OpenArchive archive, Lucene.Net.Search.Query? query) =>
        query is null ? [] : [.. archive.Searcher.Search(query, Best).ScoreDocs.Select(d => (d.Doc, d.Score))];

    private static double Discounted(IEnumerable<float> scores) => scores.Select((s, i) => s / Math.Log2(i + 2)).Sum();

    private static long ProcessBytes(bool collect)
    {
        if (collect)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
