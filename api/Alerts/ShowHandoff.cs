using System.Text.Json;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

public sealed record HandoffModel(AlertRecord Alert, string Text, string Slack);

/// <summary><c>POST /alerts/{id}/handoff</c>: what is passed on, ready to be copied.</summary>
internal static class ShowHandoff
{
    public static void MapHandoffPage(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/handoff", Handle);

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
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
            alert,
            options.RootFor(http.Request),
            form["symptom"],
            [.. form["answer"].Select(a => a ?? "")],
            form["note"]
        );
        if (composed is not { } handoff)
            return ErrorResponse.Page(http, Problem.CannotRead);
        return Page.Of<HandoffPage, HandoffModel>(
            new(alert, handoff.PlainText(), JsonSerializer.Serialize(handoff.Slack(), ContractJson.Options))
        );
    }
}
