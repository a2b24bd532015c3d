using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>Addresses of pages, the same everywhere they are given out.</summary>
public static class Urls
{
    public static string Of(Document document, Section? section = null) =>
        $"/docs/{document.Id}{(section is { Anchor.Length: > 0 } ? "#" + Uri.EscapeDataString(section.Anchor) : "")}";
}
