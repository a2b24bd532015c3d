using System.CommandLine;
using System.Globalization;

namespace Knowledge.Indexer.Commands;

internal static class NumberRange
{
    /// <summary>Refuses what is no number, or none within these limits, in one sentence.</summary>
    public static void TakesOnly<T>(this Option<T> option, double min, double max)
    {
        var wantsWhole = typeof(T) == typeof(int) || typeof(T) == typeof(int?);
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (
                    !double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    || !(number >= min && number <= max)
                    || (wantsWhole && number != Math.Floor(number))
                )
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes {min} to {max}"));
        });
    }
}
