using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Tools;

/// <summary><c>recent_incidents</c>: postmortems, newest first.</summary>
internal static class RecentIncidentsTool
{
    private const int MaxLimit = 50;

    public static KnowledgeTool Of(IServedKnowledge served, TimeProvider time)
    {
        string List(
            [Description("Only incidents that name this service")] string? service = null,
            [Description("Incidents wanted, 1 to 50")] int limit = 10,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            if (limit is < 1 or > MaxLimit)
                throw new ToolException($"limit is {limit}; give 1 to {MaxLimit}.");
            var knowledge = served.Current;
            var incidents = (string.IsNullOrWhiteSpace(service) ? knowledge.Documents : knowledge.DocumentsOfService(service.Trim()))
                .Where(d => d.Kind == DocumentKind.Postmortem)
                .OrderByDescending(PastIncidents.DateOf)
                .ThenBy(d => d.Id.Value, StringComparer.Ordinal)
                .ToList();
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"postmortems: {incidents.Count}, shown: {Math.Min(limit, incidents.Count)}\n");
            foreach (var incident in incidents.Take(limit))
            {
                var patches = knowledge.PatchesOf(incident, time.GetUtcNow());
                var date = PastIncidents.DateOf(incident) is { } day ? day.ToString("O", CultureInfo.InvariantCulture) : "not known";
                text.Append(CultureInfo.InvariantCulture, $"\n- id: {incident.Id.Value}, date: {date}, ");
                text.Append(CultureInfo.InvariantCulture, $"patched: {patches.Patched} of {patches.Total}\n");
                text.Append(QuotedContent.Of(incident.Title));
                foreach (var cause in incident.Causes.Take(3))
                    text.Append(QuotedContent.Of("cause: " + cause.Text));
                if (incident.FrontMatter.Severity is { } severity)
                    text.Append(QuotedContent.Of("severity: " + severity));
                if (incident.FrontMatter.Status is { } status)
                    text.Append(QuotedContent.Of("status: " + status));
            }
            return AnswerPage.Of(text.ToString(), cursor);
        }

        return KnowledgeTool.Of(
            "recent_incidents",
            "List past incidents",
            "Gives postmortems, newest first, with causes, severity, status and how many of eleven areas were patched.",
            ["""{"service": "web-ui", "limit": 5}"""],
            List
        );
    }
}
