using System.Globalization;
using Knowledge.Api.Live;
using Knowledge.Indexer.Archive;

namespace Knowledge.Api.Search;

/// <param name="Page">From 1.</param>
/// <param name="Mentions">How often the archives speak of it; null when they do not.</param>
public sealed record ArchiveSearchModel(string Query, ArchiveResult Result, int Page, bool ByDate, ArchiveMentions? Mentions)
{
    /// <summary>The postmortem that evidence is looked for; null when nobody looks for any.</summary>
    public string? Draft { get; init; }

    /// <summary>The list at another page or in another order.</summary>
    public string To(int page, bool byDate) =>
        $"/search?q={Uri.EscapeDataString(Query)}&scope=archive{(byDate ? "&order=date" : "")}{(page > 1 ? $"&page={page}" : "")}"
        + (Draft is null ? "" : $"&draft={Uri.EscapeDataString(Draft)}");

    /// <summary>A hit, as long as evidence is looked for with its draft.</summary>
    public string To(ArchiveHit hit) =>
        Draft is null || hit.Url.Split('#', 2) is not [var page, var section]
            ? hit.Url
            : $"{page}?draft={Uri.EscapeDataString(Draft)}#{section}";

    /// <summary>The page of a hit, without its section.</summary>
    public static string PageOf(ArchiveHit hit) => hit.Url.Split('#')[0];

    internal static async Task<ArchiveSearchModel> OfAsync(
        VisibleArchives archives,
        string query,
        string? page,
        bool byDate,
        CancellationToken cancellation
    )
    {
        var number = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, 1, ArchivePart.MaxPage)
            : 1;
        var part = new ArchivePart(SearchScope.Archive, number, byDate);
        var result = await archives.SearchAsync(part.Of(new(query)), cancellation);
        return new(query, result, number, byDate, await archives.MentionsAsync(query, ArchivePart.Within, cancellation));
    }
}
