namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Holds when the runbook that the alert leads to has remediation steps, a verification and an owner.</summary>
internal static class RunbookSurface
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        if (postmortem.FrontMatter.Runbooks.Count == 0)
            return new(false, "the postmortem names no runbook; list them in `runbooks`");
        // While no alert leads to one, alert-link says so; whether one of them is fit to be followed can be told all the same.
        var runbooks =
            postmortem.LinkedRunbooks.Count > 0 ? [.. postmortem.LinkedRunbooks.Select(l => l.Runbook).Distinct()] : postmortem.Runbooks;
        if (runbooks.Count == 0)
            return new(false, $"no such runbook: {VerifiedPostmortem.Listed(postmortem.LostRunbooks)}");
        var judged = runbooks
            .Select(r => (Runbook: r, Lacks: RunbookCompleteness.MissingParts(r, postmortem.Knowledge)))
            .OrderBy(r => r.Lacks.Count)
            .ToList();
        return judged[0].Lacks.Count == 0
            ? new(true, $"{judged[0].Runbook.Id} has steps, a verification and an owner")
            : new(false, $"{judged[0].Runbook.Id} lacks {string.Join(" and ", judged[0].Lacks)}");
    }
}
