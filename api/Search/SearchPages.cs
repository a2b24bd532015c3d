using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Indexer.Search;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>Makes of a search what its page shows.</summary>
internal sealed class SearchPages(VisibleKnowledge live, LiveHistory history, SearchRunner searching, PastedTexts pastes, TimeProvider time)
{
    /// <summary>Pages that the list below the answers is made of; while one types fewer are enough.</summary>
    private const int HitsListed = SearchRequest.MaxLimit;
    public const int HitsTyped = 20;

    public async ValueTask<SearchModel> ModelOf(HttpContext http, string text, bool pasted, bool preview)
    {
        if (TooLong(text, pasted) is { } refused)
            return refused;
        var length = text.Length;
        // What is searched is what the box shows, and what its address leads to.
        if (pasted)
            text = LongPaste.Shortened(text);
        var (response, gapRecorded) = await searching.RunAsync(
            new SearchRequest(text, preview ? HitsTyped : HitsListed, preview),
            http.RequestAborted
        );
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        var rows = response.Hits.Select(h => PageRow.Of(h, knowledge, history.Current, now)).ToList();
        return new(
            pasted ? T("Pasted text") : text,
            response,
            gapRecorded,
            preview,
            pasted ? text : null,
            length > text.Length
                ? T("The text has {0} characters; these lines of it are searched: what failed, and how it begins.", length)
                : null,
            Votes: live.Feedback.VotesBy(Actor.Of(http.Request), text)
        )
        {
            // A search in the archives is a request of its own: what is served never waits for it.
            InArchives =
                searching.HasArchives
                && !preview
                && text.Length <= SearchRequest.MaxQueryCharacters
                && !text.Contains('\n', StringComparison.Ordinal)
                    ? $"/search?q={Uri.EscapeDataString(text)}&scope=archive"
                    : null,
            PasteKey = pasted ? pastes.Keep(text) : null,
            Cards = CardView.Of(response, knowledge),
            Understood = knowledge.Understood(text),
            Pages = PageList.Of(
                // Where no page is surely the answer any may be it.
                response.Gap
                    is null
                    ? RelatedPages.Listed(rows)
                    : rows,
                PageFilter.Of(http.Request.Query),
                DateOnly.FromDateTime(now.UtcDateTime)
            ),
        };
    }

    /// <summary>The same for a text that was pasted before; null when it is not kept any more.</summary>
    public async ValueTask<SearchModel?> ModelOfPaste(HttpContext http, string key) =>
        pastes.Find(key) is { } text ? await ModelOf(http, text, pasted: true, preview: false) : null;

    private static SearchModel? TooLong(string text, bool pasted)
    {
        var most = pasted ? LongPaste.MaxCharacters : SearchRequest.MaxQueryCharacters;
        return text.Length <= most
            ? null
            : new(
                text[..SearchRequest.MaxQueryCharacters],
                Pasted: text.Length > LongPaste.MaxCharacters ? text[..LongPaste.MaxCharacters] : text,
                Message: pasted
                    ? T("The text has {0} characters; {1} are allowed. Keep the lines with the error.", text.Length, most)
                    : T("The text has {0} characters; the search line takes {1}. Use the box below for pasted text.", text.Length, most)
            );
    }
}
