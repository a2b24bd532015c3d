using System.ComponentModel;
using System.Globalization;
using System.Text;
using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Tools;

/// <summary><c>match_alert</c>: the runbook of an alert that fires, and why it fits.</summary>
internal static class MatchAlertTool
{
    private const int MaxCharacters = 2_000;
    private const int MaxLabels = 64;

    public static KnowledgeTool Of(IServedKnowledge served)
    {
        string Match(
            [Description("Name of the alert, such as KubePodCrashLooping")] string name,
            [Description("Its labels")] Dictionary<string, string>? labels = null,
            [Description("Its summary or description, as the sender wrote it")] string? summary = null,
            [Description("Its runbook_url, as the sender gave it")] string? runbookUrl = null,
            [Description("From the answer before, for its next page")] string? cursor = null
        )
        {
            if (string.IsNullOrWhiteSpace(name))
                throw new ToolException("name is empty; give the name of the alert.");
            if (new[] { name, summary, runbookUrl }.Any(t => t?.Length > MaxCharacters))
                throw new ToolException($"name, summary and runbookUrl have at most {MaxCharacters} characters each.");
            if (labels?.Count > MaxLabels || labels?.Any(l => l.Key.Length + (l.Value?.Length ?? 0) > MaxCharacters) == true)
                throw new ToolException($"An alert has at most {MaxLabels} labels of at most {MaxCharacters} characters.");
            var known = (labels ?? []).Where(l => l.Value is not null).ToList();
            var match = served.Match(
                new()
                {
                    Key = name,
                    Name = name,
                    State = AlertState.Firing,
                    Labels = known,
                    Summary = summary ?? "",
                    Service = known.FirstOrDefault(l => l.Key == "service").Value,
                    Severity = known.FirstOrDefault(l => l.Key == "severity").Value,
                    RunbookUrls = string.IsNullOrWhiteSpace(runbookUrl) ? [] : [runbookUrl],
                }
            );
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"confidence: {match.Confidence.ToString().ToLowerInvariant()}\n");
            text.Append(match.DocumentId is { } id ? $"runbook: {id} (show gives its steps)\n" : "runbook: none that is served\n");
            if (match.Title is { } title)
                text.Append(QuotedContent.Of(title));
            if (match.Url is { } url)
                text.Append("address:\n").Append(QuotedContent.Of(url));
            text.Append("why:\n").Append(QuotedContent.Of(match.Reason));
            if (match.RescuedFrom is { } dead)
                text.Append("The alert's own link is dead; this page must be meant. The link:\n").Append(QuotedContent.Of(dead));
            if (match.Suggestion is { } guess)
            {
                text.Append(CultureInfo.InvariantCulture, $"A guess by its words, which may be about something else: {guess.DocumentId}\n");
                text.Append(QuotedContent.Of($"{guess.Title}\n{guess.Reason}"));
            }
            return AnswerPage.Of(text.ToString(), cursor);
        }

        return KnowledgeTool.Of(
            "match_alert",
            "Find the runbook of an alert",
            "Gives the runbook that an alert leads to, by its link, its name or its words, and says why. A guess is marked as one.",
            [
                """{"name": "TickerLoadStale", "labels": {"service": "ticker-loader"}}""",
                """{"name": "DiskFull", "summary": "/var/lib is at 97 %"}""",
            ],
            Match
        );
    }
}
