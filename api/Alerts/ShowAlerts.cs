using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Alerts;
using Knowledge.Content.Catalog;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems.Surfaces;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Alerts;

/// <summary>How far there is a runbook for an alert.</summary>
public enum RunbookState
{
    Complete,

    /// <summary>It lacks steps, a verification or an owner.</summary>
    Incomplete,

    /// <summary>Its sender names an address that is not read here.</summary>
    Elsewhere,
    None,
}

public sealed record AlertRow(AlertRecord Alert, AlertMatch Match, Owner? Owner, RunbookState Runbook)
{
    public bool IsOver => Alert.State == AlertState.Resolved;

    public bool HasNobody => !IsOver && Alert.Holder is null;
}

/// <summary>What narrows the list down, as it was asked for; null for all.</summary>
/// <param name="State">One of <see cref="AlertFilter.States"/>, or <c>nobody</c>: open, and nobody is on it.</param>
/// <param name="Text">In the name, the summary or a label.</param>
public sealed record AlertListFilter(string? State, string? Text, string? Severity, string? Owner, string? Service, RunbookState? Runbook);

/// <param name="Alerts">Null when they cannot be read just now.</param>
/// <param name="All">The same before it is narrowed down, for the numbers and the pickers.</param>
/// <param name="Unreadable">Requests of senders that could not be read; null when that cannot be told.</param>
/// <param name="NotUnderstood">The newest of them, with what they look like.</param>
/// <param name="Subscriptions">Topics of Amazon SNS that wait to be confirmed.</param>
public sealed record AlertsModel(
    IReadOnlyList<AlertRow>? Alerts,
    IReadOnlyList<AlertRow> All,
    AlertListFilter Filter,
    int? Unreadable,
    string Actor,
    DateTimeOffset Now,
    IReadOnlyList<InboxItem> NotUnderstood,
    IReadOnlyList<PendingSubscription> Subscriptions
);

/// <summary><c>GET /alerts</c>: what fires now, the most urgent first, and what did, each with its runbook.</summary>
internal static class ShowAlerts
{
    private const int ShownNotUnderstood = 5;

    private static readonly string[] States = [.. AlertFilter.States, "nobody"];

    public static void MapAlertsPage(this RouteGroupBuilder pages) => pages.MapPage("/alerts", Handle);

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        TimeProvider time,
        string? state = null,
        string? q = null,
        string? severity = null,
        string? owner = null,
        string? service = null,
        string? runbook = null
    )
    {
        if (Given(state) is { } asked && !States.Contains(asked))
            return ErrorResponse.Page(http, Problem.BadParameter, T("state is one of {0}.", string.Join(", ", States)));
        RunbookState? has = null;
        if (Given(runbook) is { } wanted)
        {
            if (!Enum.TryParse<RunbookState>(wanted, ignoreCase: true, out var known) || int.TryParse(wanted, out _))
                return ErrorResponse.Page(
                    http,
                    Problem.BadParameter,
                    T("runbook is one of {0}.", string.Join(", ", Enum.GetNames<RunbookState>()).ToLowerInvariant())
                );
            has = known;
        }
        var filter = new AlertListFilter(Given(state), Given(q?.Trim()), Given(severity), Given(owner), Given(service), has);
        var all = alerts.List(new(), ListAlerts.MaxLimit) is { } listed ? Rows(listed, alerts, live.Current) : null;
        var unreadable = alerts.Inbox(Inbox.MaxLimit, unreadable: true);
        return Page.Of<AlertsPage, AlertsModel>(
            new(
                all is null ? null : [.. all.Where(r => Fits(r, filter))],
                all ?? [],
                filter,
                unreadable?.Count,
                Actor.Of(http.Request),
                time.GetUtcNow(),
                [.. (unreadable ?? []).DistinctBy(i => (i.Source, i.Problem)).Take(ShownNotUnderstood)],
                alerts.Subscriptions() ?? []
            ),
            all is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }

    // What fires: the most urgent first, of these what nobody has, of these the oldest. What is over: the last first.
    private static List<AlertRow> Rows(IReadOnlyList<AlertRecord> listed, LiveAlerts alerts, KnowledgeBase knowledge)
    {
        var runbooks = new Dictionary<string, RunbookState>();
        return
        [
            .. listed
                .Select(a => (Alert: a, Match: alerts.Match(a.Alert, knowledge)))
                .Select(a => new AlertRow(
                    a.Alert,
                    a.Match,
                    alerts.OwnerOf(a.Alert, a.Match, knowledge),
                    StateOf(a.Match, knowledge, runbooks)
                ))
                .OrderBy(r => r.IsOver)
                .ThenBy(r => r.IsOver ? 0 : AlertSeverity.Order(r.Alert.Severity))
                .ThenBy(r => r.IsOver || r.HasNobody ? 0 : 1)
                .ThenBy(r => r.IsOver ? -(r.Alert.EndsAt ?? r.Alert.LastSeen).UtcTicks : r.Alert.StartsAt.UtcTicks)
                .ThenBy(r => r.Alert.Id, StringComparer.Ordinal),
        ];
    }

    private static RunbookState StateOf(AlertMatch match, KnowledgeBase knowledge, Dictionary<string, RunbookState> known)
    {
        if (match.DocumentId is not { } id)
            return match.IsMatched ? RunbookState.Elsewhere : RunbookState.None;
        if (known.TryGetValue(id, out var state))
            return state;
        return known[id] =
            knowledge.Find(id) is { } page && RunbookCompleteness.MissingParts(page, knowledge).Count == 0
                ? RunbookState.Complete
                : RunbookState.Incomplete;
    }

    private static bool Fits(AlertRow row, AlertListFilter filter) =>
        (
            filter.State switch
            {
                null => true,
                "open" => !row.IsOver,
                "nobody" => row.HasNobody,
                var state => row.Alert.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase),
            }
        )
        && Same(filter.Severity, row.Alert.Severity)
        && Same(filter.Owner, row.Owner?.Team)
        && Same(filter.Service, row.Alert.Service)
        && (filter.Runbook is null || filter.Runbook == row.Runbook)
        && (filter.Text is not { } text || TextOf(row).Any(t => t.Contains(text, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> TextOf(AlertRow row) =>
        row.Alert.Alert.Labels.Select(l => $"{l.Key}={l.Value}").Prepend(row.Alert.Alert.Summary).Prepend(row.Alert.Name);

    private static bool Same(string? wanted, string? value) =>
        wanted is null || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
