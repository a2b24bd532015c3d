using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>
/// Holds when the link of the surface names an alert rule that declares a component that failed, not only the symptom that people
/// saw.
/// </summary>
internal static class Detection
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        var failing = postmortem.FrontMatter.Failing;
        if (postmortem.DetectionLink is not { } link)
            return new(false, "no alert rule is named; name the one that watches the cause in `surfaces.detection.link`");
        if (postmortem.AlertOf(link) is not { } alert)
            return new(false, $"no alert rule is called `{link}`");
        if (failing.Count == 0)
            return new(false, "no component is named in `failing`, so no rule can be seen to watch it");
        return failing.FirstOrDefault(f => Declares(alert, f)) is { } watched
            ? new(true, $"{alert.Title} watches {watched}")
            : new(
                false,
                $"{alert.Title} watches none of what failed ({VerifiedPostmortem.Listed(failing)}); a rule on the cause has that "
                    + $"component as a label"
            );
    }

    private static bool Declares(Document alert, string component) =>
        alert
            .FrontMatter.Services.Concat(alert.FrontMatter.Failing)
            .Concat(alert.Rules.SelectMany(r => r.Labels).Select(l => l.Value))
            .Contains(component, StringComparer.OrdinalIgnoreCase);
}
