using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB202: without the words it quotes as searched, a postmortem and its runbooks would not be found by them.</summary>
internal static class FoundByQuotationOnly
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        from replay in SearchReplay.WithoutQuotation(page.Document, content.Knowledge)
        where replay.HitRank is not <= SearchReplay.Found
        select CheckedContent.Finding(
            FindingCodes.FoundByQuotationOnly,
            Severity.Warning,
            page.Document,
            page.LineOf(replay.Query),
            $"“{replay.Query}” finds this incident only because `searched` quotes it: without that it is "
                + (replay.HitRank is { } rank ? $"in place {rank}" : "not found")
                + ". Other words for the same will find nothing; write the symptom into the runbook in users' words.",
            replay.Query
        );
}
