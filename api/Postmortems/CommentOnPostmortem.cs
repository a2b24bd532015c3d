using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// Comments and reviews of what is written here: <c>GET</c> and <c>POST /api/postmortems/{slug}/comments</c> for programs,
/// <c>POST /postmortems/{slug}/comments</c> for the form of the editor.
/// </summary>
internal static class CommentOnPostmortem
{
    /// <param name="Text">May be empty for a review.</param>
    /// <param name="What"><c>comment</c>, <c>reviewRequested</c>, <c>approved</c> or <c>changesRequested</c>.</param>
    /// <param name="Whom">Who is asked for a review.</param>
    public sealed record Request(
        string Text = "",
        PageCommentKind What = PageCommentKind.Comment,
        string? Whom = null,
        string? Actor = null
    );

    public sealed record Response(string Slug, IReadOnlyList<PageComment> Comments);

    public static void MapComments(this RouteGroupBuilder api)
    {
        api.MapGet("/postmortems/{slug}/comments", List)
            .WithName("ListComments")
            .WithSummary("Comments and reviews of a postmortem, in the order in which they were written.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.MapPost("/postmortems/{slug}/comments", Handle)
            .WithName("CommentOnPostmortem")
            .WithSummary("Comments on a postmortem, asks for a review, approves it, or asks for changes.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    public static void MapCommentForm(this RouteGroupBuilder pages) => pages.MapPost("/postmortems/{slug}/comments", HandleForm);

    private static IResult List(HttpContext http, LivePostmortems postmortems, string slug) =>
        postmortems.Find(slug) is null ? ErrorResponse.Json(http, Problem.NotFoundIn(postmortems)) : Listed(http, postmortems, slug);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, string slug, Request request)
    {
        if (request.What == PageCommentKind.Comment && string.IsNullOrWhiteSpace(request.Text))
            return ErrorResponse.Json(http, Problem.BadParameter, "text has no words.");
        return Keep(postmortems, slug, request, Actor.Remember(http, request.Actor)) is { } problem
            ? ErrorResponse.Json(http, problem)
            : Listed(http, postmortems, slug);
    }

    private static IResult HandleForm(HttpContext http, LivePostmortems postmortems, string slug, IFormCollection form)
    {
        var what = Enum.TryParse<PageCommentKind>(form["what"], out var known) && Enum.IsDefined(known) ? known : PageCommentKind.Comment;
        var request = new Request(form["text"].ToString(), what, form["whom"]);
        if (what == PageCommentKind.Comment && string.IsNullOrWhiteSpace(request.Text))
            return TypedResults.LocalRedirect($"/postmortems/{slug}/edit#comments");
        return Keep(postmortems, slug, request, Actor.Remember(http, form["actor"])) is { } problem
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/postmortems/{slug}/edit#comments");
    }

    private static IResult Listed(HttpContext http, LivePostmortems postmortems, string slug) =>
        postmortems.Comments(slug) is { } comments
            ? TypedResults.Ok(new Response(slug, comments))
            : ErrorResponse.Json(http, Problem.CannotRead);

    private static Problem? Keep(LivePostmortems postmortems, string slug, Request request, string actor)
    {
        if (postmortems.Find(slug) is not { } newest)
            return Problem.NotFoundIn(postmortems);
        var text = SecretRedaction.Of(Sentences.Truncate(PostmortemText.Normalised(request.Text).Trim(), PageComment.MaxCharacters));
        var whom = Sentences.Truncate((request.Whom ?? "").Trim(), PageComment.MaxNameCharacters);
        return postmortems.Comment(
            newest,
            request.What,
            actor,
            text,
            request.What == PageCommentKind.ReviewRequested && whom.Length > 0 ? whom : null
        )
            ? null
            : Problem.Unavailable;
    }
}
