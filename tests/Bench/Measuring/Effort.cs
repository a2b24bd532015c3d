namespace Knowledge.Bench.Measuring;

/// <summary>How long to warm up and how often to measure.</summary>
/// <param name="WarmUpPasses">Over all queries, at least; more follow until <see cref="WarmUpSeconds"/> are over.</param>
/// <param name="Rounds">Measured ones per query.</param>
/// <param name="SecondsPerKind">
/// No new query is begun after it, once there are <see cref="MinQueries"/>; nor is one for warming up.
/// </param>
internal sealed record Effort(int WarmUpPasses, double WarmUpSeconds, int Rounds, double SecondsPerKind)
{
    public const int MinQueries = 5;

    /// <summary>For engines that answer in milliseconds.</summary>
    public static Effort Full { get; } = new(WarmUpPasses: 5, WarmUpSeconds: 5, Rounds: 5, SecondsPerKind: 60);

    /// <summary>For engines that take seconds: these have no compiler that must warm up, and their caches are filled by indexing.</summary>
    public static Effort Slow { get; } = new(WarmUpPasses: 0, WarmUpSeconds: 0, Rounds: 1, SecondsPerKind: 15);
}
