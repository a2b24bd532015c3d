using System.Text.Json.Serialization;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Archive;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Answers;

/// <summary>What a search gives: the same for the page, the API and <c>kb search</c>.</summary>
/// <param name="Gap">Set when nothing was good enough; the words, and whom to ask instead.</param>
/// <param name="Degraded">What does not work as it should; null when all does.</param>
public sealed record SearchResponse(
    string Query,
    Confidence Confidence,
    IReadOnlyList<Answer> Answers,
    IReadOnlyList<Hit> Hits,
    Gap? Gap,
    IReadOnlyList<string>? Degraded,
    double TookMs
)
{
    /// <summary>The best pages of the archives; null when there is none, or none was searched.</summary>
    public IReadOnlyList<ArchiveHit>? Archive { get; init; }

    /// <summary>False when time ran out before all archives were searched; null otherwise.</summary>
    public bool? ArchiveComplete { get; init; }

    /// <summary>How often the archives speak of what nobody has answered; null when they do not.</summary>
    public ArchiveMentions? ArchiveMentions { get; init; }

    /// <summary>Of a search in archives alone: nothing else was asked.</summary>
    internal static SearchResponse OfArchivesAlone(string query, double tookMs = 0) =>
        new(query, Confidence.None, [], [], null, null, tookMs);

    /// <summary>The same with what the archives hold.</summary>
    internal SearchResponse With(ArchiveResult archive) =>
        this with
        {
            Archive = archive.Hits.Count > 0 ? archive.Hits : null,
            ArchiveComplete = archive.IsComplete ? null : false,
        };

    /// <summary>What told whether the first page answers.</summary>
    [JsonIgnore]
    internal Func<IReadOnlyList<double>> Signs { get; init; } = () => [];
}

/// <summary>One probable cause, with everything that is needed to check it, fix it and talk about it.</summary>
/// <param name="DocumentId">The document that says most about this cause.</param>
/// <param name="Wording">The approved sentence for customers that fits best.</param>
/// <param name="MoreWording">Other approved sentences and when to use each.</param>
public sealed record Answer(
    string Cause,
    string DocumentId,
    Confidence Confidence,
    Occurrences Seen,
    Owner? Owner,
    IReadOnlyList<Step> Checks,
    IReadOnlyList<Step> Steps,
    IReadOnlyList<Step> Verify,
    IReadOnlyList<StaysGreen> StaysGreen,
    IReadOnlyList<DeadEnd> DeadEnds,
    string? Wording,
    IReadOnlyList<Wording> MoreWording,
    IReadOnlyList<Evidence> Evidence
);

/// <param name="Count">Postmortems that name the cause.</param>
/// <param name="Last">Date of the newest of them.</param>
public sealed record Occurrences(int Count, DateOnly? Last);

/// <summary>A section that an answer rests on.</summary>
public sealed record Evidence(string DocumentId, string Title, string Section, string Url, string Snippet, IReadOnlyList<string> Why);

/// <summary>Words that nobody has written an answer for.</summary>
/// <param name="Id">Stable for the same words.</param>
public sealed record Gap(string Id, string Query, Owner? Owner);

/// <summary>A gap as it is kept: how often it was asked for and when last.</summary>
public sealed record RecordedGap(string Id, string Query, int Count, DateTimeOffset Last, Owner? Owner);
