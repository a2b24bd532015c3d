using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>A finding as it is reported.</summary>
/// <param name="Path">Of its file as seen from where one stands; empty when it is about a source as a whole.</param>
/// <param name="Fingerprint">The same for the same finding whatever is above it in the file.</param>
/// <param name="IsAccepted">Whether the baseline holds it.</param>
internal sealed record ReportedFinding(Finding Finding, string Path, string Fingerprint, bool IsAccepted)
{
    /// <summary>The message, with the subject where it does not name it: which of the links on a line.</summary>
    public string Text =>
        Finding.Subject is { Length: > 0 } subject && !Finding.Message.Contains(subject, StringComparison.Ordinal)
            ? $"{Finding.Message} ({subject})"
            : Finding.Message;
}

/// <summary>The findings of a check run, compared with the baseline that accepts some of them.</summary>
/// <param name="Unserved">Files that nothing is served from and that are not among the findings.</param>
internal sealed record CheckReport(IReadOnlyList<ReportedFinding> All, int Documents, int Unserved = 0)
{
    public IReadOnlyList<ReportedFinding> New { get; } = [.. All.Where(f => !f.IsAccepted)];

    public bool HasNewErrors => New.Any(f => f.Finding.Severity == Severity.Error);

    /// <param name="directories">Directory of each source, by name.</param>
    public static CheckReport Of(
        KnowledgeBase knowledge,
        IReadOnlyList<Finding> findings,
        IReadOnlyDictionary<string, string> directories,
        Baseline baseline
    )
    {
        var fingerprints = Fingerprints.Of(knowledge, findings);
        return new(
            [
                .. findings.Zip(
                    fingerprints,
                    (f, fingerprint) => new ReportedFinding(f, PathOf(f, directories), fingerprint, baseline.Contains(fingerprint))
                ),
            ],
            knowledge.Documents.Count
        );
    }

    private static string PathOf(Finding finding, IReadOnlyDictionary<string, string> directories) =>
        finding.File.Length == 0
            ? ""
            : Path.GetRelativePath(
                    ".",
                    Path.Combine(finding.Source is { } source ? directories[source] : directories.Values.Single(), finding.File)
                )
                .Replace(Path.DirectorySeparatorChar, '/');
}
