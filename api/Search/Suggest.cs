using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Search;

/// <param name="Rows">Pages, best match first.</param>
public sealed record SuggestionsModel(string Query, IReadOnlyList<Answer> Answers, IReadOnlyList<PageRow> Rows);

/// <summary><c>GET /search/suggest?q=</c>: the first causes and pages as a list of choices, for a field that is being typed into.</summary>
internal static class Suggest
{
    private const int MaxAnswers = 3;
    private const int MaxRows = 6;

    public static void MapSuggestions(this RouteGroupBuilder pages) => pages.MapPage("/search/suggest", Handle);

    private static async Task<RazorComponentResult<Suggestions>> Handle(
        HttpContext http,
        VisibleKnowledge live,
        LiveHistory history,
        TimeProvider time,
        string? q = null
    )
    {
        var query = (q ?? "").Trim();
        if (query.Length is 0 or > SearchRequest.MaxQueryCharacters)
            return Page.Of<Suggestions, SuggestionsModel>(new("", [], []));
        // Not by the runner: nothing is counted and no gap is kept while somebody types.
        var response = await live.SearchAsync(new(query, MaxRows, Preview: true), http.RequestAborted);
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        var rows = response.Hits.Select(h => PageRow.Of(h, knowledge, history.Current, now)).ToList();
        return Page.Of<Suggestions, SuggestionsModel>(
            new(
                query,
                [.. response.Answers.Take(MaxAnswers)],
                response.Gap is null ? rows : RelatedPages.Of(rows, knowledge.Understood(query), knowledge.Documents.Count)
            )
        );
    }
}
