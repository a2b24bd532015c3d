using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources.History;
using Knowledge.Indexer.Text;

namespace Knowledge.Api.Search;

/// <summary>A hit as a row of the list of pages.</summary>
/// <param name="TitleMarks">Where matched words stand in the title.</param>
/// <param name="Owner">Name of the team; null when nobody is named.</param>
/// <param name="Source">Where it was read from.</param>
/// <param name="Changed">When it last changed, as far as git, its review or its own date tell.</param>
public sealed record PageRow(
    Hit Hit,
    IReadOnlyList<(int Start, int Length)> TitleMarks,
    string? Owner,
    IReadOnlyList<string> Services,
    string? Source,
    DateOnly? Changed,
    string? Severity
)
{
    internal static PageRow Of(Hit hit, KnowledgeBase knowledge, IReadOnlyDictionary<string, SourceHistory> histories, DateTimeOffset now)
    {
        var page = knowledge.Find(hit.DocumentId);
        return new(
            hit,
            MarksIn(hit.Title, hit.Why),
            page is null ? null : knowledge.OwnerOf(page, now)?.Team,
            page is null ? [] : [.. page.FrontMatter.Services.Concat(page.FrontMatter.Failing).Distinct(StringComparer.OrdinalIgnoreCase)],
            page?.Source,
            page is null ? null : ChangeOf(page, histories),
            page?.FrontMatter.Severity
        );
    }

    // By the words that matched, in whatever form they stand there.
    internal static IReadOnlyList<(int Start, int Length)> MarksIn(string title, IReadOnlyList<string> why)
    {
        var words = Tokenizer.Tokenize(string.Join(' ', HitReason.WordsOf(why)));
        var terms = words.Select(t => Negations.Bare(t.Term)).Distinct().Select(TextTerms.PrintOf).ToList();
        var (text, marks) = Snippets.Of(title, terms);
        return text == title ? marks : [];
    }

    private static DateOnly? ChangeOf(Document page, IReadOnlyDictionary<string, SourceHistory> histories) =>
        page.Kind == DocumentKind.Postmortem && page.FrontMatter.Date is { } happened ? happened
        : LastChange.Of(page, histories, null) is { } change ? DateOnly.FromDateTime(change.At.UtcDateTime)
        : page.FrontMatter.Reviewed ?? page.FrontMatter.Date;
}
