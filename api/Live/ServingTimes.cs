namespace Knowledge.Api.Live;

/// <summary>When a running server looks, links, saves and calls itself ready: rules of time without a clock.</summary>
internal static class ServingTimes
{
    /// <summary>Between two snapshots: writing one costs a second at 100,000 passages, and losing it costs a minute.</summary>
    public static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(30);

    /// <summary>The least time without a successful look at the sources after which a server is not ready.</summary>
    public static readonly TimeSpan LeastReadinessWindow = TimeSpan.FromMinutes(2);

    /// <summary>How many intervals may pass without a successful look.</summary>
    public const int MissedLooks = 10;

    // Of many documents, linking all of them after each change would take more time than there is; a tenth of it will do.
    private const int SettleShare = 10;

    /// <summary>How long until the next look at the sources.</summary>
    /// <param name="isComplete">Whether all files that are there were read.</param>
    /// <param name="isLinked">Whether the links between pages are those of what is served.</param>
    /// <param name="hasSettled">Whether they were made once since the start; later they wait for their time.</param>
    public static TimeSpan UntilNextLook(bool isComplete, bool isLinked, bool hasSettled, TimeSpan interval) =>
        isComplete && (isLinked || hasSettled) ? interval : TimeSpan.Zero;

    /// <summary>Whether pages are linked and the index is put in one piece now.</summary>
    /// <param name="sinceLast">Null before the first time.</param>
    /// <param name="took">How long the last time took.</param>
    public static bool IsSettleDue(TimeSpan? sinceLast, TimeSpan took) => sinceLast is not { } since || since >= took * SettleShare;

    /// <summary>How long until the next snapshot may be written.</summary>
    /// <param name="sinceLast">Null before the first one.</param>
    public static TimeSpan UntilSave(TimeSpan? sinceLast) =>
        sinceLast is { } since && since < SaveInterval ? SaveInterval - since : TimeSpan.Zero;

    /// <summary>Whether news is being taken in: a look that hangs is no better than one that fails.</summary>
    public static bool IsTakingIn(TimeSpan sinceSuccessfulLook, TimeSpan interval) => sinceSuccessfulLook < ReadinessWindow(interval);

    /// <summary>How long a server may go without a successful look at its sources and still be ready.</summary>
    public static TimeSpan ReadinessWindow(TimeSpan interval) =>
        interval * MissedLooks > LeastReadinessWindow ? interval * MissedLooks : LeastReadinessWindow;
}
