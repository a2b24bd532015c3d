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
/// <param name="Prints">The order of the words, for those in quotes.</param>
internal sealed record Segment(
    Document[] Documents,
    int[] FirstPassage,
    TermList Terms,
    Postings PassagePostings,
    Postings DocumentPostings,
    TermList Words,
    WordPrints Prints
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

    // Made when words in quotes are first asked for.
    private readonly Lazy<(int[] Ends, int[] Terms)> byPrint = new(() => TermsByPrint(Terms));

    public int PassageCount => FirstPassage[^1];

    /// <summary>Numbers of the terms that have a print; mostly one, or two.</summary>
    public ReadOnlySpan<int> TermsWithPrint(ushort print) =>
        byPrint.Value.Terms.AsSpan((print == 0 ? 0 : byPrint.Value.Ends[print - 1])..byPrint.Value.Ends[print]);

    private static (int[], int[]) TermsByPrint(TermList terms)
    {
        // A counting sort: how many of each print, where each begins, then each to its place, by which it is known where each ends.
        var prints = new ushort[terms.Count];
        var next = new int[ushort.MaxValue + 1];
        for (var term = 0; term < prints.Length; term++)
            next[prints[term] = WordPrints.Of(terms[term])]++;
        for (var (print, start) = (0, 0); print < next.Length; print++)
            (next[print], start) = (start, start + next[print]);
        var sorted = new int[terms.Count];
        for (var term = 0; term < prints.Length; term++)
            sorted[next[prints[term]]++] = term;
        return (next, sorted);
    }

    /// <summary>The words of a title, and of the document's other names.</summary>
    public ReadOnlySpan<ushort> TitlePrints(int document) => Prints.In(TitleUnit(document));

    /// <summary>The words of a passage, and the first of what follows it, where another text begins with a separator.</summary>
    /// <param name="document">That it belongs to.</param>
    /// <param name="further">How many words of the passages behind it in its document.</param>
    public ReadOnlySpan<ushort> PassagePrints(int passage, int document, int further)
    {
        var starts = Prints.Starts;
        var unit = PassageUnit(passage, document);
        var (start, end) = (starts[unit], starts[unit + 1]);
        end += Math.Min(further, starts[TitleUnit(document + 1)] - end);
        return Prints.Prints.AsSpan(start, end - start);
    }

    // Made when words in quotes are first asked for. Most sections are one passage: there are few.
    private readonly Lazy<(int Words, int Passage)[]> between = new(() => PassagesBetween(FirstPassage, Prints));

    /// <summary>Passages of a text that goes on before and behind them, if they have few words: the last first.</summary>
    /// <param name="words">At most.</param>
    public int[] ShortPassages(int words) => [.. between.Value.TakeWhile(p => p.Words <= words).Select(p => p.Passage).OrderDescending()];

    private static (int, int)[] PassagesBetween(int[] firstPassage, WordPrints prints)
    {
        var between = new List<(int, int)>();
        for (var document = 0; document + 1 < firstPassage.Length; document++)
        for (var passage = firstPassage[document] + 1; passage + 1 < firstPassage[document + 1]; passage++)
            if (prints.GoesOn(PassageUnit(passage, document)) && prints.GoesOn(PassageUnit(passage, document) + 1))
                between.Add((prints.In(PassageUnit(passage, document)).Length, passage));
        between.Sort();
        return [.. between];
    }

    private static int PassageUnit(int passage, int document) => passage + document + 1;

    /// <summary>Number of a title among titles and passages.</summary>
    internal int TitleUnit(int document) => FirstPassage[document] + document;

    public long MemoryBytes =>
        4L * (FirstPassage.Length + DocumentOfPassage.Length)
        + Terms.MemoryBytes
        + PassagePostings.MemoryBytes
        + DocumentPostings.MemoryBytes
        + Words.MemoryBytes
        + Prints.MemoryBytes
        + Spelling.MemoryBytes;

    private static int[] Owners(int[] firstPassage)
    {
        var owners = new int[firstPassage[^1]];
        for (var document = 0; document + 1 < firstPassage.Length; document++)
            owners.AsSpan(firstPassage[document]..firstPassage[document + 1]).Fill(document);
        return owners;
    }
}
