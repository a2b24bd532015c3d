using Knowledge.Api.Store;
using Knowledge.Content.Documents;
using Knowledge.Indexer;

namespace Knowledge.Api.Live;

/// <summary>What an address of a document stands for today. Every id ever served keeps an answer.</summary>
/// <param name="Document">When it is the id of one that is served.</param>
/// <param name="MovedTo">The id it has now, when it had this one before or has it as an alias.</param>
/// <param name="IsMarkdown">Whether <c>.md</c> at the end asks for its Markdown.</param>
/// <param name="Gone">When it was served once and no document took its place.</param>
internal sealed record DocumentAddress(Document? Document, string? MovedTo, bool IsMarkdown, Tombstone? Gone)
{
    private const string Extension = ".md";

    public static DocumentAddress Of(VisibleKnowledge live, string id)
    {
        var exact = Of(live, id, isMarkdown: false);
        if (exact.IsKnown)
            return exact;
        if (
            id.EndsWith(Extension, StringComparison.Ordinal)
            && Of(live, id[..^Extension.Length], isMarkdown: true) is { IsKnown: true } markdown
        )
            return markdown;
        // As a person may write it: KubePodCrashLooping for kubepodcrashlooping.
        var slug = DocumentId.FromText(id).Value;
        return slug != id && Of(live, slug, isMarkdown: false) is { IsKnown: true } meant
            ? meant with
            {
                Document = null,
                MovedTo = meant.Document?.Id.Value ?? meant.MovedTo,
            }
            : exact;
    }

    private bool IsKnown => Document is not null || MovedTo is not null || Gone is not null;

    private static DocumentAddress Of(VisibleKnowledge live, string id, bool isMarkdown)
    {
        if (live.Current.Find(id) is { } found)
            return found.Id.Value == id ? new(found, null, isMarkdown, null) : new(null, found.Id.Value, isMarkdown, null);
        return live.FindTombstone(id) switch
        {
            { Successor: { IsSame: true } successor } => new(null, successor.DocumentId, isMarkdown, null),
            null when FormerIds.Find(id, live.Current) is { } moved => new(null, moved.Id.Value, isMarkdown, null),
            var deleted => new(null, null, isMarkdown, deleted),
        };
    }

    /// <summary>A redirect that no browser remembers for ever: a file may get its old name back.</summary>
    /// <param name="root">Path in front of the id, with a slash at the end.</param>
    public IResult Redirect(HttpContext http, string root) =>
        TypedResults.LocalRedirect($"{root}{MovedTo}{(IsMarkdown ? Extension : "")}{http.Request.QueryString}");
}
