using Knowledge.Api.Problems;
using Knowledge.Api.Search;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Assistant;

/// <summary>What all pages of the assistant have in common: who may ask, and how the answer is shown.</summary>
internal static class AssistantRequest
{
    /// <summary>
    /// Where no language model was named there are no such pages. Each request costs tokens: other pages and browsers that guess do not
    /// spend them.
    /// </summary>
    public static async ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.RequestServices.GetRequiredService<AssistantAccess>().Assistant is null)
            return ErrorResponse.Page(
                http,
                Problem.NotFound,
                T("The assistant is off: no language model is named (--chat-url). The search needs none.")
            );
        var site = http.Request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site is not ["same-origin" or "none"])
            return ErrorResponse.Page(http, Problem.CrossSite);
        return http.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal)
            ? TypedResults.NoContent()
            : await next(context);
    }

    /// <summary>What is wrong with the words that are asked about; null when nothing is.</summary>
    public static IResult? MistakeIn(HttpContext http, string? query) =>
        string.IsNullOrWhiteSpace(query) ? ErrorResponse.Page(http, Problem.QueryMissing)
        : query.Length > SearchRequest.MaxQueryCharacters ? ErrorResponse.Page(http, Problem.QueryTooLong)
        : null;

    /// <summary>The whole page, or only its parts when the search page asks for them.</summary>
    public static IResult Answer<TPage, TParts, TModel>(HttpContext http, TModel model)
        where TPage : PageOf<TModel>
        where TParts : PageOf<TModel>
    {
        http.Response.Headers.Append("Vary", ShowSearch.FragmentHeader);
        return http.Request.Headers.ContainsKey(ShowSearch.FragmentHeader) ? Page.Of<TParts, TModel>(model) : Page.Of<TPage, TModel>(model);
    }
}
