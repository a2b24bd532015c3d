using System.Text.Json.Serialization;
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
    /// <summary><see cref="Score"/> before it was rounded.</summary>
    [JsonIgnore]
    internal double ExactScore { get; init; } = Score;

    /// <summary>The addends of <see cref="Score"/>, when they were asked for.</summary>
    public IReadOnlyList<Contribution>? Explanation { get; init; }

    /// <summary>Pages that say nearly the same under the same title: they are not hits of their own. Null when there are none.</summary>
    public IReadOnlyList<AlternateLocation>? AlsoAt { get; init; }

    /// <summary>
    /// Where the matched words stand in <see cref="Snippet"/>: start and length in characters, in order, not overlapping.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<(int Start, int Length)> Marks { get; init; } = [];
}

/// <summary>A page by id, title and address.</summary>
public sealed record AlternateLocation(string DocumentId, string Title, string Url);
