using System.Globalization;

namespace Knowledge.Api.Ui;

/// <summary>A part of a long list, as one page shows it.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Pages">At least 1.</param>
/// <param name="Total">All there are.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, int Page, int Pages, int Total)
{
    /// <summary>The same page of something else that is shown for each.</summary>
    public Paged<TOther> Select<TOther>(Func<T, TOther> of) => new([.. Items.Select(of)], Page, Pages, Total);
}

/// <summary>Cuts lists into pages.</summary>
internal static class Paging
{
    public const int Size = 100;

    /// <param name="page">As it was asked for; the nearest there is where there is none such.</param>
    public static Paged<T> PageOf<T>(this IReadOnlyList<T> all, string? page)
    {
        var pages = Math.Max(1, (all.Count + Size - 1) / Size);
        var wanted = int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, pages) : 1;
        return new([.. all.Skip((wanted - 1) * Size).Take(Size)], wanted, pages, all.Count);
    }
}
