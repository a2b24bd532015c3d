using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Answers;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <param name="Others">Checks that tell neither cause from the other: both pages name them.</param>
public sealed record ComparisonModel(Answer A, Answer B, IReadOnlySet<string> Others);

/// <summary><c>GET /compare?a=&amp;b=</c>: two causes side by side, and what tells them apart.</summary>
internal static class ShowComparison
{
    private const int MaxCharacters = 512;

    public static void MapComparePage(this RouteGroupBuilder pages) => pages.MapPage("/compare", Handle);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, TimeProvider time, string? a = null, string? b = null)
    {
        if (CauseOf(a) is not { } first)
            return NotFound("a", a);
        if (CauseOf(b) is not { } second)
            return NotFound("b", b);
        return Page.Of<ComparePage, ComparisonModel>(
            new(first, second, first.Checks.Select(c => c.Text).Intersect(second.Checks.Select(c => c.Text)).ToHashSet())
        );

        Answer? CauseOf(string? reference) =>
            reference is { Length: <= MaxCharacters } ? live.Current.CauseAt(reference, time.GetUtcNow()) : null;

        IResult NotFound(string name, string? value) =>
            ErrorResponse.Page(
                http,
                Problem.NotFound,
                T(
                    "`{0}` names no cause of a page: it is the id of a page, as in /docs/, and ~2 behind it for its second cause. "
                        + "Search for what you see, and follow “Compare with the first”.",
                    name
                ),
                value is { Length: <= MaxCharacters } ? value.Split('~')[0].Replace('-', ' ').Replace('/', ' ') : null
            );
    }
}
