namespace Knowledge.Api.Live.Embeddings;

/// <summary>When an encoder is loaded, and when queries go by it.</summary>
internal static class EncoderSwitch
{
    /// <summary>The share of passages that need a vector: what changed while they were embedded is found by its words.</summary>
    public const double NearlyAll = 0.9;

    /// <summary>Between the first index and the built-in encoder; whoever asked for another encoder has it as soon as can be.</summary>
    public static readonly TimeSpan EncoderPause = TimeSpan.FromSeconds(2);

    /// <summary>How long until the built-in encoder is loaded: the first answers after a start have all cores.</summary>
    /// <param name="sinceIndex">Since there was something to search.</param>
    public static TimeSpan UntilLoaded(TimeSpan sinceIndex) => sinceIndex < EncoderPause ? EncoderPause - sinceIndex : TimeSpan.Zero;

    /// <summary>Whether an encoder has enough vectors for queries to go by it.</summary>
    /// <param name="share">Of the passages, those that have a vector by it.</param>
    public static bool HasEnough(double share) => share >= NearlyAll;

    /// <summary>Whether queries go by the wanted encoder from now on.</summary>
    /// <param name="isInUse">Whether they do already.</param>
    /// <param name="share">Of the passages, those that have a vector by it.</param>
    public static bool IsDue(bool isInUse, double share) => !isInUse && HasEnough(share);
}
