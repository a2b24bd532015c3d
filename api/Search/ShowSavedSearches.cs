using Knowledge.Api.Access;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using Knowledge.Content.Text;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <param name="Searches">By name.</param>
/// <param name="Message">Why nothing was changed.</param>
/// <param name="Name">What was typed and not kept.</param>
/// <param name="Query">The same.</param>
public sealed record SavedSearchesModel(
    IReadOnlyList<SavedSearch> Searches,
    string? Message = null,
    string? Name = null,
    string? Query = null
);

/// <summary>
/// <c>GET /account/searches</c>: searches that somebody who is signed in keeps; its forms save, rename and remove. Without sign-in there is
/// no such page: a browser keeps its own.
/// </summary>
internal static class ShowSavedSearches
{
    public const string Address = "/account/searches";

    public static void MapSavedSearches(this RouteGroupBuilder pages)
    {
        var own = pages.MapGroup("").AddEndpointFilter(OnlySignedIn);
        own.MapPage(Address, Handle);
        own.MapPost(Address, Save);
        own.MapPost($"{Address}/rename", Rename);
        own.MapPost($"{Address}/remove", Remove);
    }

    private static async ValueTask<object?> OnlySignedIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Caller.Of(context.HttpContext).IsSignedIn ? await next(context) : ErrorResponse.Page(context.HttpContext, Problem.NotFound);

    private static IResult Handle(HttpContext http, [FromServices] SavedSearches saved)
    {
        http.Response.Headers.Append("Vary", ShowSearch.FragmentHeader);
        return saved.Of(Caller.Of(http)) is not { } searches ? ErrorResponse.Page(http, Problem.CannotRead)
            : IsFragment(http) ? Page.Of<SavedSearchLinks, IReadOnlyList<SavedSearch>>(searches)
            : Page.Of<SavedSearchesPage, SavedSearchesModel>(new(searches));
    }

    private static IResult Save(HttpContext http, [FromServices] SavedSearches saved, [FromForm] string? name, [FromForm] string? query)
    {
        var words = OneLine(query);
        var named = OneLine(name) is { Length: > 0 } given ? given : Sentences.Truncate(words, SavedSearches.MaxNameCharacters);
        var mistake =
            words.Length == 0 ? T("Say what to search for.")
            : words.Length > SearchRequest.MaxQueryCharacters
                ? T("The text has {0} characters; the search line takes {1}.", words.Length, SearchRequest.MaxQueryCharacters)
            : named.Length > SavedSearches.MaxNameCharacters ? T("A name has {0} characters at most.", SavedSearches.MaxNameCharacters)
            : null;
        return mistake is not null
            ? Refused(http, saved, mistake, StatusCodes.Status422UnprocessableEntity, named, words)
            : Answer(http, saved, saved.Save(Caller.Of(http), named, words), named, words);
    }

    private static IResult Rename(
        HttpContext http,
        [FromServices] SavedSearches saved,
        [FromForm] string? name,
        [FromForm(Name = "new-name")] string? newName
    ) =>
        OneLine(newName) is { Length: > 0 and <= SavedSearches.MaxNameCharacters } wanted
            ? Answer(http, saved, saved.Rename(Caller.Of(http), name ?? "", wanted))
            : Refused(
                http,
                saved,
                T("A name has {0} characters at most, and one at least.", SavedSearches.MaxNameCharacters),
                StatusCodes.Status422UnprocessableEntity
            );

    private static IResult Remove(HttpContext http, [FromServices] SavedSearches saved, [FromForm] string? name) =>
        Answer(http, saved, saved.Remove(Caller.Of(http), name ?? ""));

    private static IResult Answer(
        HttpContext http,
        SavedSearches saved,
        SavedSearchChange? change,
        string? name = null,
        string? query = null
    ) =>
        change switch
        {
            null => ErrorResponse.Page(http, Problem.StoreUnavailable),
            SavedSearchChange.Done => IsFragment(http) ? TypedResults.NoContent() : TypedResults.LocalRedirect(Address),
            SavedSearchChange.Absent => Refused(http, saved, T("You have no search of this name any more."), 404),
            SavedSearchChange.Taken => Refused(http, saved, T("Another of your searches has this name."), 409),
            _ => Refused(http, saved, T("You have {0} searches; remove one that you do not need.", SavedSearches.Most), 409, name, query),
        };

    private static IResult Refused(
        HttpContext http,
        SavedSearches saved,
        string message,
        int status,
        string? name = null,
        string? query = null
    ) =>
        saved.Of(Caller.Of(http)) is { } searches
            ? Page.Of<SavedSearchesPage, SavedSearchesModel>(new(searches, message, name, query), status)
            : ErrorResponse.Page(http, Problem.CannotRead);

    private static bool IsFragment(HttpContext http) => http.Request.Headers.ContainsKey(ShowSearch.FragmentHeader);

    private static string OneLine(string? text) =>
        string.Join(' ', SecretRedaction.Of(text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
