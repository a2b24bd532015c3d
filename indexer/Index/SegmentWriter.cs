using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Text;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Index;

/// <summary>Makes segments: from documents, or from other segments.</summary>
internal static class SegmentWriter
{
    /// <summary>Documents that one thread indexes at a time; their segments are then merged.</summary>
    private const int DocumentsPerPart = 1024;

    /// <summary>Indexes documents, on as many threads as there are processors or as are allowed.</summary>
    /// <param name="averages">Terms per field of a passage, and of a whole document.</param>
    public static Segment Write(IReadOnlyList<Document> documents, FieldAverages averages, int threads = -1)
    {
        if (documents.Count <= DocumentsPerPart)
            return WritePart([.. documents], averages);
        Document[][] parts = [.. documents.Chunk(DocumentsPerPart)];
        var segments = new LiveSegment[parts.Length];
        Processors.For(parts.Length, i => segments[i] = new(WritePart(parts[i], averages), Bitmap.Empty), threads);
        return Merge(segments);
    }

    private static Segment WritePart(Document[] documents, FieldAverages averages)
    {
        var counter = new TermCounter();
        var passages = new PostingsBuffer();
        var documentPostings = new PostingsBuffer();
        var prints = new WordPrintsWriter();
        var firstPassage = new int[documents.Length + 1];
        for (var d = 0; d < documents.Length; d++)
        {
            counter.Count(
                documents[d],
                counts => passages.Add(counts, averages.Passage),
                counts => documentPostings.Add(counts, averages.Document),
                prints
            );
            firstPassage[d + 1] = passages.Units;
        }
        var order = new int[counter.Terms.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = counter.Terms.ToArray();
        Array.Sort(sorted, order, StringComparer.Ordinal);
        var words = counter
            .Words.Where(w => w.Length >= Spelling.MinLetters - 1 && w.All(char.IsLetter))
            .Order(StringComparer.Ordinal)
            .ToList();
        return new(
            documents,
            firstPassage,
            TermList.Of(sorted),
            passages.Sorted(order),
            documentPostings.Sorted(order),
            TermList.Of(words),
            prints.Take()
        );
    }

    /// <summary>One segment of several, in their order and without what is deleted.</summary>
    public static Segment Merge(IReadOnlyList<LiveSegment> parts)
    {
        var documents = new List<Document>();
        var firstPassage = new List<int> { 0 };
        var newDocuments = new int[parts.Count][];
        var newPassages = new int[parts.Count][];
        var prints = new WordPrintsWriter();
        for (var p = 0; p < parts.Count; p++)
        {
            var (segment, deleted) = parts[p];
            newDocuments[p] = new int[segment.Documents.Length];
            newPassages[p] = new int[segment.PassageCount];
            for (var d = 0; d < segment.Documents.Length; d++)
            {
                var gone = deleted[d];
                newDocuments[p][d] = gone ? -1 : documents.Count;
                for (var passage = segment.FirstPassage[d]; passage < segment.FirstPassage[d + 1]; passage++)
                    newPassages[p][passage] = gone ? -1 : firstPassage[^1] + passage - segment.FirstPassage[d];
                if (gone)
                    continue;
                documents.Add(segment.Documents[d]);
                prints.Copy(segment, d);
                firstPassage.Add(firstPassage[^1] + segment.FirstPassage[d + 1] - segment.FirstPassage[d]);
            }
        }
        var terms = MergedTerms.Of([.. parts.Select(p => p.Segment.Terms)]);
        var postings = new Postings[2];
        Processors.For(
            postings.Length,
            i =>
                postings[i] =
                    i == 0
                        ? Merge(terms, [.. parts.Select(p => p.Segment.PassagePostings)], newPassages, firstPassage[^1])
                        : Merge(terms, [.. parts.Select(p => p.Segment.DocumentPostings)], newDocuments, documents.Count)
        );
        // A term that only deleted documents held stays until its segment is written anew: it costs bytes, and no search finds it.
        return new(
            [.. documents],
            [.. firstPassage],
            terms.Terms,
            postings[0],
            postings[1],
            MergedTerms.Of([.. parts.Select(p => p.Segment.Words)]).Terms,
            prints.Take()
        );
    }

    private static Postings Merge(MergedTerms terms, Postings[] parts, int[][] newUnits, int count)
    {
        var writer = new PostingsWriter(terms.Terms.Count, checked(parts.Sum(p => p.Units.Length)));
        for (var t = 0; t < terms.Terms.Count; t++)
        {
            writer.BeginTerm();
            foreach (var (part, term) in terms.Of(t))
            {
                var postings = parts[part];
                for (var run = postings.RunOfTerm[term]; run < postings.RunOfTerm[term + 1]; run++)
                {
                    var first = postings.BlockOfRun[run] << Postings.BlockBits;
                    for (var i = postings.StartOfRun[run]; i < postings.StartOfRun[run + 1]; i++)
                        if (newUnits[part][first + postings.Units[i]] is >= 0 and var unit)
                            writer.Add(unit, postings.Impacts[i]);
                }
            }
        }
        return writer.Take(count);
    }

    /// <summary>Postings in the order of units, before they are sorted by term.</summary>
    private sealed class PostingsBuffer
    {
        private readonly List<int> terms = [];
        private readonly List<byte> impacts = [];
        private readonly List<int> ends = [];

        public int Units => ends.Count;

        public void Add(TermCounter.Counts counts, float[] averages)
        {
            foreach (var term in counts.Terms)
            {
                terms.Add(term);
                impacts.Add(Bm25F.Quantised(Bm25F.Impact(counts.Of(term), counts.Lengths, averages)));
            }
            ends.Add(terms.Count);
        }

        /// <param name="order">Numbers of the terms in the order of the sorted ones.</param>
        public Postings Sorted(int[] order)
        {
            // A counting sort: how many of each term, where each begins, then each to its place.
            var next = new int[order.Length + 1];
            foreach (var term in terms)
                next[term + 1]++;
            for (var i = 1; i < next.Length; i++)
                next[i] += next[i - 1];
            var starts = next[..];
            var units = new int[terms.Count];
            var sorted = new byte[terms.Count];
            for (var (unit, i) = (0, 0); unit < ends.Count; unit++)
            for (; i < ends[unit]; i++)
            {
                var at = next[terms[i]]++;
                units[at] = unit;
                sorted[at] = impacts[i];
            }
            var writer = new PostingsWriter(order.Length, terms.Count);
            foreach (var term in order)
            {
                writer.BeginTerm();
                for (var i = starts[term]; i < starts[term + 1]; i++)
                    writer.Add(units[i], sorted[i]);
            }
            return writer.Take(ends.Count);
        }
    }

    /// <summary>The terms of several lists, each once, and which list has it under which number.</summary>
    private sealed class MergedTerms
    {
        private readonly List<int> starts = [0];
        private readonly List<(int Part, int Term)> places = [];

        public TermList Terms { get; private set; } = TermList.Empty;

        public ReadOnlySpan<(int Part, int Term)> Of(int term) => CollectionsMarshal.AsSpan(places)[starts[term]..starts[term + 1]];

        public static MergedTerms Of(TermList[] lists)
        {
            var merged = new MergedTerms();
            var bytes = new List<byte>(lists.Sum(l => l.Bytes.Length) / Math.Max(1, lists.Length));
            var ends = new List<int> { 0 };
            var at = new int[lists.Length];
            var queue = new PriorityQueue<int, int>(
                Comparer<int>.Create((a, b) => lists[a][at[a]].SequenceCompareTo(lists[b][at[b]]) is not 0 and var order ? order : a - b)
            );
            for (var l = 0; l < lists.Length; l++)
                if (lists[l].Count > 0)
                    queue.Enqueue(l, l);
            while (queue.TryDequeue(out var list, out _))
            {
                var term = lists[list][at[list]];
                if (ends.Count == 1 || !CollectionsMarshal.AsSpan(bytes)[ends[^2]..].SequenceEqual(term))
                {
                    if (ends.Count > 1)
                        merged.starts.Add(merged.places.Count);
                    bytes.AddRange(term);
                    ends.Add(bytes.Count);
                }
                merged.places.Add((list, at[list]));
                if (++at[list] < lists[list].Count)
                    queue.Enqueue(list, list);
            }
            if (ends.Count > 1)
                merged.starts.Add(merged.places.Count);
            merged.Terms = new([.. bytes], [.. ends]);
            return merged;
        }
    }
}
