namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>Which rows of a table a text is made of: each word is cut into the longest entries that there are.</summary>
/// <remarks>
/// As word pieces are, after Wu et al., "Google's Neural Machine Translation System", 2016; only that frequent whole words are
/// entries too, and that what has no entry is passed by.
/// </remarks>
internal sealed class TableVocabulary
{
    /// <summary>Stands before an entry that continues a word.</summary>
    public const string Continuation = "##";

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> beginnings;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuations;
    private readonly int longest;

    /// <param name="entries">In the order of the rows, none twice.</param>
    public TableVocabulary(IReadOnlyList<string> entries)
    {
        var (first, later) = (
            new Dictionary<string, int>(entries.Count, StringComparer.Ordinal),
            new Dictionary<string, int>(StringComparer.Ordinal)
        );
        for (var row = 0; row < entries.Count; row++)
            if (entries[row].StartsWith(Continuation, StringComparison.Ordinal))
                later.Add(entries[row][Continuation.Length..], row);
            else
                first.Add(entries[row], row);
        (beginnings, continuations) = (first.GetAlternateLookup<ReadOnlySpan<char>>(), later.GetAlternateLookup<ReadOnlySpan<char>>());
        longest = entries.Select(e => e.Length).DefaultIfEmpty().Max();
        Entries = entries;
    }

    public IReadOnlyList<string> Entries { get; }

    /// <summary>Whether a word is an entry as a whole.</summary>
    /// <param name="word">In lower case.</param>
    public bool HasWord(string word) => beginnings.ContainsKey(word);

    /// <summary>Adds the rows of a text to <paramref name="rows"/>, as often as they occur.</summary>
    public void AddRows(ReadOnlySpan<char> text, List<int> rows)
    {
        var words = new WordEnumerator(text, stackalloc char[WordEnumerator.MaxWordCharacters]);
        while (words.MoveNext())
        {
            var word = words.Current;
            if (word.Length <= longest && beginnings.TryGetValue(word, out var row))
            {
                rows.Add(row);
                continue;
            }
            var start = 0;
            for (var end = 1; end <= word.Length; end++)
            {
                if (end < word.Length && (words.Parts >> end & 1) == 0)
                    continue;
                AddPieces(word[start..end], rows);
                start = end;
            }
        }
    }

    private void AddPieces(ReadOnlySpan<char> part, List<int> rows)
    {
        var at = 0;
        while (at < part.Length)
        {
            var lookup = at == 0 ? beginnings : continuations;
            var size = Math.Min(part.Length - at, longest);
            int row;
            while (!lookup.TryGetValue(part.Slice(at, size), out row) && size > 1)
                size--;
            if (size > 1 || lookup.ContainsKey(part.Slice(at, 1)))
                rows.Add(row);
            at += size;
        }
    }
}
