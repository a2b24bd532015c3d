namespace Knowledge.Indexer.Alerts;

/// <summary>When a request of a sender is one that was kept before, sent again because our answer was not heard.</summary>
/// <remarks>
/// A sender that marks its events is taken at its word: the same mark is the same event, another mark another one. Without marks a
/// request is a repetition when it is, byte for byte, the last one of its source and not older than <see cref="Window"/>.
/// So no state is lost: the latest request of a source always counts. The price is small: when others of a source came in
/// between (or the clock was set back by more than the window), the request is read once more, and counts as said once more.
/// </remarks>
internal static class WebhookRepetition
{
    /// <summary>A sender that did not hear our answer sends the same bytes again within minutes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <param name="before">When the same bytes came before.</param>
    /// <param name="isLatest">Whether nothing else came of this source since.</param>
    public static bool IsRepetition(DateTimeOffset before, DateTimeOffset now, bool isLatest) =>
        isLatest && (now - before).Duration() < Window;
}
