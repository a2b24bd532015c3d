using System.Collections.Concurrent;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Index;

/// <summary>
/// Some documents, indexed: what stands in their passages and in each as a whole. Immutable; what is deleted later is kept beside
/// it.
/// </summary>
/// <param name="FirstPassage">For each document the number of its first passage, and the end of the last.</param>
/// <param name="Terms">What stands in any of them.</param>
/// <param name="Words">Words as they stand in the text, for correcting typing errors and completing beginnings.</param>
internal sealed record Segment(
    Document[] Documents,
    int[] FirstPassage,
    TermList Terms,
    Postings PassagePostings,
    Postings DocumentPostings,
    TermList Words
)
{
    public int[] DocumentOfPassage { get; } = Owners(FirstPassage);

    public Spelling Spelling { get; } = new(Words);

    // Made when a query in such a language is first asked.
    private readonly ConcurrentDictionary<TextLanguage, CompoundWords> compounds = new();

    /// <summary>Of the documents in a language: in others a word may look like one that is written together.</summary>
    public CompoundWords Compounds(TextLanguage language) => compounds.GetOrAdd(language, l => new(Words, l, t => IsIn(l, t)));

    private bool IsIn(TextLanguage language, string term)
    {
        if (Terms.Find(term) is not (>= 0 and var number))
            return false;
        for (var run = DocumentPostings.RunOfTerm[number]; run < DocumentPostings.RunOfTerm[number + 1]; run++)
        for (var i = DocumentPostings.StartOfRun[run]; i < DocumentPostings.StartOfRun[run + 1]; i++)
        {
            var document = (DocumentPostings.BlockOfRun[run] << Postings.BlockBits) + DocumentPostings.Units[i];
            if (TextLanguage.Of(Documents[document].Language) == language)
                return true;
        }
        return false;
    }

    public int PassageCount => FirstPassage[^1];

    public long MemoryBytes =>
        4L * (FirstPassage.Length + DocumentOfPassage.Length)
        + Terms.MemoryBytes
        + PassagePostings.MemoryBytes
        + DocumentPostings.MemoryBytes
        + Words.MemoryBytes
        + Spelling.MemoryBytes;

    private static int[] Owners(int[] firstPassage)
    {
        var owners = new int[firstPassage[^1]];
        for (var document = 0; document + 1 < firstPassage.Length; document++)
            owners.AsSpan(firstPassage[document]..firstPassage[document + 1]).Fill(document);
        return owners;
    }
}
