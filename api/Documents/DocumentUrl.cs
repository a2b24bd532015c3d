using Knowledge.Content.Documents;

namespace Knowledge.Api.Documents;

/// <summary>Where documents are: ids are made of characters that need no escaping in a path.</summary>
internal static class DocumentUrl
{
    public static string Of(Document document, string anchor = "") => Of(document.Id.Value, anchor);

    public static string Of(string documentId, string anchor = "") =>
        anchor.Length == 0 ? $"/docs/{documentId}" : $"/docs/{documentId}#{Uri.EscapeDataString(anchor)}";
}
