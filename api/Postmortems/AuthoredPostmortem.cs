using System.Globalization;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>A postmortem that is written here, as the API tells it. Its ETag is the number of its newest revision.</summary>
/// <param name="Id">Of the document that it is when it is published.</param>
/// <param name="Url">Where it is read; null while it is not published.</param>
/// <param name="Text">The whole page, front matter included.</param>
/// <param name="Following">States that may follow.</param>
internal sealed record AuthoredPostmortem(
    string Slug,
    string Id,
    string Title,
    string State,
    int Revision,
    string Actor,
    DateTimeOffset At,
    string EditUrl,
    string? Url,
    string Text,
    IReadOnlyList<string> Following,
    PatchMatrix Patches,
    IReadOnlyList<Finding> Findings
)
{
    public static AuthoredPostmortem Of(AuthoredRevision revision, LivePostmortems postmortems)
    {
        var document = LivePostmortems.Read(revision.Slug, revision.Text);
        return new(
            revision.Slug,
            AuthoredSource.IdOf(revision.Slug),
            document?.Title ?? revision.Slug,
            revision.State,
            revision.Number,
            revision.Actor,
            revision.At,
            EditUrlOf(revision.Slug),
            UrlOf(revision),
            revision.Text,
            LivePostmortems.NextStates(revision.Slug, revision.State),
            postmortems.PatchesOf(revision),
            document?.Findings ?? []
        );
    }

    public static string EditUrlOf(string slug) => $"/postmortems/{slug}/edit";

    public static string? UrlOf(AuthoredRevision revision) =>
        revision.State is "published" or "closed" ? Urls.Of(AuthoredSource.IdOf(revision.Slug)) : null;

    /// <summary>The answer to a request that named it: its newest revision with its ETag.</summary>
    public static IResult ToResult(
        HttpContext http,
        AuthoredRevision revision,
        LivePostmortems postmortems,
        int status = StatusCodes.Status200OK
    )
    {
        http.Response.Headers.ETag = ETagOf(revision.Number);
        return TypedResults.Json(Of(revision, postmortems), statusCode: status);
    }

    /// <summary>What a save came to, when it did not save.</summary>
    public static IResult ToErrorResult(HttpContext http, SaveResult? result, LivePostmortems postmortems)
    {
        switch (result)
        {
            case { Outcome: SaveOutcome.Conflict, Newest: { } newest }:
                http.Response.Headers.ETag = ETagOf(newest.Number);
                return ErrorResponse.Json(
                    http,
                    Problem.EditConflict,
                    $"{newest.Actor} saved revision {newest.Number} at {newest.At.UtcDateTime:HH:mm} UTC. Get it, put your change "
                        + $"into it, and send that with If-Match: {ETagOf(newest.Number)}.",
                    new KeyValuePair<string, object?>("newest", Of(newest, postmortems))
                );
            case { Outcome: SaveOutcome.NotFound }:
                return ErrorResponse.Json(http, Problem.NotSavedIn(postmortems));
            case { Outcome: SaveOutcome.TooMany }:
                return ErrorResponse.Json(http, Problem.TooManyRevisions);
            default:
                return ErrorResponse.Json(http, Problem.StoreUnavailable);
        }
    }

    public static string ETagOf(int number) => string.Create(CultureInfo.InvariantCulture, $"\"{number}\"");

    /// <summary>The revision that <c>If-Match</c> names; null when there is none or it is no revision of ours.</summary>
    public static int? Expected(HttpRequest request)
    {
        var text = request.Headers.IfMatch.ToString().Trim();
        return
            text.Length > 2
            && text[0] == '"'
            && text[^1] == '"'
            && int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
