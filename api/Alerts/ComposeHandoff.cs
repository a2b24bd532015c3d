using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// <c>POST /api/alerts/{id}/handoff</c>: what is passed on to whoever takes over, as text and as Slack blocks. Keeps nothing.
/// </summary>
internal static class ComposeHandoff
{
    public const int MaxCharacters = 2_000;
    public const int MaxAnswers = 50;

    /// <param name="Answers">To the questions of the runbook, in their order.</param>
    public sealed record Request(string? Symptom = null, IReadOnlyList<string>? Answers = null, string? Note = null);

    public sealed record Response(string Text, object Slack);

    public static void MapHandoff(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/handoff", Handle)
            .WithName("ComposeHandoff")
            .WithSummary(
                "What first-line support passes on: symptom, scope, what was done, probable cause, owner; as text and as Slack blocks."
            )
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Put together from what was answered, the run so far and the runbook; null when the run cannot be read.</summary>
    public static Handoff? Compose(
        LiveAlerts alerts,
        AlertRecord alert,
        Uri root,
        string? symptom,
        IReadOnlyList<string> answers,
        string? note
    )
    {
        var message = alerts.MessageOf(alert, root);
        if ((message.Runbook is { } runbook ? alerts.RunOf(alert, runbook.Id.Value) : new([])) is not { } run)
            return null;
        var questions = message.Runbook?.FrontMatter.Ask ?? [];
        return new(
            message,
            Text(symptom),
            [.. questions.Take(MaxAnswers).Select((q, i) => (q, i < answers.Count ? Text(answers[i]) : ""))],
            run.Done,
            Text(note)
        );
    }

    private static IResult Handle(HttpContext http, LiveAlerts alerts, ServerOptions options, string id, Request request)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Json(http, Problem.NotFoundIn(found));
        return Compose(alerts, alert, options.RootFor(http.Request), request.Symptom, request.Answers ?? [], request.Note) is { } handoff
            ? TypedResults.Ok(new Response(handoff.PlainText(), handoff.Slack()))
            : ErrorResponse.Json(http, Problem.CannotRead);
    }

    private static string Text(string? text) =>
        Knowledge.Content.Text.Sentences.Truncate((text ?? "").ReplaceLineEndings("\n").Trim(), MaxCharacters);
}
