namespace Knowledge.Indexer.Search;

/// <summary>
/// Holds pages that answer by themselves near the places that they have without feedback (<see cref="FeedbackLimits.MaxPlaces"/>): it
/// still brings up what nothing else answers.
/// </summary>
internal static class PlaceLimit
{
    /// <param name="learned">The ranking with what was said.</param>
    /// <param name="held">The first pages as they would stand if nothing had been said, down to the last that answers by itself.</param>
    /// <param name="places">How far one of them moves at most; at least 0.</param>
    /// <returns>
    /// Pages that are held so many places at most from there, and so many pages at most before the last of them that were behind;
    /// everything else as in <paramref name="learned"/>. Scores fall from place to place as before.
    /// </returns>
    public static IReadOnlyList<Scoring.Scored> Of(IReadOnlyList<Scoring.Scored> learned, IReadOnlyList<(int, int)> held, int places)
    {
        var placeOf = learned.Select((s, i) => (Key: (s.Segment, s.Document), Place: i)).ToDictionary(p => p.Key, p => p.Place);
        var order = held.Where(placeOf.ContainsKey).Select(k => placeOf[k]).ToList();
        var count = order.Count;
        order.AddRange(Enumerable.Range(0, learned.Count).Except(order));
        var moved = true;
        for (var round = 0; round < places && moved; round++)
            moved = MoveByOne(order, count);
        return [.. order.Select((from, to) => learned[from] with { Score = learned[to].Score })];
    }

    private static bool MoveByOne(List<int> order, int count)
    {
        var moved = false;
        for (var i = 0; i < count && i + 1 < order.Count; i++)
            if (order[i + 1] < order[i])
            {
                (order[i], order[i + 1]) = (order[i + 1], order[i]);
                moved = true;
                // Whoever moved once stays.
                i++;
            }
        return moved;
    }
}
