namespace Knowledge.Indexer.Reports;

/// <summary>
/// What an alert still lacks until its runbook helps: the worst first. <see cref="Good"/> lacks nothing that can be told.
/// </summary>
public enum DebtStatus
{
    /// <summary>A rule without a runbook link.</summary>
    None,
    Dead,
    AnchorMissing,
    Generic,
    Stub,
    NoRemediation,
    NoOwner,
    Stale,

    /// <summary>Nobody ever opened it. Not told yet: that takes records of use.</summary>
    NeverUsed,
    Good,

    /// <summary>The link leads to a place that is not read here.</summary>
    Unchecked,
}

/// <summary>One alert name and its debt.</summary>
/// <param name="Service">Of the alert, else of its runbook; null when neither names one.</param>
/// <param name="Score">Points of debt: 9 without a link, 0 when good; null when it was not checked.</param>
/// <param name="Rules">Rules of this name.</param>
/// <param name="DocumentId">The runbook; null when there is none here.</param>
/// <param name="RescuedBy">The page that a dead link must mean.</param>
public sealed record AlertDebt(
    string Alert,
    string? Service,
    string? Owner,
    DebtStatus Status,
    int? Score,
    int Rules,
    string? Url,
    string? DocumentId,
    string? RescuedBy,
    string Source,
    string File,
    int Line
)
{
    /// <summary>Points of the worst status.</summary>
    public const int MaxScore = 9;

    public static int? ScoreOf(DebtStatus status) => status == DebtStatus.Unchecked ? null : MaxScore - (int)status;

    /// <summary>The status as a message for users.</summary>
    public static string Name(DebtStatus status) =>
        status switch
        {
            DebtStatus.None => "no link",
            DebtStatus.Dead => "dead link",
            DebtStatus.AnchorMissing => "section missing",
            DebtStatus.Generic => "generic page",
            DebtStatus.Stub => "stub",
            DebtStatus.NoRemediation => "no remediation",
            DebtStatus.NoOwner => "no owner",
            DebtStatus.Stale => "stale",
            DebtStatus.NeverUsed => "never used",
            DebtStatus.Good => "good",
            _ => "elsewhere, not checked",
        };
}
