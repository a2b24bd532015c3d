using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <param name="Response">Null when there was nothing to search for.</param>
/// <param name="GapRecorded">The words were kept as a gap.</param>
/// <param name="Preview">Results while typing: nothing is kept.</param>
/// <param name="Pasted">The text of the paste box, when it was used.</param>
/// <param name="Message">Why there are no results, or what of a long text was searched.</param>
/// <param name="Votes">Of which pages the reader said that they helped with this, or did not.</param>
public sealed record SearchModel(
    string Query,
    SearchResponse? Response = null,
    bool GapRecorded = false,
    bool Preview = false,
    string? Pasted = null,
    string? Message = null,
    IReadOnlyDictionary<string, bool>? Votes = null
)
{
    /// <summary>Where the same is searched for in the archives; null when there are none, or it is too long for an address.</summary>
    public string? InArchives { get; init; }

    /// <summary>What a pasted text is found by for a day.</summary>
    public string? PasteKey { get; init; }

    /// <summary>Name and value by which an address asks for the same search.</summary>
    public (string Name, string Value) Key => PasteKey is { } key ? ("paste", key) : ("q", Query);

    /// <summary>The answers, as cards.</summary>
    public IReadOnlyList<CardView> Cards { get; init; } = [];

    /// <summary>The words as they were taken.</summary>
    public IReadOnlyList<UnderstoodWord> Understood { get; init; } = [];

    /// <summary>The pages that were found, as they are listed.</summary>
    public PageList Pages { get; init; } = PageList.Empty;

    /// <summary>What was searched for, as it is.</summary>
    public string Asked => Pasted ?? Query;

    /// <summary>Nothing was good enough to be an answer.</summary>
    public bool IsUnanswered => Response is { Answers.Count: 0, Gap: not null };

    public bool? VoteOn(string documentId) => Votes is not null && Votes.TryGetValue(documentId, out var helped) ? helped : null;

    public string Summary => Response is null ? "" : $"{Causes(Response.Answers.Count)}, {PagesOf(Pages.Found)}";

    private static string Causes(int count) => count == 0 ? T("No cause") : Plural(count, "{0} cause", "{0} causes");

    private static string PagesOf(int count) => count == 0 ? T("no page") : Plural(count, "{0} page", "{0} pages");
}
