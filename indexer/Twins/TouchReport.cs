using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Twins;

/// <summary>What a change touches.</summary>
/// <param name="Repository">Where the paths lie; null when nobody says it, then they may lie in any.</param>
/// <param name="Paths">Relative to the repository, with forward slashes; <c>NAME:PATH</c> lies in another repository that is
/// changed together with this one.</param>
/// <param name="Acknowledge">A link that says why the twins are not in the change, or where they are.</param>
public sealed record Change(string? Repository, IReadOnlyList<string> Paths, string? Acknowledge = null);

/// <summary>Whether a change has all files that are linked with what it touches.</summary>
public enum TouchVerdict
{
    /// <summary>Nothing it touches has a twin.</summary>
    NoTwin,

    /// <summary>Every twin is in it.</summary>
    Complete,

    /// <summary>Twins are missing, and a link says why.</summary>
    Acknowledged,

    TwinMissing,
}

/// <summary>The incidents, runbooks and alerts that name what a change touches, and the linked files that are not in it.</summary>
/// <param name="Sets">Sets of which the change touches a path, those with missing files first.</param>
/// <param name="Named">Documents that name one of the paths in their text.</param>
public sealed record TouchReport(
    TouchVerdict Verdict,
    string? Repository,
    int Paths,
    string? Acknowledged,
    IReadOnlyList<TouchReport.TwinSet> Sets,
    IReadOnlyList<TouchReport.Mention> Named
)
{
    /// <summary>Linked files that the change lacks, each once.</summary>
    public IReadOnlyList<Member> Missing => [.. Sets.SelectMany(s => s.Missing).DistinctBy(m => (m.Repository.ToLowerInvariant(), m.Path))];

    /// <summary>Paths that change together, with the incident (or else the runbook) that says so.</summary>
    /// <param name="Touched">Of the paths those that are in the change.</param>
    /// <param name="AlsoIn">Other pages with the same set.</param>
    public sealed record TwinSet(
        string DocumentId,
        DocumentKind Kind,
        string Title,
        DateOnly? Date,
        string Url,
        IReadOnlyList<Member> Touched,
        IReadOnlyList<Member> Missing,
        IReadOnlyList<OtherPage> AlsoIn
    );

    public sealed record OtherPage(string DocumentId, DocumentKind Kind, string Title, string Url);

    /// <summary>A path, a pattern mostly, with whom to ask.</summary>
    /// <param name="By">Paths of the change that it names.</param>
    public sealed record Member(string Repository, string Path, Owner? Owner, IReadOnlyList<string> By);

    /// <param name="As">How the page names it.</param>
    public sealed record Mention(string DocumentId, DocumentKind Kind, string Title, string Url, string Path, string As);
}
