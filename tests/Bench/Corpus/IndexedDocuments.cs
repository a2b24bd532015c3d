using Knowledge.Content.Documents;
using Document = Knowledge.Content.Documents.Document;

namespace Knowledge.Bench.Corpus;

/// <summary>Sections as our own index takes them.</summary>
internal static class IndexedDocuments
{
    /// <summary>
    /// As a reader of files would give them, without the way through Markdown: the others get plain text too. The anchor is the
    /// section's number.
    /// </summary>
    public static Document[] Of(IEnumerable<Section> sections) =>
        [
            .. sections
                .GroupBy(s => s.DocumentId)
                .Select(document => new Document
                {
                    Id = new(document.Key),
                    Kind = DocumentKind.Article,
                    Source = "content",
                    Path = document.Key + ".md",
                    Title = document.First().Title,
                    Markdown = "",
                    Sections =
                    [
                        .. document.Select(
                            (s, i) =>
                                new Content.Documents.Section(
                                    [s.Title, s.Heading],
                                    SectionKind.Other,
                                    s.Id[(s.DocumentId.Length + 1)..],
                                    i,
                                    s.Text,
                                    []
                                )
                        ),
                    ],
                }),
        ];
}
