using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary><c>POST /api/postmortems</c>: begins a draft, from a text, an alert, words that found nothing, or a title.</summary>
internal static class CreatePostmortem
{
    public const int MaxTitleCharacters = 200;

    /// <param name="Text">The whole page; then nothing else counts.</param>
    /// <param name="Alert">Id of an alert that was posted here.</param>
    /// <param name="Searched">Words that found nothing.</param>
    /// <param name="Template">Which sections it has: <c>plain</c>, <c>sre-book</c>, <c>pagerduty</c>, <c>timeline-first</c>,
    /// <c>five-whys</c>, or <c>own/NAME</c> for <c>templates/NAME.md</c> of a source.</param>
    public sealed record Request(
        string? Text = null,
        string? Title = null,
        string? Alert = null,
        string? Searched = null,
        string? Template = null,
        string? Actor = null
    );

    public static void MapCreatePostmortem(this RouteGroupBuilder api) =>
        api.MapPost("/postmortems", Handle)
            .WithName("CreatePostmortem")
            .WithSummary("Begins a draft: from a text, an alert, words that found nothing, or a title.")
            .Produces<AuthoredPostmortem>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>A draft of an alert; null when what happened cannot be read just now.</summary>
    public static PostmortemDraft? OfAlert(LiveAlerts alerts, VisibleKnowledge live, AlertRecord alert, Uri root)
    {
        var message = alerts.MessageOf(alert, root, live.Viewer);
        return
            alerts.Events(alert.Id) is { } events
            && alerts.Log(alert) is { } log
            && (message.Runbook is { } runbook ? alerts.RunOf(alert, runbook.Id.Value) : new([])) is { } run
            ? PostmortemDraft.OfAlert(message, events, log, run.Done)
            : null;
    }

    private static IResult Handle(
        HttpContext http,
        LivePostmortems postmortems,
        LiveAlerts alerts,
        VisibleKnowledge live,
        ServerOptions options,
        TimeProvider time,
        Request request
    )
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var templates = TemplateFiles.All(options.Serving, live);
        var template = templates.FirstOrDefault(t => t.Name.Equals(request.Template ?? "plain", StringComparison.OrdinalIgnoreCase));
        if (template is null)
            return ErrorResponse.Json(
                http,
                Problem.BadParameter,
                $"template is one of {string.Join(", ", templates.Select(t => t.Name))}."
            );
        string? text = null;
        if (request.Text is { Length: > 0 })
            text = request.Text;
        else if (request.Alert is { Length: > 0 } id)
        {
            var found = alerts.Find(id);
            if (found.Alert is not { } alert)
                return ErrorResponse.Json(http, Problem.NotFoundIn(found));
            if (OfAlert(alerts, live, alert, options.RootFor(http.Request)) is not { } draft)
                return ErrorResponse.Json(http, Problem.CannotRead);
            text = draft.Searching(Sentences.Truncate(request.Searched ?? "", MaxTitleCharacters)).Text(template: template);
        }
        else if (request.Searched?.Trim() is { Length: > 0 } words)
            text = PostmortemDraft.OfGap(Sentences.Truncate(words, MaxTitleCharacters), today).Text(template: template);
        else if (request.Title?.Trim() is { Length: > 0 } title)
            text = PostmortemDraft.Of(Sentences.Truncate(title, MaxTitleCharacters), today).Text(template: template);
        if (text is null)
            return ErrorResponse.Json(http, Problem.BadParameter, "Send text, alert, searched or title.");
        if (LivePostmortems.Validate(text) is { } error)
            return ErrorResponse.Json(http, Problem.InvalidPostmortem, error);
        var result = postmortems.Create(text, Actor.Named(http.Request, request.Actor));
        if (result is not { Outcome: SaveOutcome.Saved, Newest: { } created })
            return ErrorResponse.Json(
                http,
                result is { Outcome: SaveOutcome.TooMany } ? Problem.TooManyPostmortems : Problem.StoreUnavailable
            );
        AuditedChange.Set(http, null, created.Text);
        http.Response.Headers.Location = $"/api/postmortems/{created.Slug}";
        return AuthoredPostmortem.ToResult(http, created, postmortems, StatusCodes.Status201Created);
    }
}
