namespace Knowledge.Api.Search;

/// <summary>The pages that a search found, as one page of the list shows them.</summary>
/// <param name="Rows">Of this page of the list.</param>
/// <param name="Shown">How many the filter leaves.</param>
/// <param name="Found">How many there are without it.</param>
/// <param name="Page">From 1.</param>
/// <param name="Pages">At least 1.</param>
public sealed record PageList(
    IReadOnlyList<PageRow> Rows,
    int Shown,
    int Found,
    int Page,
    int Pages,
    IReadOnlyList<FacetCounts> Facets,
    PageFilter Filter
)
{
    public static PageList Empty { get; } = new([], 0, 0, 1, 1, [], PageFilter.None);

    /// <summary>Place of the first row in the list, from 1.</summary>
    public int First => (Page - 1) * PageFilter.RowsOfPage + 1;

    /// <param name="all">Best match first.</param>
    public static PageList Of(IReadOnlyList<PageRow> all, PageFilter filter, DateOnly today)
    {
        var rows = all.Where(r => Passes(r, null)).ToList();
        if (filter.Sort == "changed")
            rows = [.. rows.OrderByDescending(r => r.Changed ?? DateOnly.MinValue)];
        var pages = Math.Max(1, (rows.Count + PageFilter.RowsOfPage - 1) / PageFilter.RowsOfPage);
        var page = Math.Min(filter.Page, pages);
        return new(
            [.. rows.Skip((page - 1) * PageFilter.RowsOfPage).Take(PageFilter.RowsOfPage)],
            rows.Count,
            all.Count,
            page,
            pages,
            // What one would have with another value of the same facet is counted by the others.
            [.. PageFacet.All.Select(f => f.Count([.. all.Where(r => Passes(r, f.Name))], ChosenOf(f.Name), today)).OfType<FacetCounts>()],
            filter
        );

        IReadOnlyList<string> ChosenOf(string facet) => filter.Chosen.GetValueOrDefault(facet) ?? [];

        bool Passes(PageRow row, string? except) =>
            PageFacet.All.All(f => f.Name == except || ChosenOf(f.Name) is not { Count: > 0 } wanted || f.Has(row, wanted, today));
    }
}
