using Knowledge.Content.Documents;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Tools;

namespace Knowledge.Api.Documents;

/// <summary>The Markdown of a document, with what its page shows in the front matter.</summary>
internal static class DocumentMarkdown
{
    public const string ContentType = "text/markdown; charset=utf-8";

    public static IResult Of(Document document, DocumentView view) => TypedResults.Text(PageText.Markdown(document, view), ContentType);
}
