using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>A word of a query as the search took it.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="Also">What counts for it too: corrections and synonyms that stand on some page, the nearest first.</param>
/// <param name="Pages">Pages that hold the word itself.</param>
public sealed record UnderstoodWord(string Text, IReadOnlyList<string> Also, int Pages)
{
    private const int MaxAlso = 4;
    private const string Leads = " → ";

    /// <returns>In the order of the query.</returns>
    internal static IReadOnlyList<UnderstoodWord> Of(string query, IReadOnlyList<Concept> concepts, LexicalIndex index) =>
        [
            .. concepts
                .OrderBy(c => (uint)query.IndexOf(c.Text, StringComparison.OrdinalIgnoreCase))
                .Select(c => new UnderstoodWord(c.Text, Others(c, index), PagesWith(c, index))),
        ];

    private static IReadOnlyList<string> Others(Concept concept, LexicalIndex index) =>
        [
            .. concept
                .Alternatives.Where(a => a.Terms.Count > 0 && a.Terms.All(index.Contains))
                .OrderByDescending(a => a.Likeness)
                .Select(a => a.Why.IndexOf(Leads, StringComparison.Ordinal) is >= 0 and var at ? a.Why[(at + Leads.Length)..] : null)
                .OfType<string>()
                .Where(text => !string.Equals(text, concept.Text, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(MaxAlso),
        ];

    // Of a name the name; of a word its stem. What leads elsewhere is another word.
    private static int PagesWith(Concept concept, LexicalIndex index) =>
        concept
            .Alternatives.Where(a => a.Terms.Count == 1 && !a.Why.Contains(Leads, StringComparison.Ordinal))
            .Select(a => index.DocumentsWith(a.Terms[0]))
            .DefaultIfEmpty(0)
            .Max();
}
