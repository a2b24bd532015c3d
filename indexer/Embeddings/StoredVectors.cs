using Knowledge.Indexer.Index;
using MemoryPack;

namespace Knowledge.Indexer.Embeddings;

/// <summary>Vectors by a table as they are kept in a file next to the index: making them again would need every text.</summary>
/// <param name="Table">Checksum of the table.</param>
/// <param name="Numbers">Of each segment.</param>
[MemoryPackable]
internal sealed partial record StoredVectors(ulong Table, int Dimensions, sbyte[][] Numbers, float[][] Scales)
{
    /// <summary>The vectors of an index that was restored; null when they are not its own.</summary>
    public PassageVectors? Restore(StoredIndex stored, LexicalIndex index)
    {
        // An index that did not fit was built anew, in another numbering; one that did has the very arrays that were read.
        var fits =
            Numbers.Length == index.Segments.Count
            && Scales.Length == Numbers.Length
            && stored.Segments.Length == Numbers.Length
            && index.Segments.Zip(stored.Segments).All(s => ReferenceEquals(s.First.Segment.FirstPassage, s.Second.FirstPassage));
        return fits ? PassageVectors.Restored(index, this) : null;
    }
}
