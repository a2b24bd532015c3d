using System.Text;
using Knowledge.Bench.Http;
using Knowledge.Bench.Measuring;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Report;

/// <summary>Searches over HTTP as a table.</summary>
internal static class HttpTable
{
    public static string Of(HttpReport http)
    {
        var text = new StringBuilder($"\n## Over HTTP, {Figures.Count(http.Sections)} sections\n\n");
        text.Append(
            $"`wrk` on loopback, {Load.Threads} thread, {Load.Connections} connections, "
                + $"{Figures.Seconds(http.Loads[0].Load.Seconds)} s, "
                + $"{Figures.Count(Corpus.CorpusFolder.LoadQueries)} distinct queries, answers composed, "
        );
        text.Append(
            $"on the same cores as the server, while {ContentWriter.PerSecond} documents a second are "
                + $"written into its {Figures.Count(http.Documents)}.\n\n"
        );
        var loads = new MarkdownTable(
            "meanings compared by",
            "requests/s",
            "median, ms",
            "99th percentile, ms",
            "longest, ms",
            "error statuses, socket errors",
            "answers without `degraded`"
        );
        foreach (var (embedder, load, whole, asked) in http.Loads.Append(http.Fresh))
            loads.Row(
                embedder,
                Figures.Count((long)load.PerSecond),
                Figures.Milliseconds(load.MedianMs),
                Figures.Milliseconds(load.P99Ms),
                Figures.Milliseconds(load.MaxMs),
                $"{Figures.Count(load.Not200)}, {Figures.Count(load.SocketErrors)} of {Figures.Count(load.Requests)}",
                $"{Figures.Count(whole)} of {Figures.Count(asked)} asked beside"
            );
        text.Append(loads).Append($"\nWith {EmbedderSettings.BuiltIn}, the default:\n\n");
        var table = new MarkdownTable("measure", "value");
        table.Row("queries without a hit", $"{Figures.Count(http.Empty)} of {Figures.Count(HttpBenchmark.Sampled)} asked once more");
        table.Row(
            $"a document written under load is found after: median, longest of {http.LagMs.Count}",
            $"{Figures.Milliseconds(Percentile.Median(http.LagMs))} ms, {Figures.Milliseconds(Percentile.Of(http.LagMs, 100))} ms"
        );
        table.Row(
            $"the last of {http.Written}, written as the load ended, is found after",
            http.CaughtUpMs is { } caughtUp ? $"{Figures.Milliseconds(caughtUp)} ms" : $"not in {HttpBenchmark.LongestLag.TotalSeconds:0} s"
        );
        table.Row(
            $"a changed file is found after, without load: median, longest of {http.ChangedMs.Count}",
            $"{Figures.Milliseconds(Percentile.Median(http.ChangedMs))} ms, {Figures.Milliseconds(Percentile.Of(http.ChangedMs, 100))} ms"
        );
        table.Row(
            "the same, from the look at the files that saw it",
            $"{Figures.Milliseconds(Percentile.Median(http.TakenInMs))} ms, {Figures.Milliseconds(Percentile.Of(http.TakenInMs, 100))} ms"
        );
        table.Row("first start, from the process to ready", $"{Figures.Milliseconds(http.FirstStartMs)} ms");
        table.Row(
            $"restart after kill, from the process to the first right answer: median, longest of {http.RestartMs.Count}",
            $"{Figures.Milliseconds(Percentile.Median(http.RestartMs))} ms, {Figures.Milliseconds(Percentile.Of(http.RestartMs, 100))} ms"
        );
        table.Row("peak memory of the server", $"{Figures.MiB(http.PeakBytes)} MiB");
        return text.Append(table).ToString();
    }
}
