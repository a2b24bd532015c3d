using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>Addresses of pages, the same everywhere they are given out.</summary>
public static class Urls
{
    /// <param name="anchor">Fragment, unescaped; empty for the page as a whole.</param>
    public static string Of(Document document, string anchor = "") => Of(document.Id.Value, anchor);

    // Ids are made of characters that need no escaping in a path.
    public static string Of(string documentId, string anchor = "") =>
        $"/docs/{documentId}{(anchor.Length > 0 ? "#" + Uri.EscapeDataString(anchor) : "")}";
}
