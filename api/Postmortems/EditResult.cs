using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>The page of the editor as an answer: put together when it is sent, from what became of the request.</summary>
internal sealed record EditResult(HttpContext Http, LivePostmortems Postmortems, VisibleKnowledge Live) : IResult
{
    private AuthoredRevision revision = null!;
    private string text = "";
    private bool asText;
    private string? message;

    public bool IsPreviewed { get; init; }

    public IReadOnlyList<FieldProblem> Problems { get; init; } = [];

    public IReadOnlyList<string> Missing { get; init; } = [];

    public RestOpen Rest { get; init; } = new(null, null);

    public string? Undoable { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <param name="of">The revision that the text was made from.</param>
    /// <param name="written">As it stands in the form, saved or not.</param>
    /// <param name="told">What was done, or why not; null when nothing was.</param>
    public EditResult Page(AuthoredRevision of, string written, bool isText, string? told) =>
        this with
        {
            revision = of,
            text = written,
            asText = isText,
            message = told,
        };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var document = LivePostmortems.Read(revision.Slug, text);
        var patches = Postmortems.PatchesOf(text == revision.Text ? revision : revision with { Text = text });
        var isRunbook = AuthoredSource.IsRunbook(revision.Slug);
        var page = Ui.Page.Of<EditPostmortemPage, EditModel>(
            new(
                revision,
                text,
                document,
                patches,
                asText || !PostmortemText.HasEditableKeys(text),
                IsPreviewed && document is not null ? Live.Preview(document) : null,
                message,
                Status != StatusCodes.Status200OK,
                Missing,
                Actor.Of(Http.Request),
                EditorPickers.Of(Live.Current)
            )
            {
                Lacks = isRunbook && document is not null ? RunbookFindings.Of(document, text, Live.Current) : null,
                Similar = document is null || isRunbook ? [] : Live.Current.Incidents.Like(document),
                Repeated = document is null || isRunbook ? [] : Live.Current.Incidents.RepeatedBy(document),
                Problems = Problems,
                Comments = Postmortems.Comments(revision.Slug),
                Rest = Rest,
                Undoable = Undoable,
            },
            Status
        );
        return page.ExecuteAsync(httpContext);
    }
}
