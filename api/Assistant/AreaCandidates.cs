using Knowledge.Api.Assistant.Verification;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Api.Assistant;

/// <summary>
/// Areas of a postmortem that are left unpatched, and its sentences, which may speak for them. Nothing here decides: how an area stands
/// is told by <see cref="PatchMatrix"/> alone.
/// </summary>
/// <param name="Areas">Names, in the order of the matrix.</param>
internal sealed record AreaCandidates(IReadOnlyList<string> Areas, IReadOnlyList<EvidenceSentence> Evidence)
{
    /// <summary>What each area asks.</summary>
    public static IReadOnlyDictionary<string, string> Questions { get; } =
        new Dictionary<string, string>
        {
            ["code"] = "is the fault itself corrected in the code?",
            ["data"] = "is data wrong or missing that must be corrected?",
            ["detection"] = "would an alert notice it, and not only its symptom?",
            ["alert-link"] = "does the alert lead to a runbook that exists?",
            ["runbook"] = "does a runbook have the steps, how to verify them, and an owner?",
            ["searchability"] = "do the words that people searched find it?",
            ["ownership"] = "has everything that failed an owner?",
            ["twin-change"] = "must something in another place change together with the fix?",
            ["status-page"] = "is there a wording for customers?",
            ["process"] = "does a way of working have to change?",
            ["drill"] = "was it practised?",
        };

    public static AreaCandidates Of(Document postmortem, PatchMatrix matrix) =>
        new(
            [.. matrix.Surfaces.Where(s => s.State is not (SurfaceState.Patched or SurfaceState.NotNeeded)).Select(s => s.Name)],
            Knowledge.Api.Assistant.Evidence.Of(postmortem)
        );

    /// <summary>Keeps lines that begin with one of the areas and are carried by what they cite; the area stays in front.</summary>
    public VerifiedReply Verify(string reply)
    {
        var (kept, dropped) = (new List<VerifiedSentence>(), new List<DroppedSentence>());
        foreach (
            var line in reply.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var area =
                colon < 0
                    ? null
                    : Areas.FirstOrDefault(a => a.Equals(line[..colon].Trim('-', '*', ' ', '`'), StringComparison.OrdinalIgnoreCase));
            if (area is null)
            {
                dropped.Add(new(line, DropReason.CitesNothing));
                continue;
            }
            var verified = ReplyVerifier.Verify(line[(colon + 1)..], Evidence);
            kept.AddRange(verified.Kept.Select(k => k with { Text = $"{area}: {k.Text}" }));
            dropped.AddRange(verified.Dropped);
        }
        return new(kept, dropped);
    }
}
