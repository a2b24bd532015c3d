using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Indexer.Tools;

/// <summary><c>similar_postmortems</c>: incidents like that of a postmortem, and its actions that earlier ones had.</summary>
internal static class SimilarPostmortemsTool
{
    public static KnowledgeTool Of(IServedKnowledge served)
    {
        string Similar(
            [Description("Id of a postmortem")] string id,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            var document = ShowTool.Find(served, id);
            if (document.Kind != DocumentKind.Postmortem)
                throw new ToolException($"'{document.Id.Value}' is no postmortem; only those are compared. recent_incidents lists them.");
            var past = served.Current.Incidents;
            var incidents = past.Like(document);
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"similar incidents: {incidents.Count}\n");
            foreach (var incident in incidents)
            {
                var date = incident.Date is { } day ? day.ToString("O", CultureInfo.InvariantCulture) : "not known";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n- id: {incident.DocumentId}, date: {date}, likeness: {incident.Likeness:0.00}\n"
                );
                text.Append(QuotedContent.Of(incident.Title));
                foreach (var why in incident.Why)
                    text.Append(QuotedContent.Of("both: " + why));
                foreach (var action in incident.NotDone)
                    text.Append(QuotedContent.Of("not done: " + action));
            }
            var repeated = past.RepeatedBy(document);
            text.Append(CultureInfo.InvariantCulture, $"\nactions that earlier postmortems had: {repeated.Count}\n");
            foreach (var action in repeated)
            {
                text.Append(QuotedContent.Of(action.Text));
                text.Append("earlier in: ").Append(string.Join(", ", action.Earlier.Select(e => e.DocumentId).Distinct())).Append('\n');
            }
            return AnswerPage.Of(text.ToString(), cursor);
        }

        return KnowledgeTool.Of(
            "similar_postmortems",
            "Find incidents like one",
            "Gives incidents like that of a postmortem, what they have in common and what of them was not done; "
                + "and its actions that were asked for before.",
            ["""{"id": "postmortems/2026-03-02-empty-dashboards"}"""],
            Similar
        );
    }
}
