using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// <c>POST /api/alerts/{id}/handoff</c>: what is passed on to whoever takes over, as text and as Slack blocks. Keeps
/// to whom it went, when that is said, and nothing else.
/// </summary>
internal static class ComposeHandoff
{
    public const int MaxCharacters = 2_000;
    public const int MaxAnswers = 50;

    /// <param name="Answers">To the questions of the runbook, in their order.</param>
    /// <param name="To">Who takes over: they are on it from then on; null only composes the text.</param>
    /// <param name="Actor">Who hands over; a chosen name.</param>
    public sealed record Request(
        string? Symptom = null,
        IReadOnlyList<string>? Answers = null,
        string? Note = null,
        string? To = null,
        string? Actor = null
    );

    public sealed record Response(string Text, object Slack);

    public static void MapHandoff(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/handoff", Handle)
            .WithName("ComposeHandoff")
            .WithSummary(
                "What first-line support passes on: symptom, scope, what was done and noted, probable cause, owner; "
                    + "as text and as Slack blocks."
            )
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Put together from what was answered, the run so far, notes and the runbook; null when these cannot be read.</summary>
    public static Handoff? Compose(
        LiveAlerts alerts,
        VisibleKnowledge live,
        AlertRecord alert,
        Uri root,
        string? symptom,
        IReadOnlyList<string> answers,
        string? note
    )
    {
        var message = alerts.MessageOf(alert, root, live.Viewer);
        if ((message.Runbook is { } runbook ? alerts.RunOf(alert, runbook.Id.Value) : new([])) is not { } run)
            return null;
        if (alerts.Log(alert) is not { } log)
            return null;
        var questions = message.Runbook?.FrontMatter.Ask ?? [];
        return new(
            message,
            Text(symptom),
            [.. questions.Take(MaxAnswers).Select((q, i) => (q, i < answers.Count ? Text(answers[i]) : ""))],
            run.Done,
            log,
            Text(note)
        );
    }

    private static IResult Handle(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        ServerOptions options,
        string id,
        Request request
    )
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Json(http, Problem.NotFoundIn(found));
        if (
            Compose(alerts, live, alert, options.RootFor(http.Request), request.Symptom, request.Answers ?? [], request.Note)
            is not { } handoff
        )
            return ErrorResponse.Json(http, Problem.CannotRead);
        return Keep(alerts, alert, request.To, request.Note, Actor.Remember(http, request.Actor))
            ? TypedResults.Ok(new Response(handoff.PlainText(), handoff.Slack()))
            : ErrorResponse.Json(http, Problem.Unavailable);
    }

    /// <summary>Keeps to whom an alert went; false when it could not be kept.</summary>
    public static bool Keep(LiveAlerts alerts, AlertRecord alert, string? to, string? note, string actor) =>
        Sentences.Truncate(NoteOnAlert.OneLine(to), AlertAction.MaxNameCharacters) is not { Length: > 0 } whom
        || alerts.Record(alert, AlertActionKind.HandedOver, actor, NoteOnAlert.OneLine(note), whom);

    private static string Text(string? text) => Sentences.Truncate((text ?? "").ReplaceLineEndings("\n").Trim(), MaxCharacters);
}
