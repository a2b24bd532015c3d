using System.Globalization;
using System.Text;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Queries;

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
            text.Append(MeaningTable.Of(results.Meaning));
        if (results.Archives.Count > 0)
            text.Append(ArchiveTable.Of(results));
        foreach (var http in results.Http)
            text.Append(HttpTable.Of(http));
        foreach (var access in results.Access)
            text.Append(AccessTable.Of(access));
        if (results.Restarts.Count > 0)
            text.Append(RestartTable.Of(results.Restarts));
        foreach (var alerts in results.Alerts)
            text.Append(AlertsTable.Of(alerts));
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
            text.Append(EmbeddingTable.Of(results.Embedding));
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
    internal const string AllWords = "all of 2 to 15 words";

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
}
