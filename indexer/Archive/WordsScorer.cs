using System.Numerics;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;

namespace Knowledge.Indexer.Archive;

/// <summary>Where a word stands in a segment, and what it counts there.</summary>
/// <param name="most">It never counts more.</param>
internal sealed class WordPostings(DocsEnum documents, Similarity.SimScorer scorer, float most)
{
    public float Most => most;

    public int Document { get; private set; } = documents.NextDoc();

    public float Score() => scorer.Score(Document, documents.Freq);

    public void Next() => Document = documents.NextDoc();

    public void Advance(int target) => Document = documents.Advance(target);
}

/// <summary>
/// Scores the sections of a segment that hold any of the first words. Words that cannot lift a section among the best any more are
/// looked up in what the others find (MaxScore: Turtle, Flood, "Query evaluation: strategies and optimizations", 1995).
/// </summary>
internal sealed class WordsScorer : BulkScorer
{
    private const int WindowBits = 12;
    private const int WindowSize = 1 << WindowBits;

    private readonly IReadOnlyList<WordPostings> words;
    private readonly float[] mostFrom;
    private readonly float[] scores = new float[WindowSize];
    private readonly ulong[] found = new ulong[WindowSize >> 6];
    private readonly Found current;
    private int needed;

    /// <param name="words">The rarest first.</param>
    /// <param name="needed">How many of them find sections; the others only add to these.</param>
    public WordsScorer(Weight weight, IReadOnlyList<WordPostings> words, int needed)
    {
        (this.words, this.needed, current) = (words, needed, new(weight));
        mostFrom = new float[words.Count + 1];
        for (var i = words.Count - 1; i >= 0; i--)
            mostFrom[i] = mostFrom[i + 1] + words[i].Most;
    }

    public override bool Score(ICollector collector, int max)
    {
        var best = collector as BestSections;
        collector.SetScorer(current);
        while (true)
        {
            var least = best?.Least ?? float.NegativeInfinity;
            if (mostFrom[0] <= least)
                return false;
            while (needed > 1 && mostFrom[needed - 1] <= least)
                needed--;
            var first = int.MaxValue;
            for (var i = 0; i < needed; i++)
                first = Math.Min(first, words[i].Document);
            if (first >= max)
                return first != DocIdSetIterator.NO_MORE_DOCS;
            var end = (int)Math.Min((long)first + WindowSize, max);
            for (var i = 0; i < needed; i++)
                Add(words[i], first, end);
            Collect(collector, best, first);
        }
    }

    private void Add(WordPostings word, int first, int end)
    {
        for (; word.Document < end; word.Next())
        {
            var at = word.Document - first;
            scores[at] += word.Score();
            found[at >> 6] |= 1ul << (at & 63);
        }
    }

    private void Collect(ICollector collector, BestSections? best, int first)
    {
        for (var i = 0; i < found.Length; i++)
        {
            for (var left = found[i]; left != 0; left &= left - 1)
            {
                var at = (i << 6) + BitOperations.TrailingZeroCount(left);
                var score = scores[at];
                scores[at] = 0;
                if (!Complete(first + at, best?.Least ?? float.NegativeInfinity, ref score))
                    continue;
                current.Set(first + at, score);
                collector.Collect(first + at);
            }
            found[i] = 0;
        }
    }

    // Adds what the other words count there; false as soon as they cannot lift it among the best.
    private bool Complete(int document, float least, ref float score)
    {
        for (var i = needed; i < words.Count; i++)
        {
            if (score + mostFrom[i] <= least)
                return false;
            if (words[i].Document < document)
                words[i].Advance(document);
            if (words[i].Document == document)
                score += words[i].Score();
        }
        return score > least;
    }

    /// <summary>What is collected asks for its score.</summary>
    private sealed class Found(Weight weight) : Scorer(weight)
    {
        private int document;
        private float score;

        public void Set(int document, float score) => (this.document, this.score) = (document, score);

        public override int DocID => document;
        public override int Freq => 1;

        public override float GetScore() => score;

        public override int NextDoc() => throw new NotSupportedException();

        public override int Advance(int target) => throw new NotSupportedException();

        public override long GetCost() => 1;
    }
}
