using Microsoft.Extensions.Primitives;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>How the list of pages below the answers is narrowed down, ordered and cut, as its address says.</summary>
/// <param name="Chosen">Values by facet; within one any of them, across them all.</param>
/// <param name="Sort">A name of <see cref="Sorts"/>.</param>
/// <param name="Page">From 1.</param>
public sealed record PageFilter(IReadOnlyDictionary<string, IReadOnlyList<string>> Chosen, string Sort, int Page)
{
    public const int RowsOfPage = 10;
    private const int MaxValues = 20;
    private const int MaxValueCharacters = 200;
    private const int MaxPage = 1_000;

    /// <summary>Name in the address and on the page.</summary>
    public static IReadOnlyList<(string Name, string Text)> Sorts => [("match", T("Best match")), ("changed", T("Last updated"))];

    public static PageFilter None { get; } = new(new Dictionary<string, IReadOnlyList<string>>(), "match", 1);

    public bool IsNarrowed => Chosen.Count > 0;

    internal static PageFilter Of(IQueryCollection query)
    {
        var chosen = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var facet in PageFacet.All)
            if (Values(query[facet.Name]) is { Count: > 0 } values)
                chosen[facet.Name] = values;
        var sort = Sorts.Any(s => s.Name == query["sort"]) ? query["sort"].ToString() : None.Sort;
        return new(chosen, sort, int.TryParse(query["page"], out var page) ? Math.Clamp(page, 1, MaxPage) : 1);
    }

    /// <summary>The address of the same list at another page.</summary>
    /// <param name="search">Name and value by which an address asks for the search.</param>
    public string AddressOf((string Name, string Value) search, int page)
    {
        var parts = Chosen
            .SelectMany(c => c.Value.Select(v => (c.Key, Value: v)))
            .Prepend((search.Name, search.Value))
            .Concat(Sort == None.Sort ? [] : [("sort", Sort)])
            .Concat(page == 1 ? [] : [("page", page.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        return $"/search?{string.Join('&', parts.Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"))}#pages";
    }

    private static IReadOnlyList<string> Values(StringValues values) =>
        [
            .. values
                .OfType<string>()
                .Where(v => v.Length is > 0 and <= MaxValueCharacters)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxValues),
        ];
}
