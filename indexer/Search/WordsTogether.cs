using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Search;

/// <summary>
/// How much of what was asked a page says in one place: in the words of the query, or in words that are used as these are.
/// </summary>
/// <remarks>
/// Words alone do not see that "load" and "import" are said of the same; a vector of a whole passage does not see whether each thing
/// that was asked is said. For each entry of the table that the query is made of the nearest one within some thirty is looked for;
/// their mean is what a place says, each by how long its row is and by how few of the pages that are compared say it.
/// </remarks>
internal sealed class WordsTogether
{
    /// <summary>So many of the best pages are read.</summary>
    public const int Read = 30;

    // Half of a place, which is some two sentences long; they overlap.
    private const int Block = 15;

    // What stands in the title is said of every place, and a little louder, as is what people say who have the problem.
    private const float TextShare = 0.85f;

    // Entries of the table that a query is compared by.
    private const int MaxAsked = 32;

    private static readonly Lazy<RelatedWords> Related = new(() => new(BuiltInTable.Value));

    // How much each entry that is asked for counts.
    private readonly float[] lengths;

    // By entry of the table: 0 of one that is related to nothing asked for, else one more than its place in the list.
    private readonly ushort[] listed;
    private readonly List<float[]> likenesses;

    private WordsTogether(float[] lengths, ushort[] listed, List<float[]> likenesses) =>
        (this.lengths, this.listed, this.likenesses) = (lengths, listed, likenesses);

    /// <summary>The best pages by score with what this adds, then the others as they came.</summary>
    public static Scoring.Ranking AddTo(CompiledQuery query, Scoring.Ranking ranking, double weight, int limit)
    {
        var read = ranking.Documents.Take(Read).ToList();
        if (weight == 0 || Of(query.Concepts) is not { } asked)
            return ranking with { Documents = [.. ranking.Documents.Take(limit)] };
        var said = asked.In([.. read.Select(s => query.Index.DocumentAt(s.Segment, s.Document))]);
        var blends = new Dictionary<(int, int), Scoring.Blend>(ranking.Blends!);
        for (var i = 0; i < read.Count; i++)
        {
            var key = (read[i].Segment, read[i].Document);
            blends[key] = blends[key] with { Together = said[i] };
            read[i] = read[i] with { Score = read[i].Score + weight * said[i] };
        }
        var raised = read.OrderByDescending(s => s.Score).ThenBy(s => Scoring.IdOf(query, s), StringComparer.Ordinal);
        return ranking with
        {
            Documents = [.. raised.Concat(ranking.Documents.Skip(Read)).Take(limit)],
            Blends = blends,
            TogetherWeight = weight,
        };
    }

    /// <returns>Null where the table knows nothing of what is asked for.</returns>
    public static WordsTogether? Of(IEnumerable<Concept> concepts)
    {
        var table = BuiltInTable.Value;
        var rows = new List<int>();
        foreach (var concept in concepts)
            table.Vocabulary.AddRows(concept.Text, rows);
        var asked = rows.Distinct().Take(MaxAsked).ToList();
        if (asked.Count == 0)
            return null;
        var listed = new ushort[table.Vocabulary.Entries.Count];
        var likenesses = new List<float[]>();
        for (var i = 0; i < asked.Count; i++)
            foreach (var (row, cosine) in Related.Value.Of(asked[i]))
            {
                if (listed[row] == 0)
                {
                    likenesses.Add(new float[asked.Count]);
                    listed[row] = (ushort)likenesses.Count;
                }
                likenesses[listed[row] - 1][i] = Likeness((float)cosine);
            }
        return new([.. asked.Select(table.LengthOf)], listed, likenesses);
    }

    /// <summary>For each page 0 to 1: what the place of it says that says the most.</summary>
    public float[] In(IReadOnlyList<Document> pages)
    {
        var places = pages.Select(PlacesOf).ToList();
        var weights = new float[lengths.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = lengths[i] * MathF.Log((pages.Count + 1) / (places.Sum(of => Most(of, i)) + 0.5f));
        var all = weights.Sum();
        // What says all is told apart from other such pages by no error of rounding.
        return [.. places.Select(of => all <= 0 ? 0 : Math.Min(1, Most(of, weights) / all))];
    }

    private static float Likeness(float cosine) => cosine * MathF.Sqrt(cosine);

    private static int BlocksIn(DocumentRows rows) => (rows.Text.Length + Block - 1) / Block;

    private static int PlacesIn(DocumentRows rows) => Math.Max(1, rows.Phrases.Count + BlocksIn(rows));

    /// <summary>What each place of a page says of each entry that is asked for, place after place.</summary>
    private float[] PlacesOf(Document page)
    {
        var rows = DocumentRows.Of(page);
        var said = new float[PlacesIn(rows) * lengths.Length];
        FillPlaces(said, rows);
        return said;
    }

    private void FillPlaces(Span<float> places, DocumentRows rows)
    {
        var count = lengths.Length;
        Span<float> title = stackalloc float[count];
        title.Clear();
        Raise(title, rows.Titles, 1);
        var phrases = rows.Phrases.Count;
        for (var p = 0; p < phrases; p++)
            Raise(places.Slice(p * count, count), rows.Phrases[p], 1);
        for (var b = 0; b < BlocksIn(rows); b++)
            Raise(
                places.Slice((phrases + b) * count, count),
                rows.Text.AsSpan(b * Block, Math.Min(Block, rows.Text.Length - b * Block)),
                TextShare
            );
        // From behind, so that each block is joined with the one before it as that was alone.
        for (var at = PlacesIn(rows) - 1; at >= 0; at--)
        {
            var place = places.Slice(at * count, count);
            Join(place, title);
            if (at > phrases)
                Join(place, places.Slice((at - 1) * count, count));
        }
    }

    private void Raise(Span<float> said, ReadOnlySpan<ushort> rows, float share)
    {
        foreach (var row in rows)
            if (listed[row] is > 0 and var place)
            {
                var likeness = likenesses[place - 1];
                for (var i = 0; i < said.Length; i++)
                    said[i] = Math.Max(said[i], likeness[i] * share);
            }
    }

    private static void Join(Span<float> said, ReadOnlySpan<float> other)
    {
        for (var i = 0; i < said.Length; i++)
            said[i] = Math.Max(said[i], other[i]);
    }

    private float Most(ReadOnlySpan<float> places, int entry)
    {
        var most = 0f;
        for (var i = entry; i < places.Length; i += lengths.Length)
            most = Math.Max(most, places[i]);
        return most;
    }

    private static float Most(ReadOnlySpan<float> places, float[] weights)
    {
        var most = 0f;
        for (var start = 0; start < places.Length; start += weights.Length)
        {
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
                sum += places[start + i] * weights[i];
            most = Math.Max(most, sum);
        }
        return most;
    }
}
