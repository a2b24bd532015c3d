using System.Globalization;

namespace Knowledge.Api.Languages;

/// <summary>
/// How languages write dates and numbers. Written down here: the program runs without the machine's culture data, which differs
/// between machines.
/// </summary>
internal static class Formats
{
    private const string NarrowSpace = "\u202f";

    public static CultureInfo English { get; } = Of("d MMM yyyy", "d MMM", [], [], ".", ",");

    public static CultureInfo German { get; } =
        Of(
            "d. MMM yyyy",
            "d. MMM",
            ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.", ""],
            ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
            ",",
            "."
        );

    public static CultureInfo French { get; } =
        Of(
            "d MMM yyyy",
            "d MMM",
            ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.", ""],
            ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
            ",",
            NarrowSpace
        );

    /// <param name="day">A day with its year, the standard format <c>d</c>.</param>
    /// <param name="dayOfYear">A day of any year, the standard format <c>m</c>.</param>
    /// <param name="months">Twelve short names and an empty one, from January; none for the English ones.</param>
    /// <param name="weekdays">Short names, from Sunday; none for the English ones.</param>
    private static CultureInfo Of(string day, string dayOfYear, string[] months, string[] weekdays, string point, string group)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var (dates, numbers) = (culture.DateTimeFormat, culture.NumberFormat);
        dates.ShortDatePattern = day;
        dates.MonthDayPattern = dayOfYear;
        dates.YearMonthPattern = "MMM yyyy";
        if (months.Length > 0)
            (dates.AbbreviatedMonthNames, dates.AbbreviatedMonthGenitiveNames) = (months, months);
        if (weekdays.Length > 0)
            dates.AbbreviatedDayNames = weekdays;
        (numbers.NumberDecimalSeparator, numbers.NumberGroupSeparator) = (point, group);
        (numbers.PercentDecimalSeparator, numbers.PercentGroupSeparator) = (point, group);
        return CultureInfo.ReadOnly(culture);
    }
}
