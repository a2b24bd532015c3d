using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <param name="Shown">Those of the team that was asked for.</param>
/// <param name="Backlog">Day by day; null while it was kept for fewer than two days.</param>
public sealed record ActionsModel(
    ActionRegister Register,
    Paged<TrackedAction> Shown,
    string? Team,
    IReadOnlyList<string> Teams,
    PlotPicture? Backlog,
    string Actor
)
{
    /// <summary>Of all that are shown, on all pages.</summary>
    public required int Open { get; init; }

    public required int Overdue { get; init; }

    public required int Done { get; init; }
}

/// <summary>
/// <c>GET /actions</c>: what is to be done, overdue first, by team; <c>POST /actions/done</c> ticks one that is written here.
/// </summary>
internal static class ShowActions
{
    public static void MapActionsPage(this RouteGroupBuilder pages) => pages.MapPage("/actions", Handle);

    public static void MapCloseActionForm(this RouteGroupBuilder pages) => pages.MapPost("/actions/done", Close);

    private static IResult Handle(
        HttpContext http,
        VisibleKnowledge live,
        DebtReports debt,
        TimeProvider time,
        string? team = null,
        string? page = null
    )
    {
        var register = live.Current.ActionsOn(time.GetUtcNow());
        IReadOnlyList<TrackedAction> shown = string.IsNullOrEmpty(team)
            ? register.Actions
            : [.. register.Actions.Where(a => string.Equals(a.Team, team, StringComparison.OrdinalIgnoreCase))];
        return Page.Of<ActionsPage, ActionsModel>(
            new(
                register,
                shown.PageOf(page),
                team,
                [.. register.Actions.Select(a => a.Team).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
                BacklogPlot.Of(debt.History(live.Current)),
                Actor.Of(http.Request)
            )
            {
                Open = shown.Count(a => a.State == ActionState.Open),
                Overdue = shown.Count(a => a.IsOverdue),
                Done = shown.Count(a => a.State == ActionState.Done),
            }
        );
    }

    private static IResult Close(HttpContext http, LivePostmortems postmortems, IFormCollection form)
    {
        var slug = form["slug"].ToString();
        var before = postmortems.Find(slug)?.Text;
        var (saved, problem, detail) = CloseAction.Close(
            postmortems,
            slug,
            form["text"].ToString(),
            Link(form),
            Link(form) is null ? form["proof"].ToString() : null,
            Actor.Remember(http, form["actor"])
        );
        if (saved is null)
            return ErrorResponse.Page(http, problem!, detail);
        AuditedChange.Set(http, before, saved.Text);
        return TypedResults.LocalRedirect("/actions");
    }

    // One field for both: an address is a link, anything else a reason.
    private static string? Link(IFormCollection form) =>
        form["proof"].ToString().Trim() is var proof
        && (
            proof.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || proof.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        )
            ? proof
            : null;
}
