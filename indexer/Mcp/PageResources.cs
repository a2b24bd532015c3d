using Knowledge.Content.Documents;
using Knowledge.Indexer.Tools;
using ModelContextProtocol.Protocol;

namespace Knowledge.Indexer.Mcp;

/// <summary>Every page as a resource <c>kb://docs/ID</c>; a long one in parts, each naming the address of the next.</summary>
internal sealed class PageResources(IServedKnowledge served)
{
    private const string Root = "kb://docs/";
    private const string Template = Root + "{+id}";
    private const string MimeType = "text/markdown";
    private const string CursorParameter = "?cursor=";
    private const int PageSize = 40;
    private const int MaxUriCharacters = 1_000;

    /// <summary>Pages by id; the cursor is the last id of the list before, so that pages may come and go meanwhile.</summary>
    /// <exception cref="ToolException">The cursor is none.</exception>
    public ListResourcesResult List(ListResourcesRequestParams? request)
    {
        var after = request?.Cursor;
        if (after?.Length > DocumentId.MaxLength)
            throw new ToolException("The cursor is none that a list gave; list without a cursor.");
        var shown = served
            .Current.Documents.Where(d => after is null || string.CompareOrdinal(d.Id.Value, after) > 0)
            .Take(PageSize + 1)
            .ToList();
        return new()
        {
            Resources = [.. shown.Take(PageSize).Select(ResourceOf)],
            NextCursor = shown.Count > PageSize ? shown[PageSize - 1].Id.Value : null,
        };
    }

    public static ListResourceTemplatesResult Templates() =>
        new()
        {
            ResourceTemplates =
            [
                new ResourceTemplate
                {
                    UriTemplate = Template,
                    Name = "page",
                    Title = "A page of the knowledge base",
                    Description = "A runbook, postmortem, alert rule or article by its id, quoted, with owner, last change and findings.",
                    MimeType = MimeType,
                },
            ],
        };

    /// <exception cref="ToolException">There is no such page.</exception>
    public ReadResourceResult Read(ReadResourceRequestParams? request)
    {
        var uri = request?.Uri ?? "";
        if (uri.Length > MaxUriCharacters || !uri.StartsWith(Root, StringComparison.Ordinal))
            throw new ToolException($"Resources have addresses {Root}ID; search gives ids.");
        var (id, cursor) = uri[Root.Length..].Split(CursorParameter, 2) is [var before, var given]
            ? (before, given)
            : (uri[Root.Length..], null);
        var document = ShowTool.Find(served, Uri.UnescapeDataString(id));
        var text = AnswerPage.Of(
            PageText.Quoted(document, served.View(document)),
            cursor,
            next => $"read {Root}{document.Id.Value}{CursorParameter}{next}"
        );
        return new()
        {
            Contents =
            [
                new TextResourceContents
                {
                    Uri = uri,
                    MimeType = MimeType,
                    Text = text,
                },
            ],
        };
    }

    private static Resource ResourceOf(Document document) =>
        new()
        {
            Uri = Root + document.Id.Value,
            Name = document.Id.Value,
            Title = QuotedContent.Line(document.Title, 120),
            Description = document.Kind.ToString().ToLowerInvariant(),
            MimeType = MimeType,
        };
}
