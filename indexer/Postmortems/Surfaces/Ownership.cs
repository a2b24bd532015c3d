namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Holds when every service that is named, and every component that failed, has an owner in the catalog.</summary>
internal static class Ownership
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        var names = postmortem
            .FrontMatter.Services.Concat(postmortem.FrontMatter.Failing)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (names.Count == 0)
            return new(false, "no service and no failing component is named; fill in `services` and `failing`");
        var without = names.Where(n => postmortem.Knowledge.OwnerOfService(n, default) is null).ToList();
        return without.Count == 0
            ? new(true, $"{VerifiedPostmortem.Listed(names)} {(names.Count == 1 ? "has an owner" : "have owners")}")
            : new(false, $"nobody in the catalog owns {VerifiedPostmortem.Listed(without)}");
    }
}
