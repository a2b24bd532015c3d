namespace Knowledge.Api.Background;

/// <summary>How long to wait before something that failed is tried again: the only such rule.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">After many of them, before the spread.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The share by which a wait is shorter or longer by chance, so that many do not try at the same moment.</summary>
    public const double Spread = 0.25;

    /// <summary>Doubled with each failure up to the longest, then spread by a quarter to both sides.</summary>
    /// <param name="failures">How often it failed in a row; 1 for the first time.</param>
    /// <param name="random">From 0 to 1: 0 for the shortest wait, 1 for the longest.</param>
    public TimeSpan Wait(int failures, double random) =>
        // As a floating-point number it does not overflow, however often it is doubled.
        new((long)(Math.Min(Longest.Ticks, First.Ticks * Math.Pow(2, Math.Max(0, failures - 1))) * (1 - Spread + 2 * Spread * random)));
}
