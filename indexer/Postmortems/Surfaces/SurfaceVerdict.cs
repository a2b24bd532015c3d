using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Postmortems.Surfaces;

/// <summary>How a surface stands, after what is declared was looked at.</summary>
public enum SurfaceState
{
    /// <summary>Nothing is said of it, or what is said lacks its link, reason, owner or due date.</summary>
    Unexplained,

    /// <summary>Declared open, with an owner and a due date.</summary>
    Open,

    /// <summary>Declared not needed, with a reason.</summary>
    NotNeeded,

    /// <summary>Declared patched with a link; of a verified surface: it holds.</summary>
    Patched,

    /// <summary>A verified surface that does not hold, whatever is declared.</summary>
    Failing,
}

/// <summary>What was found when a surface was verified.</summary>
/// <param name="Detail">What holds, or exactly what is missing.</param>
public sealed record SurfaceVerification(bool Holds, string Detail);

/// <summary>One of the eleven surfaces of a postmortem: what is declared of it, and how it stands.</summary>
/// <param name="Declared">From front matter; null when it is not declared.</param>
/// <param name="Verification">Null for a surface that is declared, not verified.</param>
/// <param name="Missing">What stands in the way of closing; null when nothing does.</param>
/// <param name="IsOverdue">Open, and the day it was due has passed.</param>
public sealed record SurfaceVerdict(
    string Name,
    SurfaceState State,
    Surface? Declared,
    SurfaceVerification? Verification,
    string? Missing,
    bool IsOverdue
);
