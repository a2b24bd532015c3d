namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Holds when at least two paths that change together are named, each with repository and owner.</summary>
internal static class TwinChange
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        var twins = postmortem.FrontMatter.Twins;
        var owned = twins.Where(t => t.Owner is not null).Select(t => (t.Repository, t.Path)).Distinct().ToList();
        if (owned.Count >= 2)
            return new(true, string.Join(" with ", owned.Take(2).Select(t => $"{t.Repository}: {t.Path}")));
        return new(
            false,
            twins.Count == 0 ? "no paths that change together are named in `twins`; say not-needed with a reason if there are none"
                : twins.Count == 1 ? "`twins` names one path; name what has to change with it"
                : $"`twins` names no "
                    + $"owner for {VerifiedPostmortem.Listed(twins.Where(t => t.Owner is null).Select(t => $"{t.Repository}: {t.Path}"))}"
        );
    }
}
