using System.Globalization;
using Knowledge.Api.Hosting;
using Knowledge.Api.Problems;
using Knowledge.Content.Timelines;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Postmortems;

/// <summary><c>POST /api/timeline</c>: a chat as a timeline, with what of it may belong into a postmortem. Keeps nothing.</summary>
internal static class ReadTimeline
{
    /// <summary>A chat of the most characters, each written as JSON writes it at worst but for control characters.</summary>
    private const long MaxBodyBytes = 3L * ChatReader.MaxCharacters;

    /// <param name="Text">The chat: pasted lines, a day of a Slack export, messages of Teams, an IRC log.</param>
    /// <param name="Initials">Names of people become initials.</param>
    /// <param name="Date">Day of the first message, <c>2026-03-02</c>, for chats that tell times of day only.</param>
    /// <param name="UtcOffset">Of times that do not say it, <c>+01:00</c>; else they are taken for UTC.</param>
    public sealed record Request(string? Text, bool Initials = false, string? Date = null, string? UtcOffset = null);

    public static void MapReadTimeline(this RouteGroupBuilder api) =>
        api.MapPost("/timeline", Handle)
            .WithName("ReadTimeline")
            .WithSummary(
                "A chat as a timeline: each message with its kind, and suggestions for symptoms, searched words, "
                    + "causes, dead ends and checks that stayed green. Keeps nothing."
            )
            .WithBodyUpTo(MaxBodyBytes)
            .Produces<ChatTimeline>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static IResult Handle(HttpContext http, [FromBody] Request request)
    {
        DateOnly? date = null;
        if (request.Date is { Length: > 0 } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
                return ErrorResponse.Json(http, Problem.BadParameter, "date is the day of the first message, such as 2026-03-02.");
            date = parsed;
        }
        TimeSpan? offset = TimeSpan.Zero;
        if (request.UtcOffset is { Length: > 0 } zone && (offset = ChatOptions.ReadOffset(zone)) is null)
            return ErrorResponse.Json(http, Problem.BadParameter, "utcOffset is such as +01:00, or Z.");
        if (request.Text is { Length: > ChatReader.MaxCharacters })
            return ErrorResponse.Json(
                http,
                Problem.BodyTooLarge,
                $"A chat may have {ChatReader.MaxCharacters:N0} characters; send the part that belongs to the incident."
            );
        var (timeline, problem) = ChatTimeline.Read(request.Text ?? "", new(request.Initials, date, offset!.Value));
        return timeline is null ? ErrorResponse.Json(http, Problem.NoChat, problem) : TypedResults.Ok(timeline);
    }
}
