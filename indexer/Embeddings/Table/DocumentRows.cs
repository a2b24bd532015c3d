using System.Runtime.CompilerServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>A page as entries of the built-in table, in the order of its text.</summary>
/// <param name="Titles">Of its titles.</param>
/// <param name="Phrases">Of what people who have the problem say, by its author: symptoms, and what was searched.</param>
/// <param name="Text">Of its headings and text, up to <see cref="MaxText"/>.</param>
internal sealed record DocumentRows(ushort[] Titles, IReadOnlyList<ushort[]> Phrases, ushort[] Text)
{
    /// <summary>A page of some 3,000 words.</summary>
    public const int MaxText = 4_000;

    private const int MaxShort = 64;
    private const int MaxPhrases = 40;

    // Made when a page is first among the best of a query; kept as long as the page is.
    private static readonly ConditionalWeakTable<Document, DocumentRows> Known = [];

    public static DocumentRows Of(Document document) => Known.GetValue(document, Read);

    private static DocumentRows Read(Document document)
    {
        var vocabulary = BuiltInTable.Value.Vocabulary;
        var titles = RowsOf(Passages.Titles(document));
        var phrases = document.Symptoms.Concat(document.FrontMatter.Searched).Take(MaxPhrases).Select(RowsOf).ToList();
        var rows = new List<int>();
        var headings = "";
        foreach (var passage in Passages.Of(document))
        {
            if (rows.Count >= MaxText)
                break;
            if (passage.HeadingPath != headings)
                vocabulary.AddRows(headings = passage.HeadingPath, rows);
            vocabulary.AddRows(passage.Text, rows);
        }
        return new(titles, phrases, Cut(rows, MaxText));
    }

    private static ushort[] RowsOf(string text)
    {
        var rows = new List<int>();
        BuiltInTable.Value.Vocabulary.AddRows(text, rows);
        return Cut(rows, MaxShort);
    }

    private static ushort[] Cut(List<int> rows, int most) => [.. rows.Take(most).Select(row => checked((ushort)row))];
}
