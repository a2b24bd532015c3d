namespace Knowledge.Api.Background;

/// <summary>How one round of a <see cref="BackgroundLoop"/> ended.</summary>
/// <param name="Next">How long until the next round, when that is not the loop's interval.</param>
/// <param name="Problem">Why it failed, as the part of a sentence; null when it did not.</param>
/// <param name="Because">What the log tells about the failure.</param>
public readonly record struct RoundResult(TimeSpan? Next, string? Problem, Exception? Because = null)
{
    /// <summary>The next round comes after the loop's interval.</summary>
    public static RoundResult Done => default;

    /// <summary>There is more to do at once.</summary>
    public static RoundResult More => new(TimeSpan.Zero, null);

    /// <summary>The next round comes after a time of its own.</summary>
    public static RoundResult After(TimeSpan wait) => new(wait, null);

    /// <summary>A failure that a round understood; one that it did not is an exception.</summary>
    public static RoundResult Failed(string problem, Exception? because = null) => new(null, problem, because);
}
