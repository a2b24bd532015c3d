using System.Globalization;
using System.Text;
using Knowledge.Bench.Embedding;
using Knowledge.Bench.Http;
using Knowledge.Bench.Meaning;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Report;

/// <summary>The tables of one run, as they are kept in <c>docs/benchmark.md</c>.</summary>
internal static class MarkdownReport
{
    /// <param name="plot">Path of the plot relative to where the text will lie.</param>
    public static string Of(Results results, string machine, DateOnly date, string plot)
    {
        var text = new StringBuilder("# Benchmark\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Written by `tests/Bench/run` on {date:yyyy-MM-dd}; every figure is from that one run, on the published build. How "
                + $"it is measured: [tests/Bench/README.md](../tests/Bench/README.md).\n\n"
        );
        text.Append($"Machine: {machine}.\n");
        if (results.Peers.Count > 0)
            text.Append($"\nEngines: {string.Join("; ", results.Peers.Select(p => p.Version).Distinct())}.\n");
        foreach (var size in results.Sizes)
        {
            text.Append($"\n## {Figures.Count(size)} sections\n");
            if (results.Searched(size).Any())
                text.Append(Searches(results, size));
            text.Append(Indexing(results, size));
            if (Agreements(results, size) is { } agreement)
                text.Append(agreement);
        }
        if (results.Sizes.Count > 1)
            text.Append(Growth(results, plot));
        if (results.Phrases.Count > 0)
            text.Append(PhraseTable.Of(results.Phrases));
        if (results.Meaning.Count > 0)
            text.Append(Meaning(results.Meaning));
        if (results.Archives.Count > 0)
            text.Append(ArchiveTable.Of(results));
        foreach (var http in results.Http)
            text.Append(Http(http));
        foreach (var access in results.Access)
            text.Append(AccessTable.Of(access));
        if (results.Restarts.Count > 0)
            text.Append(Restarts(results.Restarts));
        foreach (var alerts in results.Alerts)
            text.Append(Alerts(alerts));
        foreach (var small in results.Small)
        {
            text.Append(
                $"\n## {Figures.Count(small.Files)} runbooks\n\n"
                    + $"Copies of the example runbooks, {Figures.Count(small.KiB)} KiB, served in this process; "
                    + $"asked with seven symptom queries.\n\n"
            );
            var table = new MarkdownTable("measure", "value");
            foreach (var measure in small.Measures)
                table.Row(measure.Name, $"{Figures.Milliseconds(measure.Value)} {measure.Unit}");
            text.Append(table);
        }
        if (results.Embedding.Count > 0)
            text.Append(Embedding(results.Embedding));
        return MarkdownProse.Wrap(text.ToString());
    }

    /// <summary>
    /// Sizes at which the results of whole-word queries differ too much from Lucene's to be compared with it, worded for a person.
    /// </summary>
    public static IReadOnlyList<string> Disagreements(Results results) =>
        [
            .. from size in results.Sizes
            let overlap = Overlap(results, size, QueryKinds.Words)
            where overlap < MinOverlap
            select $"{Figures.Count(size)} sections: median "
                + $"overlap@{IPeer.Top} with Lucene is {Figures.Share(overlap.Value)}, below {Figures.Share(MinOverlap)}",
        ];

    private const double MinOverlap = 0.5;
    private const string AllWords = "all of 2 to 15 words";

    private static string Searches(Results results, int size)
    {
        var text = new StringBuilder($"\nTop {IPeer.Top}, one thread, milliseconds: median / 95th percentile.\n\n");
        var table = new MarkdownTable([.. QueryKinds.All.Prepend("engine"), AllWords]);
        var rows = results.Searched(size).SelectMany(p => p.Searches.Select(s => (Name: $"{p.Name}, {s.Name}", Series: s))).ToList();
        foreach (var (name, series) in rows)
            table.Row([
                name,
                .. QueryKinds
                    .All.Select(series.Of)
                    .Append(series.OfWords())
                    .Select(t =>
                        t is { } times ? $"{Figures.Milliseconds(times.Median)} / {Figures.Milliseconds(times.P95)}" : "not offered"
                    ),
            ]);
        text.Append(table);
        if (results.Our(size)?.Searches[0] is { } ours)
        {
            text.Append($"\nMedians as multiples of \"{Results.Ours}, {ours.Name}\":\n\n");
            var ratios = new MarkdownTable([.. QueryKinds.All.Prepend("engine"), AllWords]);
            foreach (var (name, series) in rows.Where(r => r.Series != ours))
                ratios.Row([
                    name,
                    .. QueryKinds
                        .All.Select(k => (series.Of(k), ours.Of(k)))
                        .Append((series.OfWords(), ours.OfWords()))
                        .Select(p => Figures.Ratio(p.Item1?.Median ?? double.NaN, p.Item2?.Median ?? double.NaN)),
                ]);
            text.Append(ratios);
        }
        var few = rows.Where(r => r.Series.Kinds.Any(k => k.Queries < QueryDrawing.PerKind))
            .Select(r => $"{r.Name} {r.Series.Kinds.Min(k => k.Queries)} to {r.Series.Kinds.Max(k => k.Queries)}")
            .ToList();
        if (few.Count > 0)
            text.Append($"\nQueries per kind where it was less than {QueryDrawing.PerKind}, for time: {string.Join("; ", few)}.\n");
        return text.ToString();
    }

    private static string Indexing(Results results, int size)
    {
        var table = new MarkdownTable(
            "engine",
            "1 thread, s",
            "2 threads, s",
            "index, MiB",
            "in memory, MiB",
            "in memory, bytes per section"
        );
        foreach (var peer in results.Peers.Where(p => p.Size == size).GroupBy(p => p.Name))
        {
            var max = peer.MinBy(p => p.Threads)!;
            table.Row(
                peer.Key,
                Time(peer, 1),
                Time(peer, 2),
                max.IndexBytes is { } bytes ? Figures.MiB(bytes) : "-",
                max.MemoryBytes is { } memory ? Figures.MiB(memory) : "-",
                max.MemoryBytes is { } held ? Figures.Count(held / size) : "-"
            );
        }
        return $"\nIndexing, without the texts themselves:\n\n{table}";

        static string Time(IEnumerable<PeerReport> reports, int threads) =>
            reports.FirstOrDefault(r => r.Threads == threads) is { } report ? Figures.Seconds(report.IndexSeconds) : "-";
    }

    private static string? Agreements(Results results, int size)
    {
        if (Overlap(results, size, QueryKinds.Words) is not { } all)
            return null;
        var table = new MarkdownTable([.. QueryKinds.Words.Prepend("median overlap with"), AllWords]);
        table.Row([
            .. QueryKinds.Words.Select(k => Figures.Share(Overlap(results, size, k) ?? double.NaN)).Prepend("Lucene"),
            Figures.Share(all),
        ]);
        return $"\nAgreement: how many of our first {IPeer.Top} are among Lucene's first {IPeer.Top}.\n\n{table}";
    }

    private static double? Overlap(Results results, int size, params IReadOnlyList<string> kinds) =>
        results.Our(size)?.Searches[0] is { } ours
        && results.Searched(size).FirstOrDefault(p => p.Name == "Lucene")?.Searches[0] is { } lucene
        && Agreement.Median(ours, lucene, kinds) is var overlap
        && !double.IsNaN(overlap)
            ? overlap
            : null;

    private static string Growth(Results results, string plot)
    {
        var table = new MarkdownTable(results.Sizes.Select(s => $"{Figures.Count(s)} sections").Prepend("engine"));
        foreach (var line in GrowthPlot.Lines(results))
            table.Row(
                results
                    .Sizes.Select(s =>
                        line.Points.Where(p => p.Sections == s)
                            .Select(p => Figures.Milliseconds(p.Milliseconds))
                            .DefaultIfEmpty("-")
                            .First()
                    )
                    .Prepend(line.Name)
            );
        return $"\n## How it grows\n\nMedian of {GrowthPlot.Kind}, top {IPeer.Top}, milliseconds.\n\n![Median search time by "
            + $"number of sections, both axes logarithmic]({plot})\n\n{table}";
    }

    private static string Http(HttpReport http)
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

    private static string Meaning(IReadOnlyList<DenseSearchReport> reports)
    {
        var table = new MarkdownTable(
            "generator",
            "sections",
            "passages",
            "by words",
            "by words and meaning",
            "the query's vector",
            $"first {DenseSearchBenchmark.Best} as by a full comparison: the same, in the same order",
            "vectors in memory, MiB",
            "bytes per passage"
        );
        foreach (var report in reports)
            table.Row(
                report.Generator,
                Figures.Count(report.Size),
                Figures.Count(report.Passages),
                Times(report.Lexical),
                Times(report.Hybrid),
                Times(report.QueryVector),
                report.Compared is { } same
                    ? $"{Figures.Count(same.Ten)}, {Figures.Count(same.Order)} of {Figures.Count(report.Queries)}"
                    : "all are compared",
                Figures.MiB(report.MemoryBytes),
                Figures.Count(report.MemoryBytes / Math.Max(1, report.Passages))
            );
        return $"\n## Search by meaning\n\nTop {IPeer.Top} documents, {AllWords}, one thread, milliseconds: median "
            + $"/ 95th percentile. With the {EmbedderSettings.Table} the query's vector counts with the "
            + $"search, with an encoder it comes on top.\n\n{table}";

        static string Times(Spread times) => $"{Figures.Milliseconds(times.Median)} / {Figures.Milliseconds(times.P95)}";
    }

    private static string Embedding(IReadOnlyList<EmbeddingReport> reports)
    {
        var table = new MarkdownTable(
            "generator",
            $"{EmbeddingBenchmark.ShortTokens} tokens, 1 thread, ms: median / 95th percentile",
            "queries/s, 2 threads",
            "tokens/s, 1 thread",
            "tokens/s, 2 threads",
            $"sections of {EmbeddingBenchmark.PassageTokens} tokens/s, 2 threads",
            "load, ms",
            "in memory, MiB"
        );
        foreach (var report in reports)
            table.Row([
                report.Name,
                $"{Figures.Milliseconds(report.ShortMs.Median)} / {Figures.Milliseconds(report.ShortMs.P95)}",
                report.QueriesPerSecond is { } queries ? Figures.Count((long)queries) : "-",
                .. report.TokensPerSecond.Select(speed => Figures.Count((long)speed)),
                Figures.Count((long)(report.TokensPerSecond[1] / EmbeddingBenchmark.PassageTokens)),
                report.LoadMs is { } load ? Figures.Milliseconds(load) : "-",
                report.MemoryBytes is { } memory ? Figures.MiB(memory) : "-",
            ]);
        return $"\n## Embedding\n\nBatches of {EmbeddingBenchmark.BatchSize} texts of {EmbeddingBenchmark.PassageTokens} tokens, "
            + $"from text to vector; PyTorch and ONNX Runtime from token ids, which are not padded. Queries are of "
            + $"{EmbeddingBenchmark.ShortTokens} tokens, one at a time on each thread.\n\n{table}";
    }

    private static string Restarts(IReadOnlyList<RestartReport> reports)
    {
        var table = new MarkdownTable(
            "store",
            "sections",
            "first start, ms",
            $"restart, ms: median, longest of {RestartBenchmark.Restarts}"
        );
        foreach (var report in reports)
            table.Row(
                report.Store,
                Figures.Count(report.Sections),
                double.IsNaN(report.FirstStartMs) ? "-" : Figures.Milliseconds(report.FirstStartMs),
                $"{Figures.Milliseconds(Percentile.Median(report.RestartMs))}, {Figures.Milliseconds(Percentile.Of(report.RestartMs, 100))}"
            );
        return $"\n## Restart\n\nFrom the start of the process until it is ready, with an empty store; and after a kill until the first "
            + $"right answer, with the default encoder.\n\n{table}";
    }

    private static string Alerts(AlertsReport alerts)
    {
        var text = new StringBuilder($"\n## Alerts, {Figures.Count(alerts.Runbooks)} runbooks\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"`wrk` on loopback posts as Alertmanager does "
                + $"to the eight senders in turn, {Load.Threads} thread, {Load.Connections} connections, on the same cores as the server; "
                + $"each answer says that the request is durable.\n\n"
        );
        var table = new MarkdownTable("measure", "value");
        foreach (var (each, load) in alerts.Accepted)
        {
            table.Row($"alerts accepted per second, {each} a request", Figures.Count((long)(load.PerSecond * each)));
            table.Row(
                "acknowledged after: median, 99th percentile, longest",
                $"{Figures.Milliseconds(load.MedianMs)} ms, {Figures.Milliseconds(load.P99Ms)} ms, {Figures.Milliseconds(load.MaxMs)} ms"
            );
            table.Row(
                "answers with an error status, socket errors",
                $"{Figures.Count(load.Not200)}, {Figures.Count(load.SocketErrors)} of {Figures.Count(load.Requests)}"
            );
        }
        table.Row("all of them are read after", $"{Figures.Seconds(alerts.ReadSeconds)} s");
        table.Row(
            $"`/r/NAME` to the right page: median, 99th percentile of {Figures.Count(alerts.RedirectMs.Count)}",
            $"{Figures.Milliseconds(Percentile.Median(alerts.RedirectMs))} ms, "
                + $"{Figures.Milliseconds(Percentile.Of(alerts.RedirectMs, 99))} ms"
        );
        return text.Append(table).ToString();
    }
}
