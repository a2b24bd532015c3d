using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
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
    /// <summary>That no page is in the language of the query, for whoever asked; absent when some are or it is not clear.</summary>
    public string? Notice { get; init; }

    /// <summary>Whom to ask, where the question is for a person; null when it is not, or nobody is known.</summary>
    public Owner? Contact { get; init; }

    /// <summary>Codes that were asked for and that no page writes of; null when there are none.</summary>
    public IReadOnlyList<string>? UnknownCodes { get; init; }

    /// <summary>How much of what was asked for the best documents hold: what alerts are matched by.</summary>
    [JsonIgnore]
    internal Confidence ByCoverage { get; init; }

    /// <summary>The best pages of the archives; null when there is none, or none was searched.</summary>
    public IReadOnlyList<ArchiveHit>? Archive { get; init; }

    /// <summary>False when time ran out before all archives were searched, or one could not be; null otherwise.</summary>
    public bool? ArchiveComplete { get; init; }

    /// <summary>How often the archives speak of what nobody has answered; null when they do not.</summary>
    public ArchiveMentions? ArchiveMentions { get; init; }

    /// <summary>Of a search in archives alone: nothing else was asked.</summary>
    /// <param name="started">When the search began.</param>
    internal static SearchResponse OfArchivesAlone(string query, ArchiveResult archive, IReadOnlyList<string> degraded, long started) =>
        new SearchResponse(
            query,
            Confidence.None,
            [],
            [],
            null,
            degraded.Count > 0 ? degraded : null,
            Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3)
        ).With(archive);

    /// <summary>The same with what the archives hold.</summary>
    internal SearchResponse With(ArchiveResult archive) =>
        this with
        {
            Archive = archive.Hits.Count > 0 ? archive.Hits : null,
            ArchiveComplete = archive is { IsComplete: true, LeftOut.Count: 0 } ? null : false,
        };

    /// <summary>What told whether the first page answers.</summary>
    [JsonIgnore]
    internal Func<IReadOnlyList<double>> Signs { get; init; } = () => [];
}

/// <summary>What a card is.</summary>
public enum AnswerKind
{
    /// <summary>It says what to check or what to do.</summary>
    Answer,

    /// <summary>It says neither: a page seems to be about it.</summary>
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "What cards of this kind are called.")]
    Pointer,
}

/// <summary>One probable cause, with everything that is needed to check it, fix it and talk about it.</summary>
/// <param name="DocumentId">The document that says most about this cause.</param>
/// <param name="Wording">The approved sentence for customers to begin with: true before the cause is known.</param>
/// <param name="MoreWording">Other approved sentences and when to use each.</param>
public sealed record Answer(
    AnswerKind Kind,
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
)
{
    /// <summary>Pages that are easily taken for this one, at most three; null when there are none.</summary>
    public IReadOnlyList<AlternativePage>? Alternatives { get; init; }

    /// <summary>By which words this page is told from its alternatives.</summary>
    public string? Tells { get; init; }

    /// <summary>What the query says that counts for it, as it was typed; null when nothing does.</summary>
    public IReadOnlyList<string>? SpeaksFor { get; init; }

    /// <summary>What the query says that counts against it, as it was typed; null when nothing does.</summary>
    public IReadOnlyList<string>? SpeaksAgainst { get; init; }

    /// <summary>Title of the page that it is about, where that is among its evidence.</summary>
    [JsonIgnore]
    internal string PageTitle => Evidence.FirstOrDefault(e => e.DocumentId == DocumentId)?.Title ?? "";

    /// <summary>By what two causes are compared: the page that names it, and which of its causes it is.</summary>
    [JsonIgnore]
    public string Reference { get; init; } = "";
}

/// <summary>A page that is easily confused with the one of a card.</summary>
/// <param name="Tells">By which words it is told from the page of the card.</param>
public sealed record AlternativePage(string DocumentId, string Title, string Url, string Tells);

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
