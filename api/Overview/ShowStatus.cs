using Knowledge.Api.Live;
using Knowledge.Api.Live.Embeddings;
using Knowledge.Api.Notifications;
using Knowledge.Api.Ui;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <param name="Messages">Null when they cannot be read just now, and when nobody is told anything.</param>
public sealed record StatusModel(
    Readiness Readiness,
    DateTimeOffset? LastLook,
    IngestReport Ingest,
    UnservedFiles Unserved,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<SourceDirectory> Sources,
    IReadOnlyList<ImportStatus> Imports,
    bool TellsOthers,
    (int Waiting, int Failed, string? Problem)? Messages,
    EmbeddingStatus Embedding,
    IReadOnlyDictionary<string, int> Lost,
    BackupStatus? Backups
);

/// <summary><c>GET /status</c>.</summary>
internal static class ShowStatus
{
    public static void MapStatusPage(this RouteGroupBuilder pages) => pages.MapPage("/status", Handle);

    private static RazorComponentResult<StatusPage> Handle(
        VisibleKnowledge live,
        LiveImports imports,
        LiveNotifications notifications,
        ScheduledBackups backups,
        Knowledge.Api.Options.ServerOptions options
    ) =>
        Page.Of<StatusPage, StatusModel>(
            new(
                live.CheckReadiness(),
                live.LastLook,
                live.LastIngest,
                live.Unserved,
                [
                    .. live
                        .Current.Findings.OrderByDescending(f => f.Severity)
                        .ThenBy(f => f.File, StringComparer.Ordinal)
                        .ThenBy(f => f.Line),
                ],
                [.. options.Serving.Sources.Where(s => live.ShowsSource(s.Name))],
                // Where exports are read to, and why one failed, names directories and pages.
                live.Viewer.SeesAll || !live.HidesAny
                    ? imports.Status
                    : [],
                options.Serving.TellsOthers,
                options.Serving.TellsOthers ? notifications.State : null,
                live.Embedding,
                live.LostPages,
                backups.Status
            )
        );
}
