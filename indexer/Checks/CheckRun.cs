using Knowledge.Content.Findings;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Checks;

/// <summary>All that is wrong in a knowledge base: what reading it found, and what the checks of this folder find.</summary>
public static class CheckRun
{
    public const int StaleMonths = 6;

    /// <summary>The checks, each a function of the content. CONTRIBUTING.md says how to add one.</summary>
    // csharpier-ignore
    private static readonly Func<CheckedContent, IEnumerable<Finding>>[] Checks =
    [
        DeadRunbookLink.Find, GenericRunbookLink.Find, AlertWithoutRunbook.Find, RunbookAnchorMissing.Find, Stub.Find,
        RequiredSection.Find, NoCommand.Find, NoVerification.Find, NearDuplicate.Find, StalePage.Find, NoOwner.Find, UnknownOwner.Find,
        OwnersDisagree.Find, UnknownService.Find, CatalogsDisagree.Find, BrokenLink.Find, BrokenAnchor.Find, DangerousCommand.Find,
        SecretInContent.Find, HiddenCharactersInCommand.Find, HeadingJump.Find, ImageWithoutText.Find, TodoLeft.Find,
        AlertText.Find, UnwatchedJob.Find, SearchLost.Find, FoundByQuotationOnly.Find, ClosedUnpatched.Find, SurfaceNotHolding.Find,
        SurfaceUnexplained.Find, SurfaceOverdue.Find, PatchedCount.Find, SurfacesUntouched.Find, NothingServed.Find,
    ];

    /// <returns>By file and line. Nothing in a message or subject is a secret of the content.</returns>
    public static IReadOnlyList<Finding> Of(
        KnowledgeBase knowledge,
        DateTimeOffset now,
        int staleMonths = StaleMonths,
        IReadOnlyDictionary<string, SourceHistory>? histories = null
    ) => Of(CheckedContent.Of(knowledge, now, Months(staleMonths), histories));

    internal static TimeSpan Months(int months) => TimeSpan.FromDays(months * 30.4);

    /// <param name="listsUnread">Whether each file that nothing is served from is a note.</param>
    internal static IReadOnlyList<Finding> Of(CheckedContent content, bool listsUnread = false)
    {
        var isOne = content.Knowledge.Snapshots.Count == 1;
        return
        [
            .. ReadingFindings(content.Knowledge)
                .Concat(listsUnread ? NotServed.Find(content) : [])
                .Concat(Checks.AsParallel().AsOrdered().SelectMany(check => check(content).ToList()))
                .Select(f => Safe(isOne ? f with { Source = null } : f))
                .OrderBy(f => f.Source, StringComparer.Ordinal)
                .ThenBy(f => f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Line)
                .ThenBy(f => f.Code, StringComparer.Ordinal)
                .ThenBy(f => f.Subject, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Finding> ReadingFindings(KnowledgeBase knowledge) =>
        knowledge
            .Snapshots.SelectMany(r => r.Files.SelectMany(f => f.Findings).Concat(r.Findings).Select(f => f with { Source = r.Name }))
            // Which ids clash is known only when all sources are together.
            .Concat(knowledge.Findings.Where(f => f.Code == FindingCodes.IdClash));

    // A link or a key that is quoted may hold a password.
    private static Finding Safe(Finding finding)
    {
        var (message, subject) = (Secrets.Masked(finding.Message), finding.Subject is { } s ? Secrets.Masked(s) : null);
        return message == finding.Message && subject == finding.Subject ? finding : finding with { Message = message, Subject = subject };
    }
}
