using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Twins;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Twins;

/// <param name="Report">Null before something was asked.</param>
/// <param name="Message">What is wrong with what was asked.</param>
public sealed record TouchModel(
    string Repository,
    string Paths,
    string Acknowledge,
    TouchReport? Report,
    string? Message,
    IReadOnlyList<string> Repositories
);

/// <summary><c>GET /touch</c>: the twins of paths, for somebody who is about to change them.</summary>
internal static class ShowTouch
{
    public static void MapTouchPage(this RouteGroupBuilder pages) => pages.MapPage("/touch", Handle);

    private static RazorComponentResult<TouchPage> Handle(
        VisibleKnowledge live,
        TimeProvider time,
        string? repository = null,
        string? paths = null,
        string? acknowledge = null
    )
    {
        var (where, what, link) = (repository?.Trim() ?? "", paths?.Trim() ?? "", acknowledge?.Trim() ?? "");
        var known = live
            .Current.Documents.SelectMany(d => d.FrontMatter.Twins)
            .Select(t => t.Repository)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (what.Length == 0)
            return Page.Of<TouchPage, TouchModel>(new(where, what, link, null, null, known));
        var change = new Change(
            where.Length == 0 ? null : where,
            [.. what.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            link.Length == 0 ? null : link
        );
        var error = TwinGuard.Validate(change);
        return Page.Of<TouchPage, TouchModel>(
            new(
                where,
                what,
                link,
                error is null ? TwinGuard.Of(live.Current, change, time.GetUtcNow()) : null,
                error is null ? null : $"{char.ToUpperInvariant(error[0])}{error[1..]}.",
                known
            )
        );
    }
}
