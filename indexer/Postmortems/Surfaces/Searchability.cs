namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>
/// Holds when each of the words that found nothing that day now gives, among the first three answers, a card for this cause with
/// steps and an owner.
/// </summary>
internal static class Searchability
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        if (postmortem.FrontMatter.Searched.Count == 0)
            return new(false, "nobody wrote down what was searched that day; fill in `searched` with the exact words");
        if (!postmortem.Knowledge.Documents.Contains(postmortem.Document))
            return new(
                false,
                postmortem.FrontMatter.Status is "published" or "closed"
                    ? "it was saved just now; what its words find is known in a moment"
                    : "it is not searched before it is published"
            );
        var replays = postmortem.Knowledge.ReplaysOf(postmortem.Document);
        var lost = replays.Where(r => !r.HasCard).ToList();
        return lost.Count == 0
            ? new(true, replays.Count == 1 ? "the words of that day give a card" : $"all {replays.Count} searches of that day give a card")
            : new(false, string.Join("; ", lost.Select(r => $"“{r.Query}” {r.Problem}")));
    }
}
