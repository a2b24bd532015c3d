using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Alerts;

/// <summary>
/// What an alert is after somebody spoke of a part of it: senders leave out with a note, an acknowledgement or an end what they said at the
/// beginning, such as the runbook.
/// </summary>
internal static class PartialAlert
{
    /// <summary>What is said now, and from before what is not said again.</summary>
    public static FiredAlert Completed(FiredAlert known, FiredAlert word) =>
        word with
        {
            Labels = Together(word.Labels, known.Labels),
            Annotations = Together(word.Annotations, known.Annotations),
            Summary = word.Summary.Length > 0 ? word.Summary : known.Summary,
            Description = word.Description.Length > 0 ? word.Description : known.Description,
            Severity = word.Severity ?? known.Severity,
            Service = word.Service ?? known.Service,
            Link = word.Link ?? known.Link,
            RunbookUrls = word.RunbookUrls.Count > 0 ? word.RunbookUrls : known.RunbookUrls,
            DocumentId = word.DocumentId ?? known.DocumentId,
        };

    /// <summary>The same for a word that does not say how the alert stands: it stands as it did.</summary>
    /// <param name="state">As it is known.</param>
    public static FiredAlert Amended(FiredAlert known, AlertState state, FiredAlert word) =>
        Completed(known, word) with
        {
            State = word.TakesBackAcknowledgement && state == AlertState.Acknowledged ? AlertState.Firing : state,
            StartsAt = known.StartsAt,
            EndsAt = known.EndsAt,
            ReportedAt = known.ReportedAt,
        };

    private static IReadOnlyList<KeyValuePair<string, string>> Together(
        IReadOnlyList<KeyValuePair<string, string>> now,
        IReadOnlyList<KeyValuePair<string, string>> before
    ) => before.Count == 0 ? now : [.. now.Concat(before).DistinctBy(p => p.Key)];
}
