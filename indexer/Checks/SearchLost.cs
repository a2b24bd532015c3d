using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB201: words that people searched for on the day of an incident do not give its card.</summary>
internal static class SearchLost
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        from replay in content.Knowledge.ReplaysOf(page.Document)
        where !replay.HasCard
        select CheckedContent.Finding(
            FindingCodes.SearchLost,
            Severity.Error,
            page.Document,
            page.LineOf(replay.Query),
            Message(replay, content.KnownRank(page.Document.Id.Value, replay.Query)),
            replay.Query
        );

    private static string Message(SearchReplay replay, int? before) =>
        $"Searched on the day of the incident, “{replay.Query}” {replay.Problem}; {Place(replay)}"
        + (before is { } rank ? $", in the baseline its card was in place {rank}" : "")
        + ". Whoever meets this again finds nothing: give a runbook of this cause these words, steps and an owner.";

    private static string Place(SearchReplay replay) =>
        replay.HitRank is { } rank ? $"among the hits it is in place {rank}" : $"it is not among the first {SearchReplay.Depth} hits";
}
