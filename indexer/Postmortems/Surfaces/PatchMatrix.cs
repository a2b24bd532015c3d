using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>
/// What else needed a patch: the eleven surfaces of a postmortem, some declared, some verified against the whole knowledge base.
/// </summary>
/// <param name="Surfaces">In the order of <see cref="Surface.Names"/>.</param>
public sealed record PatchMatrix(IReadOnlyList<SurfaceVerdict> Surfaces)
{
    private static readonly Dictionary<string, Func<VerifiedPostmortem, SurfaceVerification>> Verified = new()
    {
        ["detection"] = Detection.Verify,
        ["alert-link"] = AlertLink.Verify,
        ["runbook"] = RunbookSurface.Verify,
        ["searchability"] = Searchability.Verify,
        ["ownership"] = Ownership.Verify,
        ["twin-change"] = TwinChange.Verify,
        ["status-page"] = StatusPage.Verify,
    };

    public int Patched => Surfaces.Count(s => s.State == SurfaceState.Patched);

    public int Total => Surfaces.Count;

    /// <summary>What stands in the way of closing, one sentence each, beginning with the surface.</summary>
    public IReadOnlyList<string> Missing => [.. Surfaces.Where(s => s.Missing is not null).Select(s => $"{s.Name}: {s.Missing}")];

    /// <summary>What stands in the way of closing, as questions with what is missing.</summary>
    public IReadOnlyList<string> Unanswered =>
        [.. Surfaces.Where(s => s.Missing is not null).Select(s => $"{SurfaceQuestion.Of(s.Name).Question} {Sentence(s.Missing!)}")];

    public bool MayClose => Surfaces.All(s => s.Missing is null);

    /// <summary>As pages, lists, API and <c>kb</c> show it.</summary>
    public string Summary =>
        $"patched {Patched} of {Total}"
        + (Surfaces.Count(s => s.State == SurfaceState.NotNeeded) is > 0 and var unneeded ? $", {unneeded} not needed" : "");

    /// <param name="postmortem">A document of the knowledge base, or a draft beside it.</param>
    /// <param name="now">Decides what is overdue.</param>
    internal static PatchMatrix Of(Document postmortem, KnowledgeBase knowledge, DateTimeOffset now)
    {
        var verified = new VerifiedPostmortem(postmortem, knowledge);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new([
            .. Surface.Names.Select(name =>
                Verdict(name, postmortem.FrontMatter.Surfaces.FirstOrDefault(s => s.Name == name), verified, today)
            ),
        ]);
    }

    // What is seen to hold is patched whatever is declared. What does not hold can be left open by name and date, or ruled out for a
    // reason: closing is never impossible. Only what is declared patched, or not answered at all, stands in the way.
    private static SurfaceVerdict Verdict(string name, Surface? declared, VerifiedPostmortem postmortem, DateOnly today)
    {
        var isOverdue = declared is { State: "open", Due: { } due } && due < today;
        var (state, missing) = Declared(declared);
        if (!Verified.TryGetValue(name, out var verify))
            return new(name, state, declared, null, missing, isOverdue);
        var verification = verify(postmortem);
        if (verification.Holds)
            return new(name, SurfaceState.Patched, declared, verification, null, isOverdue);
        return state is SurfaceState.Open or SurfaceState.NotNeeded
            ? new(name, state, declared, verification, null, isOverdue)
            : new(name, SurfaceState.Failing, declared, verification, verification.Detail, isOverdue);
    }

    private static (SurfaceState State, string? Missing) Declared(Surface? declared) =>
        declared switch
        {
            null => (
                SurfaceState.Unexplained,
                "not answered; link what fixed it, leave it open with owner and date, or rule it out with a reason"
            ),
            { State: "patched", Link: not null } => (SurfaceState.Patched, null),
            { State: "patched" } => (SurfaceState.Unexplained, "patched, but no link shows where"),
            { State: "not-needed", Reason: not null } => (SurfaceState.NotNeeded, null),
            { State: "not-needed" } => (SurfaceState.Unexplained, "not needed, but no reason is given"),
            { Owner: not null, Due: not null } => (SurfaceState.Open, null),
            { Owner: null, Due: null } => (SurfaceState.Unexplained, "open, without owner and due date"),
            { Owner: null } => (SurfaceState.Unexplained, "open, without an owner"),
            _ => (SurfaceState.Unexplained, "open, without a due date"),
        };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '?' or '!' ? "" : ".");
}
