namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>Holds when an alert of this postmortem leads to a runbook of it that exists and is more than a stub.</summary>
internal static class AlertLink
{
    public static SurfaceVerification Verify(VerifiedPostmortem postmortem)
    {
        if (postmortem.FrontMatter.Runbooks.Count == 0)
            return new(false, "the postmortem names no runbook; list them in `runbooks`");
        if (postmortem.Runbooks.Count == 0)
            return new(false, $"no such runbook: {VerifiedPostmortem.Listed(postmortem.LostRunbooks)}");
        if (!postmortem.NamesAlert)
            return new(false, "the postmortem names no alert; list them in `alerts`");
        var whole = postmortem.LinkedRunbooks.Where(l => !RunbookCompleteness.IsStub(l.Runbook, postmortem.Knowledge)).ToList();
        if (whole.Count > 0)
            return new(true, $"{whole[0].Alert} leads to {whole[0].Runbook.Id}");
        return postmortem.LinkedRunbooks.Count > 0
            ? new(false, $"{postmortem.LinkedRunbooks[0].Alert} leads to {postmortem.LinkedRunbooks[0].Runbook.Id}, which is only a stub")
            : new(
                false,
                $"no alert of this postmortem leads to {VerifiedPostmortem.Listed(postmortem.Runbooks.Select(r => r.Id.Value))}; "
                    + $"give its rule the `runbook_url`"
            );
    }
}
