using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// <c>POST /alerts/{id}/steps</c>: the ticked steps of the runbook on an alert's page, and what came of them. Only what this page
/// changed is taken, so two people may tick at once.
/// </summary>
internal static class RecordSteps
{
    private const int MaxSteps = 200;
    private const int MaxStepCharacters = 200;
    private const string NotRelevant = "not relevant";

    public static void MapStepsForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/steps", Handle);

    // `step` is each box that is ticked; `seen` the steps that were ticked when the page was made, with blanks between.
    // `result` says what came of the step that stands beside it in `resultof`, and `was` what was known of it. The buttons of a step
    // are `did` and `skip`. Who writes down a result has done the step.
    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, IFormCollection form)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        if (form["document"].ToString() is not { Length: > 0 and <= MaxStepCharacters } document)
            return ErrorResponse.Page(http, Problem.BadRequest);
        var before = form["seen"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var now = Steps(form["step"]).ToHashSet();
        var results = Steps(form["resultof"])
            .Zip(form["result"].Zip(form["was"]), (step, said) => (Step: step, Result: Result(said.First), Was: Result(said.Second)))
            .Where(r => r.Result != r.Was && (now.Contains(r.Step) || r.Result.Length > 0 && !before.Contains(r.Step)))
            .Select(r => new RunChange(r.Step, true, r.Result))
            .ToList();
        var skipped = Steps(form["skip"]).Select(s => new RunChange(s, true, NotRelevant)).ToList();
        var told = results.Concat(skipped).Select(c => c.Step).ToHashSet();
        IReadOnlyList<RunChange> changes =
        [
            .. now.Union(Steps(form["did"])).Except(before).Except(told).Select(s => new RunChange(s, true)),
            .. Steps(before).Except(now).Except(told).Select(s => new RunChange(s, false)),
            .. results,
            .. skipped,
        ];
        return changes.Count <= MaxSteps && alerts.RecordSteps(alert, document, changes, Actor.Remember(http, form["actor"]))
            ? TypedResults.LocalRedirect($"/alerts/{alert.Id}#{PlaceOf(changes)}")
            : ErrorResponse.Page(http, Problem.Unavailable);
    }

    // Back to the step that was worked on, not to the top.
    private static string PlaceOf(IReadOnlyList<RunChange> changes) =>
        changes.Count > 0 ? $"li-{Uri.EscapeDataString(changes[0].Step)}" : "done";

    private static IEnumerable<string> Steps(IEnumerable<string?> names) =>
        names.OfType<string>().Where(s => s.StartsWith("step-", StringComparison.Ordinal) && s.Length <= MaxStepCharacters);

    private static string Result(string? text) =>
        Sentences.Truncate(
            string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            RunStep.MaxResultCharacters
        );
}
