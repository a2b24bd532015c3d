namespace Knowledge.Indexer.Search;

/// <summary>
/// Where nobody signs in names are made up freely, so all feedback is one voice: it brings up what nothing else answers, and moves pages
/// that answer by themselves by one place at most.
/// </summary>
internal static class OneVoice
{
    /// <param name="learned">The ranking with what was said.</param>
    /// <param name="held">The first pages as they would stand if nothing had been said, down to the last that answers by itself.</param>
    /// <returns>
    /// Pages that are held one place at most from there, and one page at most before the last of them that was behind; everything else
    /// as in <paramref name="learned"/>. Scores fall from place to place as before.
    /// </returns>
    public static IReadOnlyList<Scoring.Scored> Limit(IReadOnlyList<Scoring.Scored> learned, IReadOnlyList<(int, int)> held)
    {
        var places = learned.Select((s, i) => (Key: (s.Segment, s.Document), Place: i)).ToDictionary(p => p.Key, p => p.Place);
        var order = held.Where(places.ContainsKey).Select(k => places[k]).ToList();
        var count = order.Count;
        order.AddRange(Enumerable.Range(0, learned.Count).Except(order));
        for (var i = 0; i < count && i + 1 < order.Count; i++)
            if (order[i + 1] < order[i])
            {
                (order[i], order[i + 1]) = (order[i + 1], order[i]);
                // Whoever moved once stays.
                i++;
            }
        return [.. order.Select((from, to) => learned[from] with { Score = learned[to].Score })];
    }
}
