namespace Knowledge.Api.Live.Embeddings;

/// <summary>When queries go by another encoder.</summary>
internal static class EncoderSwitch
{
    /// <summary>The share of passages that need a vector: what changed while they were embedded is found by its words.</summary>
    public const double NearlyAll = 0.9;

    /// <summary>Whether an encoder has enough vectors for queries to go by it.</summary>
    /// <param name="share">Of the passages, those that have a vector by it.</param>
    public static bool HasEnough(double share) => share >= NearlyAll;

    /// <summary>Whether queries go by the wanted encoder from now on.</summary>
    /// <param name="isInUse">Whether they do already.</param>
    /// <param name="share">Of the passages, those that have a vector by it.</param>
    public static bool IsDue(bool isInUse, double share) => !isInUse && HasEnough(share);
}
