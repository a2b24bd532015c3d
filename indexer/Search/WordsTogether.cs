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
    private readonly ushort[] places;
    private readonly List<float[]> likenesses;

    private WordsTogether(float[] lengths, ushort[] places, List<float[]> likenesses) =>
        (this.lengths, this.places, this.likenesses) = (lengths, places, likenesses);

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
        var places = new ushort[table.Vocabulary.Entries.Count];
        var likenesses = new List<float[]>();
        for (var i = 0; i < asked.Count; i++)
            foreach (var (row, cosine) in Related.Value.Of(asked[i]))
            {
                if (places[row] == 0)
                {
                    likenesses.Add(new float[asked.Count]);
                    places[row] = (ushort)likenesses.Count;
                }
                likenesses[places[row] - 1][i] = Likeness((float)cosine);
            }
        return new([.. asked.Select(table.LengthOf)], places, likenesses);
    }

    /// <summary>For each page 0 to 1: what the place of it says that says the most.</summary>
    public float[] In(IReadOnlyList<Document> pages)
    {
        var said = pages.Select(PlacesOf).ToList();
        var weights = new float[lengths.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = lengths[i] * MathF.Log((pages.Count + 1) / (said.Sum(places => Most(places, i)) + 0.5f));
        var all = weights.Sum();
        // What says all is told apart from other such pages by no error of rounding.
        return [.. said.Select(places => all <= 0 ? 0 : Math.Min(1, Most(places, weights) / all))];
    }

    private static float Likeness(float cosine) => cosine * MathF.Sqrt(cosine);

    /// <summary>What each place of a page says of each entry that is asked for, place after place.</summary>
    private float[] PlacesOf(Document page)
    {
        var rows = DocumentRows.Of(page);
        var count = lengths.Length;
        var title = new float[count];
        Raise(title, rows.Titles, 1);
        var (phrases, blocks) = (rows.Phrases.Count, (rows.Text.Length + Block - 1) / Block);
        var said = new float[Math.Max(1, phrases + blocks) * count];
        for (var p = 0; p < phrases; p++)
            Raise(Place(p), rows.Phrases[p], 1);
        for (var b = 0; b < blocks; b++)
            Raise(Place(phrases + b), rows.Text.AsSpan(b * Block, Math.Min(Block, rows.Text.Length - b * Block)), TextShare);
        // From behind, so that each block is joined with the one before it as that was alone.
        for (var at = said.Length / count - 1; at >= 0; at--)
        {
            Join(Place(at), title);
            if (at > phrases)
                Join(Place(at), Place(at - 1));
        }
        return said;

        Span<float> Place(int at) => said.AsSpan(at * count, count);
    }

    private void Raise(Span<float> said, ReadOnlySpan<ushort> rows, float share)
    {
        foreach (var row in rows)
            if (places[row] is > 0 and var place)
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

    private float Most(float[] places, int entry)
    {
        var most = 0f;
        for (var i = entry; i < places.Length; i += lengths.Length)
            most = Math.Max(most, places[i]);
        return most;
    }

    private static float Most(float[] places, float[] weights)
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
