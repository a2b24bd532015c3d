using System.Text.Json;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <param name="To">Who takes over; empty when nobody was named.</param>
public sealed record HandoffModel(AlertRecord Alert, string To, string Text, string Slack);

/// <summary><c>POST /alerts/{id}/handoff</c>: what is passed on, ready to be copied.</summary>
internal static class ShowHandoff
{
    public static void MapHandoffPage(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/handoff", Handle);

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        Knowledge.Api.Options.ServerOptions options,
        string id,
        IFormCollection form
    )
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        var composed = ComposeHandoff.Compose(
            alerts,
            live,
            alert,
            options.RootFor(http.Request),
            form["symptom"],
            [.. form["answer"].Select(a => a ?? "")],
            form["note"]
        );
        if (composed is not { } handoff)
            return ErrorResponse.Page(http, Problem.CannotRead);
        if (!ComposeHandoff.Keep(alerts, alert, form["to"], form["note"], Actor.Remember(http, form["actor"])))
            return ErrorResponse.Page(http, Problem.Unavailable);
        return Page.Of<HandoffPage, HandoffModel>(
            new(
                alert,
                NoteOnAlert.OneLine(form["to"]),
                handoff.PlainText(),
                JsonSerializer.Serialize(handoff.Slack(), ContractJson.Options)
            )
        );
    }
}
