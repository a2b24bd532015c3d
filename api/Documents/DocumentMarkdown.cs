using Knowledge.Indexer.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

/// <summary>The Markdown twin of a document, at its address with <c>.md</c>.</summary>
internal static class DocumentMarkdown
{
    private const string Extension = ".md";

    public static ContentHttpResult? Of(LiveKnowledge live, string id) =>
        id.EndsWith(Extension, StringComparison.Ordinal) && live.Current.Find(id[..^Extension.Length]) is { } document
            ? TypedResults.Text(document.Markdown, "text/markdown; charset=utf-8")
            : null;
}
