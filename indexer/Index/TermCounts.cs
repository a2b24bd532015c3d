namespace Knowledge.Indexer.Index;

/// <summary>
/// How often the terms of a segment stand in those of its documents that somebody may see: what stands in no other is unknown to them,
/// and a word is as specific as those make it.
/// </summary>
/// <param name="Documents">How many these are.</param>
/// <param name="Passages">How many passages they have.</param>
/// <param name="InDocuments">For each term the documents that hold it.</param>
/// <param name="InPassages">The same of passages.</param>
/// <param name="Hidden">The others.</param>
internal sealed record TermCounts(int Documents, int Passages, int[] InDocuments, int[] InPassages, Bitmap Hidden)
{
    public bool IsWithout(Bitmap hidden) => Hidden.Words.AsSpan().SequenceEqual(hidden.Words);

    public static TermCounts Without(Segment segment, Bitmap hidden)
    {
        var passages = 0;
        for (var d = 0; d < segment.Documents.Length; d++)
            if (!hidden[d])
                passages += segment.FirstPassage[d + 1] - segment.FirstPassage[d];
        var documents = segment.Documents.Length - hidden.Count;
        return new(
            documents,
            passages,
            Count(segment.DocumentPostings, segment.Terms.Count, null, hidden),
            Count(segment.PassagePostings, segment.Terms.Count, segment.DocumentOfPassage, hidden),
            hidden
        );
    }

    /// <param name="documentOf">Null where a unit is a document.</param>
    private static int[] Count(Postings postings, int terms, int[]? documentOf, Bitmap hidden)
    {
        var counts = new int[terms];
        for (var term = 0; term < terms; term++)
        {
            var count = 0;
            for (var run = postings.RunOfTerm[term]; run < postings.RunOfTerm[term + 1]; run++)
            {
                var first = postings.BlockOfRun[run] << Postings.BlockBits;
                foreach (var unit in postings.Units.AsSpan(postings.StartOfRun[run]..postings.StartOfRun[run + 1]))
                    if (!hidden[documentOf is null ? first + unit : documentOf[first + unit]])
                        count++;
            }
            counts[term] = count;
        }
        return counts;
    }
}
