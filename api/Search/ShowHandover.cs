using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Text;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <param name="Texts">What may have been sent to the customer.</param>
public sealed record HandoverModel(Handover Handover, IReadOnlyList<CustomerText> Texts);

/// <summary><c>POST /search/handover</c>: what is passed on of a search, ready to be copied. Keeps nothing.</summary>
internal static class ShowHandover
{
    public const int MaxCharacters = 2_000;

    public static void MapSearchHandover(this RouteGroupBuilder pages) => pages.MapPost("/search/handover", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        ServerOptions options,
        TimeProvider time,
        [FromForm] string? q,
        [FromForm] string? shown,
        [FromForm] string? told,
        [FromForm] string? note
    )
    {
        var asked = q?.ReplaceLineEndings("\n").Trim() ?? "";
        if (asked.Length is 0 or > SearchRequest.MaxPasteCharacters)
            return ErrorResponse.Page(http, asked.Length == 0 ? Problem.QueryMissing : Problem.QueryTooLong);
        // Asked once already: no gap is kept again.
        var response = await live.SearchAsync(new(asked), http.RequestAborted);
        var cards = CardView.Of(response, live.Current);
        var root = options.RootFor(http.Request);
        var isTyped = asked.Length <= SearchRequest.MaxQueryCharacters && !asked.Contains('\n', StringComparison.Ordinal);
        return Page.Of<HandoverPage, HandoverModel>(
            new(
                new(
                    asked,
                    time.GetUtcNow(),
                    root,
                    isTyped ? new Uri(root, $"/search?q={Uri.EscapeDataString(asked)}") : null,
                    cards,
                    cards is [var first, ..] ? first.Answer.Owner : response.Gap?.Owner,
                    Text(shown),
                    Text(told),
                    Text(note)
                ),
                cards is [var card, ..] ? [.. card.Later.Prepend(card.First).OfType<CustomerText>()] : []
            )
        );
    }

    private static string Text(string? text) => Sentences.Truncate((text ?? "").ReplaceLineEndings("\n").Trim(), MaxCharacters);
}
