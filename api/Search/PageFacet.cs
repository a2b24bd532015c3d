using Knowledge.Api.Ui;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>One value of a facet, and how many pages of the list have it.</summary>
public sealed record FacetValue(string Value, string Text, int Count, bool IsChosen);

/// <summary>A facet with its most frequent values.</summary>
public sealed record FacetCounts(string Name, string Text, IReadOnlyList<FacetValue> Values);

/// <summary>What the list of pages can be narrowed down by.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Of">Values of a page with what is shown for them.</param>
internal sealed record PageFacet(string Name, string Text, Func<PageRow, DateOnly, IEnumerable<(string Value, string Text)>> Of)
{
    /// <summary>Of a page that has no value.</summary>
    public const string Unknown = "-";

    private const int MaxShown = 6;
    private const int DaysOfQuarter = 92;
    private const int DaysOfYear = 366;

    public static IReadOnlyList<PageFacet> All =>
        [
            new("kind", T("Kind"), (row, _) => [(row.Hit.Kind.ToString().ToLowerInvariant(), KindBadge.NameOf(row.Hit.Kind))]),
            new("owner", T("Owner"), (row, _) => [row.Owner is { } team ? (team, team) : (Unknown, T("No owner"))]),
            new("service", T("Service"), (row, _) => row.Services.Select(s => (s, s))),
            new("source", T("Source"), (row, _) => row.Source is { } source ? [(source, source)] : []),
            new("changed", T("Last updated"), (row, today) => [Age(row.Changed, today)]),
        ];

    public bool Has(PageRow row, IReadOnlyList<string> wanted, DateOnly today) =>
        Of(row, today).Any(v => wanted.Contains(v.Value, StringComparer.OrdinalIgnoreCase));

    /// <summary>Null when there is nothing to choose: one value that all pages have.</summary>
    public FacetCounts? Count(IReadOnlyList<PageRow> rows, IReadOnlyList<string> chosen, DateOnly today)
    {
        var values = rows.SelectMany(r => Of(r, today).DistinctBy(v => v.Value, StringComparer.OrdinalIgnoreCase))
            .GroupBy(v => v.Value, StringComparer.OrdinalIgnoreCase)
            .Select(g => new FacetValue(g.Key, g.First().Text, g.Count(), chosen.Contains(g.Key, StringComparer.OrdinalIgnoreCase)))
            .OrderByDescending(v => v.IsChosen)
            .ThenByDescending(v => v.Count)
            .ThenBy(v => v.Text, StringComparer.OrdinalIgnoreCase)
            .Take(MaxShown)
            .ToList();
        return chosen.Count == 0 && (values.Count == 0 || values is [{ Count: var all }] && all == rows.Count)
            ? null
            : new(Name, Text, values);
    }

    private static (string, string) Age(DateOnly? changed, DateOnly today) =>
        changed is not { } day ? (Unknown, T("Not known"))
        : today.DayNumber - day.DayNumber <= DaysOfQuarter ? ("quarter", T("Last 3 months"))
        : today.DayNumber - day.DayNumber <= DaysOfYear ? ("year", T("Last 12 months"))
        : ("older", T("Older"));
}
