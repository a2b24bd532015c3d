using System.Text;
using System.Text.Json.Serialization;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Content.Alerts;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.WebUtilities;

namespace Knowledge.Api.Alerts;

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
        "`/runbook what you see` finds the probable cause and what to do. `/runbook alert NAME` "
        + "gives the runbook of an alert. `/runbook help` says this.";

    /// <param name="Text">For notifications and for readers of the screen.</param>
    public sealed record Response(
        [property: JsonPropertyName("response_type")] string ResponseType,
        string Text,
        IReadOnlyList<SlackBlock> Blocks
    );

    public static void MapSlackCommand(this RouteGroupBuilder hooks) =>
        hooks
            .MapPost("/slack/command", Handle)
            .WithName("SlackCommand")
            .WithSummary("The slash command of Slack; signed with KB_HOOK_SLACK_SECRET.")
            .WithTags("alerts")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        LiveAlerts alerts,
        ServerOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (options.SlackSecrets.Count == 0)
            return ErrorResponse.Json(http, Problem.HookOff);
        var (body, problem) = await RequestBody.ReadAsync(http, MaxBodyBytes, time, cancellation);
        if (body is null)
            return ErrorResponse.Json(http, problem!);
        if (!HookSignatures.IsAuthenticSlack(options.SlackSecrets, http.Request.Headers, body, time))
            return ErrorResponse.Json(http, Problem.InvalidSignature);
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        var words = Sentences.Truncate(
            (form.TryGetValue("text", out var text) ? text.ToString() : "").Trim(),
            SearchRequest.MaxQueryCharacters
        );
        var root = options.RootFor(http.Request);
        return TypedResults.Ok(
            words switch
            {
                "" or "help" => Say([Usage]),
                _ when words.StartsWith("alert ", StringComparison.OrdinalIgnoreCase) => OfAlert(words[6..].Trim(), live, alerts, root),
                _ => OfSearch(await live.SearchAsync(new(words), cancellation), root),
            }
        );
    }

    private static Response OfAlert(string name, VisibleKnowledge live, LiveAlerts alerts, Uri root)
    {
        var isComplete = live.IsComplete;
        var match = alerts.Match(
            new FiredAlert
            {
                Key = name,
                Name = Sentences.Truncate(name, 200),
                State = AlertState.Firing,
            },
            live.Current
        );
        List<IReadOnlyList<SlackPart>> sections = [.. (match.Links ?? []).Select(l => SlackText.SenderLink(root, l))];
        if (match.DocumentId is not null)
            sections.Add([
                SlackText.Bold(match.Alert),
                ": ",
                SlackText.Link(root, match.Url!, match.Title ?? match.Url!),
                $" ({match.Confidence.ToString().ToLowerInvariant()} confidence: {match.Reason})",
            ]);
        else if (!isComplete)
            sections.Add([SlackText.Bold(match.Alert), ": no runbook yet; pages are still being read."]);
        else if (!match.IsMatched)
            sections.Add([
                SlackText.Bold(match.Alert),
                ": nobody has written a runbook for it.",
                alerts.OwnerOf(of: null, match, live.Current) is { } owner
                    ? $" Ask {owner.Team}{(owner.Contact is null ? "" : $", {owner.Contact}")}, or "
                    : " ",
                SlackText.Link(root, $"postmortems/new?searched={Uri.EscapeDataString(match.Alert)}", "write one"),
                ".",
            ]);
        if (match.Suggestion is { } guess)
            sections.Add(SlackText.Suggestion(root, guess));
        return Say([.. sections]);
    }

    private static Response OfSearch(SearchResponse found, Uri root)
    {
        var sections = new List<IReadOnlyList<SlackPart>>();
        if (found.UnknownCodes is { } codes)
            sections.Add([$"Nobody has written of {string.Join(", ", codes)}."]);
        if (found.Answers is [var answer, ..])
        {
            sections.Add([
                SlackText.Bold(answer.Cause),
                answer.Kind == AnswerKind.Pointer ? "\nThis page seems to be about it." : "",
                $"\n{answer.Confidence} confidence{(answer.Seen.Count > 0 ? $", seen {answer.Seen.Count} times" : "")}. ",
                SlackText.Link(root, Indexer.Linking.Urls.Of(answer.DocumentId), "Open the page"),
            ]);
            if (answer.SpeaksAgainst is { } against)
                sections.Add([SlackText.Bold("Against it"), $": you wrote {string.Join(", ", against.Select(f => $"“{f}”"))}"]);
            if (answer.Alternatives is { } twins)
                sections.Add([
                    "Easily taken for:",
                    .. twins.SelectMany(t => (SlackPart[])["\n• ", SlackText.Link(root, t.Url, t.Title), $" ({t.Tells})"]),
                ]);
            if (answer.Owner is { } owner)
                sections.Add([
                    SlackText.Bold("Owner"),
                    $" {owner.Team}{(owner.Contact is null ? "" : $", {owner.Contact}")}",
                    owner.Away is null ? "" : $" (away {owner.Away}{(owner.Backup is null ? "" : $"; call {owner.Backup}")})",
                ]);
            foreach (var (title, steps) in new[] { ("How to check it", answer.Checks), ("What to do", answer.Steps) })
                if (steps.Count > 0)
                    sections.Add([
                        SlackText.Bold(title),
                        .. steps.Take(MaxSteps).SelectMany((s, i) => (SlackPart[])["\n", .. SlackText.Step(i + 1, s)]),
                    ]);
            if (answer.StaysGreen.Count > 0)
                sections.Add([SlackText.Bold("Misleading checks"), ": ", string.Join("; ", answer.StaysGreen.Select(s => s.Check))]);
            if (answer.Wording is { } wording)
                sections.Add([SlackText.Bold("Tell the customer"), ": ", wording]);
        }
        else
        {
            sections.Add([
                SlackText.Bold(
                    found.Contact is not null ? "Whom to ask:"
                    : found.Gap is null ? "No page says what to do."
                    : found.Hits.Count > 0 ? "No page is surely the answer."
                    : "No page was found."
                ),
                found.Contact is { } contact ? $" {contact.Team}{(contact.Contact is null ? "" : $", {contact.Contact}")}." : "",
                found.Gap?.Owner is { } owner ? $" Ask {owner.Team}{(owner.Contact is null ? "" : $", {owner.Contact}")}." : "",
            ]);
            if (found.Hits.Count > 0)
                sections.Add([
                    "Pages that come nearest:",
                    .. found.Hits.Take(MaxHits).SelectMany(h => (SlackPart[])["\n• ", SlackText.Link(root, h.Url, h.Title)]),
                ]);
        }
        return Say([.. sections]);
    }

    private static Response Say(params IReadOnlyList<IReadOnlyList<SlackPart>> sections)
    {
        var message = SlackMessage.Of(sections[0], sections);
        return new("ephemeral", message.Text, message.Blocks);
    }
}
