using System.Text.Json;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// The findings that a team has accepted for now, as a file to keep next to the content, and where the cards of searched words were.
/// Of findings only fingerprints count; code and file are there for people.
/// </summary>
internal sealed class Baseline
{
    private const int Version = 1;
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly HashSet<string> fingerprints;

    private Baseline(IEnumerable<string> fingerprints, IEnumerable<SearchedCard> searches) =>
        (this.fingerprints, CardRanks) = (
            [.. fingerprints],
            searches.DistinctBy(s => (s.DocumentId, s.Query)).ToDictionary(s => (s.DocumentId, s.Query), s => s.Rank)
        );

    public static Baseline Empty { get; } = new([], []);

    /// <summary>Place of the card that the searched words of a postmortem gave, from 1.</summary>
    public IReadOnlyDictionary<(string DocumentId, string Query), int> CardRanks { get; }

    private sealed record File(int Version, IReadOnlyList<Accepted> Findings, IReadOnlyList<SearchedCard>? Searches = null);

    private sealed record Accepted(string Fingerprint, string Code, string File, string? Subject = null);

    public bool Contains(string fingerprint) => fingerprints.Contains(fingerprint);

    /// <returns>The baseline, or one line that says why it cannot be used.</returns>
    public static (Baseline? Baseline, string? Error) Read(string path)
    {
        try
        {
            if (!System.IO.File.Exists(path))
                return (null, $"no baseline '{path}': write one with --write-baseline {path}");
            if (new FileInfo(path).Length > MaxBytes)
                return (null, $"the baseline '{path}' is larger than {MaxBytes / 1024 / 1024} MiB: write it again with --write-baseline");
            var file = JsonSerializer.Deserialize<File>(System.IO.File.ReadAllBytes(path), ContractJson.Options);
            return file is { Version: Version, Findings: not null } && file.Findings.All(f => f?.Fingerprint is not null)
                ? (
                    new(
                        file.Findings.Select(f => f.Fingerprint),
                        file.Searches?.Where(s => s is { DocumentId: not null, Query: not null }) ?? []
                    ),
                    null
                )
                : (null, $"the baseline '{path}' is of another version: write it again with --write-baseline");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, $"the baseline '{path}' cannot be read ({e.GetType().Name}): write it again with --write-baseline");
        }
    }

    /// <returns>One line that says why it could not be written; null when it was.</returns>
    public static string? Write(string path, IReadOnlyList<ReportedFinding> findings, IReadOnlyList<SearchedCard> searches)
    {
        var file = new File(
            Version,
            [.. findings.Select(f => new Accepted(f.Fingerprint, f.Finding.Code, f.Finding.File, f.Finding.Subject))],
            searches
        );
        return FileReplacement.Write(path, JsonSerializer.SerializeToUtf8Bytes(file, ContractJson.Options));
    }
}

/// <summary>Words that were searched on the day of an incident, and the place of the card they give, from 1.</summary>
internal sealed record SearchedCard(string DocumentId, string Query, int Rank)
{
    public static IReadOnlyList<SearchedCard> Of(CheckedContent content) =>
        [
            .. from page in content.PublishedPostmortems
            from replay in content.Knowledge.ReplaysOf(page.Document)
            where replay is { HasCard: true, CardRank: not null }
            select new SearchedCard(page.Document.Id.Value, replay.Query, (int)replay.CardRank!),
        ];
}
