using System.Globalization;

namespace Knowledge.Bench.Report;

/// <summary>Numbers as they stand in tables: as many digits as say something.</summary>
internal static class Figures
{
    public static string Milliseconds(double value) =>
        double.IsNaN(value)
            ? "-"
            : Text(
                value,
                value switch
                {
                    < 1 => "0.000",
                    < 10 => "0.00",
                    < 100 => "0.0",
                    _ => "#,##0",
                }
            );

    public static string Seconds(double value) => Text(value, value < 100 ? "0.0" : "#,##0");

    public static string MiB(double bytes) => Text(bytes / 1024 / 1024, "#,##0.0");

    /// <summary>How many times <paramref name="ours"/> fits into <paramref name="other"/>.</summary>
    public static string Ratio(double other, double ours) =>
        double.IsNaN(other) || double.IsNaN(ours) || ours <= 0 ? "-" : Text(other / ours, other / ours < 10 ? "0.0" : "#,##0") + "x";

    public static string Share(double value) => double.IsNaN(value) ? "-" : Text(value, "0.00");

    public static string Count(long value) => Text(value, "#,##0");

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
