using Knowledge.Api.Problems;
using Knowledge.Api.Serving;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Alerts;

/// <summary><c>POST /alerts/{id}/steps</c>: the ticked steps of the runbook on an alert's page. Only what this page changed is taken, so two people may tick at once.</summary>
internal static class RecordSteps
{
    private const int MaxSteps = 200;
    private const int MaxStepCharacters = 200;

    public static void MapStepsForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/steps", Handle).DisableAntiforgery();

    // `step` is each box that is ticked; `seen` the steps that were ticked when the page was made, with blanks between.
    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, IFormCollection form)
    {
        if (alerts.Find(id) is not { } alert) return ErrorAnswer.Page(http, Problem.NoSuchAlert);
        if (form["document"].ToString() is not { Length: > 0 and <= MaxStepCharacters } document) return ErrorAnswer.Page(http, Problem.BadRequest);
        var before = form["seen"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var now = form["step"].OfType<string>().Where(s => s.StartsWith("step-", StringComparison.Ordinal) && s.Length <= MaxStepCharacters).ToHashSet();
        IReadOnlyList<(string, bool)> changes = [.. now.Except(before).Select(s => (s, true)), .. before.Except(now).Where(s => s.StartsWith("step-", StringComparison.Ordinal)).Select(s => (s, false))];
        return changes.Count <= MaxSteps && alerts.RecordSteps(alert, document, changes, Actor.Remember(http, form["actor"])) ? TypedResults.LocalRedirect($"/alerts/{alert.Id}#done") : ErrorAnswer.Page(http, Problem.Unavailable);
    }
}
