using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Search;

/// <param name="Response">Null when there was nothing to search for.</param>
/// <param name="GapRecorded">The words were kept as a gap.</param>
/// <param name="Preview">Results while typing: nothing is kept.</param>
/// <param name="Pasted">The text of the paste box, when it was used.</param>
/// <param name="Message">Why there are no results.</param>
/// <param name="Votes">Of which pages the reader said that they helped with this, or did not.</param>
public sealed record SearchModel(
    string Query,
    SearchResponse? Response = null,
    bool GapRecorded = false,
    bool Preview = false,
    string? Pasted = null,
    string? Message = null,
    IReadOnlyDictionary<string, bool>? Votes = null
)
{
    /// <summary>Where the same is searched for in the archives; null when there are none, or it is too long for an address.</summary>
    public string? InArchives { get; init; }

    /// <summary>What was searched for, as it is.</summary>
    public string Asked => Pasted ?? Query;

    public bool? VoteOn(string documentId) => Votes is not null && Votes.TryGetValue(documentId, out var helped) ? helped : null;

    public string Summary =>
        Response is null ? "" : $"{Count(Response.Answers.Count, "probable cause")}, {Count(Response.Hits.Count, "page")}";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{(count == 0 ? "no" : count)} {noun}s";
}
