using System.Text;
using System.Text.Json.Serialization;
using Knowledge.Api.Problems;
using Knowledge.Api.Serving;
using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Serving;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Api.Hooks;

/// <summary>
/// <c>POST /hooks/slack/command</c>: <c>/runbook WORDS</c>, <c>/runbook alert NAME</c> and <c>/runbook help</c> in Slack, answered
/// to the asker only.
/// </summary>
/// <remarks>
/// Shapes and limits: api.slack.com, "Slash commands", "Verifying requests from Slack", "Block Kit" (3,000 characters of a section,
/// 50 blocks). The deprecated token is never looked at.
/// </remarks>
internal static class SlackCommand
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxHits = 3;
    private const int MaxSteps = 5;

    private const string Usage =
        "`/runbook what you see` finds the probable cause and what to do. `/runbook alert NAME` gives the runbook of an alert. `/runbook help` says this.";

    /// <param name="Text">For notifications and for readers of the screen.</param>
    public sealed record Response(
        [property: JsonPropertyName("response_type")] string ResponseType,
        string Text,
        IReadOnlyList<object> Blocks
    );

    public static void MapSlackCommand(this RouteGroupBuilder hooks) =>
        hooks
            .MapPost("/slack/command", Handle)
            .WithName("SlackCommand")
            .WithSummary("The slash command of Slack; signed with KB_HOOK_SLACK_SECRET.")
            .WithTags("alerts")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status401Unauthorized);

    private static async Task<IResult> Handle(
        HttpContext http,
        LiveKnowledge live,
        LiveAlerts alerts,
        ServerOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var (body, problem) = await RequestBody.ReadAsync(http, MaxBodyBytes, time, cancellation);
        if (body is null)
            return ErrorAnswer.Json(http, problem!);
        if (!HookSignatures.IsAuthenticSlack(options.SlackSecrets, http.Request.Headers, body, http.Connection.RemoteIpAddress, time))
            return ErrorAnswer.Json(http, Problem.NotTheSender);
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        var words = Sentences.Cut((form.TryGetValue("text", out var text) ? text.ToString() : "").Trim(), SearchRequest.MaxQueryCharacters);
        var root = options.RootFor(http.Request);
        return TypedResults.Ok(
            words switch
            {
                "" or "help" => Say(Usage),
                _ when words.StartsWith("alert ", StringComparison.OrdinalIgnoreCase) => OfAlert(words[6..].Trim(), alerts, root),
                _ => OfSearch(await live.SearchAsync(new(words), cancellation), root),
            }
        );
    }

    private static Response OfAlert(string name, LiveAlerts alerts, Uri root)
    {
        var match = alerts.Match(
            new FiredAlert
            {
                Key = name,
                Name = Sentences.Cut(name, 200),
                State = AlertState.Firing,
            }
        );
        return match.Url is { } url
            ? Say(
                $"*{SlackText.Escaped(match.Alert)}*: {SlackText.Link(root, url, match.Title ?? url)} ({match.Confidence.ToString().ToLowerInvariant()} confidence: {SlackText.Escaped(match.Reason)})"
            )
            : Say($"*{SlackText.Escaped(match.Alert)}*: nobody has written a runbook for it.");
    }

    private static Response OfSearch(SearchResponse found, Uri root)
    {
        var blocks = new List<string>();
        if (found.Answers is [var answer, ..])
        {
            blocks.Add(
                $"*{SlackText.Escaped(answer.Cause)}*\n{answer.Confidence} confidence{(answer.Seen.Count > 0 ? $", seen {answer.Seen.Count} times" : "")}. {SlackText.Link(root, Indexer.Linking.Urls.Of(answer.DocumentId), "Open the page")}"
            );
            if (answer.Owner is { } owner)
                blocks.Add(
                    $"*Owner* {SlackText.Escaped(owner.Team)}{(owner.Contact is null ? "" : $", {SlackText.Escaped(owner.Contact)}")}{(owner.Away is null ? "" : $" (away {SlackText.Escaped(owner.Away)}{(owner.Backup is null ? "" : $"; call {SlackText.Escaped(owner.Backup)}")})")}"
                );
            foreach (var (title, steps) in new[] { ("How to check it", answer.Checks), ("What to do", answer.Steps) })
                if (steps.Count > 0)
                    blocks.Add(
                        $"*{title}*\n{string.Join('\n', steps.Take(MaxSteps).Select((s, i) => $"{i + 1}. {SlackText.Escaped(s.Text)}{(s.Command is null ? "" : $"\n{SlackText.Code(s.Command)}")}"))}"
                    );
            if (answer.StaysGreen.Count > 0)
                blocks.Add($"*Do not believe*: {string.Join("; ", answer.StaysGreen.Select(s => SlackText.Escaped(s.Check)))}");
            if (answer.Wording is { } wording)
                blocks.Add($"*Tell the customer*: {SlackText.Escaped(wording)}");
        }
        else
        {
            blocks.Add(
                "*Nobody has written this down.*"
                    + (
                        found.Gap?.Owner is { } owner
                            ? $" Ask {SlackText.Escaped(owner.Team)}{(owner.Contact is null ? "" : $", {SlackText.Escaped(owner.Contact)}")}."
                            : ""
                    )
            );
            if (found.Hits.Count > 0)
                blocks.Add(
                    "Pages that share some words:\n"
                        + string.Join('\n', found.Hits.Take(MaxHits).Select(h => $"• {SlackText.Link(root, h.Url, h.Title)}"))
                );
        }
        return Say([.. blocks]);
    }

    private static Response Say(params IReadOnlyList<string> sections) =>
        new("ephemeral", Sentences.Cut(sections[0], SlackText.MaxSectionCharacters), SlackText.Blocks(sections));
}
