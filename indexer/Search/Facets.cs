using System.Collections.Concurrent;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>What a search can be narrowed down by.</summary>
internal enum Facet
{
    Kind,
    Service,
    Owner,
    Tag,
    Severity,
}

/// <summary>Which documents have a value of a facet, as one bitmap per segment; made when first asked for.</summary>
/// <param name="changedOn">Day of the last change; null where it is not known.</param>
internal sealed class Facets(LexicalIndex index, Func<Document, string?> teamOf, Func<Document, DateOnly?>? changedOn = null)
{
    private readonly Lazy<int[][]> changed = new(() =>
        [.. index.Segments.Select(s => Array.ConvertAll(s.Segment.Documents, d => changedOn?.Invoke(d)?.DayNumber ?? -1))]
    );
    private readonly ConcurrentDictionary<(Facet, string), Bitmap[]> known = new();

    /// <summary>Null when no document has the value.</summary>
    public Bitmap[]? Find(Facet facet, string value)
    {
        if (facet == Facet.Severity)
            value = SeverityOf(value);
        var key = (facet, value.ToLowerInvariant());
        if (known.TryGetValue(key, out var bitmaps))
            return bitmaps;
        bitmaps = [.. index.Segments.Select(s => Of(s, facet, value))];
        // Only values that exist are kept: what people type must not fill the memory.
        if (bitmaps.All(b => b.IsEmpty))
            return null;
        known[key] = bitmaps;
        return bitmaps;
    }

    /// <summary>Documents that were last changed within days, both included; one whose day is not known is in none.</summary>
    /// <param name="first">Day number (<see cref="DateOnly.DayNumber"/>); null for no limit, as <paramref name="last"/>.</param>
    public Bitmap[] Changed(int? first, int? last) =>
        [
            .. changed.Value.Select(days =>
            {
                var within = Bitmap.OfSize(days.Length);
                for (var d = 0; d < days.Length; d++)
                    if (days[d] >= Math.Max(0, first ?? 0) && days[d] <= (last ?? int.MaxValue))
                        within.Set(d);
                return within;
            }),
        ];

    private Bitmap Of(LiveSegment live, Facet facet, string value)
    {
        var (segment, deleted) = live;
        var bitmap = Bitmap.OfSize(segment.Documents.Length);
        for (var d = 0; d < segment.Documents.Length; d++)
            if (!deleted[d] && Values(segment.Documents[d], facet).Any(v => string.Equals(v, value, StringComparison.OrdinalIgnoreCase)))
                bitmap.Set(d);
        return bitmap;
    }

    private IEnumerable<string> Values(Document document, Facet facet) =>
        facet switch
        {
            Facet.Kind => [document.Kind.ToString()],
            Facet.Service => document.FrontMatter.Services.Concat(document.FrontMatter.Failing),
            Facet.Owner => teamOf(document) is { } team ? [team] : [],
            Facet.Tag => document.FrontMatter.Tags,
            _ => document.FrontMatter.Severity is { } severity ? [SeverityOf(severity)] : [],
        };

    // "SEV-1", "sev1", "P1" and "1" mean the same.
    internal static string SeverityOf(string text)
    {
        var lower = text.ToLowerInvariant();
        var number =
            lower.StartsWith("sev", StringComparison.Ordinal) ? lower[3..]
            : lower.StartsWith('p') ? lower[1..]
            : lower;
        return number.Trim('-', ' ') is { Length: > 0 } bare && bare.All(char.IsAsciiDigit) ? bare : lower;
    }
}
