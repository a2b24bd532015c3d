using System.Text.Json;
using System.Text.Json.Serialization;
using Knowledge.Bench.Archives;
using Knowledge.Bench.Embedding;
using Knowledge.Bench.Http;
using Knowledge.Bench.Meaning;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Phrases;
using Knowledge.Bench.Small;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Report;

/// <summary>Everything that one run measured.</summary>
/// <param name="Peers">Ours first.</param>
internal sealed record Results(
    IReadOnlyList<PeerReport> Peers,
    IReadOnlyList<HttpReport> Http,
    IReadOnlyList<SmallReport> Small,
    IReadOnlyList<EmbeddingReport> Embedding,
    IReadOnlyList<AlertsReport> Alerts,
    IReadOnlyList<DenseSearchReport> Meaning,
    IReadOnlyList<ArchiveFigures> Archives
)
{
    public const string Ours = "Knowledge";

    public IReadOnlyList<RestartReport> Restarts { get; init; } = [];

    public IReadOnlyList<PhraseReport> Phrases { get; init; } = [];

    public IReadOnlyList<AccessReport> Access { get; init; } = [];

    /// <summary>Java's Lucene on the sections of the archives.</summary>
    public IReadOnlyList<PeerReport> ArchiveRivals { get; init; } = [];

    /// <summary>What is served while an archive is built.</summary>
    public IReadOnlyList<HotFigures> Hot { get; init; } = [];

    public IReadOnlyList<int> Sizes => [.. Peers.Select(p => p.Size).Distinct().Order()];

    /// <summary>The report with searches, which is the one that was indexed with one thread.</summary>
    public IEnumerable<PeerReport> Searched(int size) => Peers.Where(p => p.Size == size && p.Searches.Count > 0);

    public PeerReport? Our(int size) => Searched(size).FirstOrDefault(p => p.Name == Ours);
}

/// <summary>Results as one JSON file per part, written by the process that measured it and read by the one that reports.</summary>
internal static class ResultsFolder
{
    // "Not a number" is what a percentile of nothing is.
    private static readonly JsonSerializerOptions Options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    // The order of the tables.
    private static readonly string[] Names = [Results.Ours, "Lucene", "Lucene.Net", "SQLite FTS5", "PostgreSQL"];

    public static void Write(string folder, PeerReport report) =>
        Write(folder, $"peer-{report.Name.ToLowerInvariant().Replace(' ', '-')}-{report.Size}-{report.Threads}", report);

    public static void Write(string folder, HttpReport report) => Write(folder, $"http-{report.Sections}", report);

    public static void Write(string folder, AccessReport report) => Write(folder, $"access-{report.Sections}", report);

    public static void Write(string folder, RestartReport report) =>
        Write(folder, $"restart-{report.Sections}-{report.Store.Replace(' ', '-')}", report);

    public static void Write(string folder, SmallReport report) => Write(folder, $"small-{report.Files}", report);

    public static void Write(string folder, AlertsReport report) => Write(folder, $"alerts-{report.Runbooks}", report);

    public static void Write(string folder, ArchiveBuildFigures figures) => Write(folder, $"build-archive-{figures.Size}", figures);

    public static ArchiveBuildFigures ReadBuild(string folder, int size) =>
        JsonSerializer.Deserialize<ArchiveBuildFigures>(File.ReadAllText(Path.Combine(folder, $"build-archive-{size}.json")), Options)!;

    public static void Write(string folder, ArchiveFigures figures) => Write(folder, $"archive-{figures.Build.Size}", figures);

    public static void WriteRival(string folder, PeerReport report) => Write(folder, $"rival-archive-{report.Size}", report);

    public static void Write(string folder, HotFigures figures) => Write(folder, $"hot-{figures.Sections}", figures);

    public static void Write(string folder, PhraseReport report) => Write(folder, $"phrases-{report.Size}", report);

    public static void Write(string folder, DenseSearchReport report) => Write(folder, $"meaning-{report.Generator}-{report.Size}", report);

    public static void Write(string folder, EmbeddingReport report) =>
        Write(folder, $"embedding-{report.Name.ToLowerInvariant().Replace(", ", "-").Replace(' ', '-')}", report);

    public static Results Read(string folder) =>
        new(
            [.. Read<PeerReport>(folder, "peer-").OrderBy(p => p.Size).ThenBy(p => Array.IndexOf(Names, p.Name)).ThenBy(p => p.Threads)],
            [.. Read<HttpReport>(folder, "http-").OrderBy(h => h.Sections)],
            [.. Read<SmallReport>(folder, "small-").OrderBy(s => s.Files)],
            [.. Read<EmbeddingReport>(folder, "embedding-").OrderBy(e => e.Name, StringComparer.Ordinal)],
            [.. Read<AlertsReport>(folder, "alerts-").OrderBy(a => a.Runbooks)],
            // The built-in table first.
            [
                .. Read<DenseSearchReport>(folder, "meaning-")
                    .OrderBy(m => m.Size)
                    .ThenBy(m => m.Generator != EmbedderSettings.Table)
                    .ThenBy(m => m.Generator, StringComparer.Ordinal),
            ],
            [.. Read<ArchiveFigures>(folder, "archive-").OrderBy(a => a.Build.Size)]
        )
        {
            ArchiveRivals = [.. Read<PeerReport>(folder, "rival-archive-").OrderBy(p => p.Size)],
            Hot = [.. Read<HotFigures>(folder, "hot-").OrderBy(h => h.Sections)],
            Access = [.. Read<AccessReport>(folder, "access-").OrderBy(a => a.Sections)],
            Restarts =
            [
                .. Read<RestartReport>(folder, "restart-")
                    .OrderBy(r => r.Sections)
                    .ThenBy(r => r.Store != RestartReport.File)
                    .ThenBy(r => r.Store, StringComparer.Ordinal),
            ],
            Phrases = [.. Read<PhraseReport>(folder, "phrases-").OrderBy(p => p.Size)],
        };

    private static void Write<T>(string folder, string name, T report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(report, Options));
    }

    private static IEnumerable<T> Read<T>(string folder, string prefix) =>
        Directory.EnumerateFiles(folder, prefix + "*.json").Select(f => JsonSerializer.Deserialize<T>(File.ReadAllText(f), Options)!);
}
