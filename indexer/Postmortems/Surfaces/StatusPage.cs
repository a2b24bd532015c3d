namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Holds when there is an approved sentence to tell customers.</summary>
internal static class StatusPage
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem) =>
        postmortem.FrontMatter.Wording.Count is > 0 and var count
            ? new(true, count == 1 ? "one sentence for customers" : $"{count} sentences for customers")
            : new(false, "no sentence for customers is given in `wording`");
}
