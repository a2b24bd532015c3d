using System.Globalization;
using Knowledge.Bench.Archives;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;

namespace Knowledge.Bench.Report;

/// <summary>Archives beside Java's Lucene as a table.</summary>
internal static class ArchiveTable
{
    public static string Of(Results results)
    {
        var columns = results
            .Archives.SelectMany(a =>
                new (ArchiveFigures? Ours, PeerReport? Rival, string Name)[]
                {
                    (a, null, $"archive, {Figures.Count(a.Build.Size)} sections"),
                    (
                        null,
                        results.ArchiveRivals.FirstOrDefault(r => r.Size == a.Build.Size),
                        $"Lucene (Java), {Figures.Count(a.Build.Size)} sections"
                    ),
                }
            )
            .Where(c => c.Ours is not null || c.Rival is not null)
            .ToList();
        var table = new MarkdownTable(columns.Select(c => c.Name).Prepend("measure"));
        Row(
            "sections indexed per second, from a file, two threads",
            a => Figures.Count((long)(a.Build.Size / a.Build.Seconds)),
            l => Figures.Count((long)(l.Size / l.IndexSeconds))
        );
        Row(
            "bytes on disk per section, without texts",
            a => Figures.Count(a.Build.IndexBytes / a.Build.Size),
            l => l.IndexBytes is { } bytes ? Figures.Count(bytes / l.Size) : "-"
        );
        Row("bytes of its text, packed", a => Figures.Count(a.Build.TextBytes / a.Build.Size), _ => "-");
        Row("opened with its check after, ms", a => Figures.Milliseconds(a.OpenMs), _ => "-");
        Row("first answer, from the start of the process, ms", a => Figures.Milliseconds(a.FirstAnswerMs), _ => "-");
        Row(
            "memory: of the process for it; of the heap, beside memory maps, MiB",
            a => Figures.MiB(a.MemoryBytes),
            l => l.MemoryBytes is { } bytes ? Figures.MiB(bytes) : "-"
        );
        Row(
            "2 to 15 words, ms: median / 95th percentile",
            a => Times(a.Milliseconds.SelectMany(k => k.Milliseconds)),
            l => l.Searches[0].OfWords() is { } words ? Times(words.Milliseconds) : "-"
        );
        Row("nDCG@10 beside a walk that leaves out nothing", a => a.Gain.ToString("0.000", CultureInfo.InvariantCulture), _ => "-");
        Row("searches that time ended", a => $"{Figures.Count(a.Incomplete)} of {Figures.Count(a.Searches)}", _ => "-");
        var hot = string.Concat(
            results.Hot.Select(h =>
                $"\nWhile the server builds an archive ({Figures.Count((long)h.BuiltPerSecond)} sections a second, on a thread that gives "
                + $"way), whole answers of {Figures.Count(h.Sections)} served sections take {Tail(h.WritingMs)} ms (median / 99th "
                + $"percentile), and {Tail(h.AloneMs)} ms otherwise.\n"
            )
        );
        return $"\n## Archive\n\nLucene.Net on disk, as the server searches it: best ten pages with snippets, its segments on all "
            + $"processors, frequent words left out of the walk, the best hundred ordered by meaning too. Beside it Apache Lucene with "
            + $"memory maps on one thread: the ids of twenty sections.\n\n{table}{hot}";

        void Row(string measure, Func<ArchiveFigures, string> ours, Func<PeerReport, string> rival) =>
            table.Row([measure, .. columns.Select(c => c.Ours is { } a ? ours(a) : rival(c.Rival!))]);
    }

    private static string Times(IEnumerable<double> times) =>
        times.ToList() is var all
            ? $"{Figures.Milliseconds(Percentile.Of(all, 50))} / {Figures.Milliseconds(Percentile.Of(all, 95))}"
            : "-";

    private static string Tail(IReadOnlyList<double> times) =>
        $"{Figures.Milliseconds(Percentile.Of(times, 50))} / {Figures.Milliseconds(Percentile.Of(times, 99))}";
}
