using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Dynatrace: a problem, as its notification integration or a workflow posts it.</summary>
/// <remarks>
/// Shape: docs.dynatrace.com, "Webhook integration" (ProblemID, PID, ProblemTitle, State OPEN, RESOLVED, MERGED) and "Davis problems"
/// of workflows (event.kind, event.status ACTIVE, CLOSED). A problem that was merged into another goes on there.
/// </remarks>
internal static class DynatracePayload
{
    private static readonly string[] Ids = ["PID", "ProblemID", "problemId", "problem_id"];
    private static readonly string[] Titles = ["ProblemTitle", "problemTitle", "problem_title"];

    public static bool Fits(JsonElement root) =>
        (root.Name(Ids) is not null && root.Name([.. Titles, "State"]) is not null) || root.Text("event.kind") == "DAVIS_PROBLEM";

    public static AlertPayload Read(JsonElement root)
    {
        var key = root.Name([.. Ids, "event.id", "display_id"]) ?? "problem";
        var word = root.Text(["State", "state", "event.status", "status"]);
        var isOver = StateWords.Of(word) == AlertState.Resolved || word == "MERGED";
        return new(
            AlertPayloadFormat.Dynatrace,
            [
                new()
                {
                    Key = key,
                    Name = root.Name([.. Titles, "event.name"]) ?? key,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    StartsAt = root.Time("event.start"),
                    EndsAt = isOver ? root.Time("event.end") : null,
                    Labels = PayloadFields.Labels(
                        ("problem", root.Name("ProblemID", "display_id")),
                        ("impact", root.Name("ProblemImpact")),
                        ("tags", root.Name("Tags", "ProblemTags"))
                    ),
                    Summary = root.Text(["ProblemTitle", "event.name"]) ?? "",
                    Description = root.Text(["ProblemDetailsText", "event.description"]) ?? "",
                    Severity = root.Text(["ProblemSeverity", "event.category"]),
                    Service = root.Name("ImpactedEntity", "ImpactedEntityNames", "root_cause_entity_name"),
                    Link = root.Address("ProblemURL"),
                    RunbookUrls = PayloadFields.RunbookUrls(root),
                },
            ]
        );
    }
}
