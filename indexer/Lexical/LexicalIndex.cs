using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Lexical;

/// <summary>The searchable whole: one index over passages, one over documents, and the words to mend typing errors with. Immutable.</summary>
internal sealed class LexicalIndex
{
    private LexicalIndex(IReadOnlyList<IndexedDocument> documents)
    {
        Documents = documents;
        var vocabulary = new Vocabulary();
        var passages = new List<(int Document, IndexedDocument.Passage Passage)>();
        var passageCounts = new List<(TermCounts, int[])>();
        var wholeCounts = new List<(TermCounts, int[])>(documents.Count);
        for (var d = 0; d < documents.Count; d++)
        {
            var numbers = vocabulary.NumbersOf(documents[d].Vocabulary);
            wholeCounts.Add((documents[d].Whole, numbers));
            foreach (var passage in documents[d].Passages)
            {
                passages.Add((d, passage));
                passageCounts.Add((passage.Counts, numbers));
            }
        }
        Passages = passages;
        Sections = InvertedIndex.Build(vocabulary, passageCounts);
        Wholes = InvertedIndex.Build(vocabulary, wholeCounts);
    }

    public IReadOnlyList<IndexedDocument> Documents { get; }
    public IReadOnlyList<(int Document, IndexedDocument.Passage Passage)> Passages { get; }

    /// <summary>Over passages; ordinals are those of <see cref="Passages"/>.</summary>
    public InvertedIndex Sections { get; }

    /// <summary>Over documents; ordinals are those of <see cref="Documents"/>.</summary>
    public InvertedIndex Wholes { get; }

    /// <summary>Words by length, for mending typing errors; made when first needed.</summary>
    public Spelling Spelling => spelling ??= new(Documents.SelectMany(d => d.Surfaces).Concat(Thesaurus.BuiltIn.Words));

    private Spelling? spelling;

    public static LexicalIndex Build(IReadOnlyList<IndexedDocument> documents) => new(documents);

    public Document DocumentAt(int ordinal) => Documents[ordinal].Document;
}
