using System.Text.Json.Serialization;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Search;

/// <summary>How sure an answer is. At <see cref="None"/> and <see cref="Low"/> there are no answers, only hits.</summary>
public enum Confidence
{
    None,
    Low,
    Medium,
    High,
}

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
);

/// <summary>One probable cause, with everything that is needed to check it, mend it and talk about it.</summary>
/// <param name="DocumentId">The document that says most about this cause.</param>
/// <param name="Wording">The approved sentence for customers that fits best.</param>
/// <param name="MoreWording">Other approved sentences and when to use each.</param>
public sealed record Answer(
    string Cause,
    string DocumentId,
    Confidence Confidence,
    Seen Seen,
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
public sealed record Seen(int Count, DateOnly? Last);

/// <summary>A section that an answer rests on.</summary>
public sealed record Evidence(string DocumentId, string Title, string Section, string Url, string Snippet, IReadOnlyList<string> Why);

/// <summary>A document that matched, with the section that matched best.</summary>
/// <param name="Section">Heading of that section; empty for text before the first heading.</param>
/// <param name="Score">0 to 1, comparable within one search only.</param>
/// <param name="Why">What matched, in words: <c>term: disk</c>, <c>synonym: blank → empty</c>, <c>typo: emty → empty</c>;
/// <c>meaning</c> when no word did.</param>
public sealed record Hit(
    string DocumentId,
    DocumentKind Kind,
    string Title,
    string Section,
    string Url,
    string Snippet,
    double Score,
    IReadOnlyList<string> Why
)
{
    /// <summary>The addends of <see cref="Score"/>, when they were asked for.</summary>
    public IReadOnlyList<Contribution>? Explanation { get; init; }

    /// <summary>Pages that say nearly the same under the same title: they are not hits of their own. Null when there are none.</summary>
    public IReadOnlyList<OtherPlace>? AlsoAt { get; init; }

    /// <summary>
    /// Where the matched words stand in <see cref="Snippet"/>: start and length in characters, in order, not overlapping.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<(int Start, int Length)> Marks { get; init; } = [];
}

/// <summary>A page by id, title and address.</summary>
public sealed record OtherPlace(string DocumentId, string Title, string Url);

/// <summary>Words that nobody has written an answer for.</summary>
/// <param name="Id">Stable for the same words.</param>
public sealed record Gap(string Id, string Query, Owner? Owner);

/// <summary>A gap as it is kept: how often it was asked for and when last.</summary>
public sealed record RecordedGap(string Id, string Query, int Count, DateTimeOffset Last, Owner? Owner);
