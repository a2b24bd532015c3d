using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Brings feedback into a ranking: pages like one that helped come up with it, one that was rejected goes down, and one
/// voice alone overturns nothing.
/// </summary>
internal static class LearnedRanking
{
    // Of the page that helped, what pages like it get at most: they come behind it.
    private const double AlikeShare = 0.9;

    // What a page that helped gets of the page that is most like it, when that fits the query by itself.
    private const double FromAlike = 0.6;

    // Pages that helped in other ways stand before pages that are only like the first, when they come so near to it.
    private const double NearFirst = 0.73;
    private const int MaxMatches = 3;

    // Whom one person's click brings up, or down, is not taken as known until another agrees.
    internal const int Enough = 2;
    internal const int Guarded = 3;
    private const double RejectedShare = 0.5;

    /// <param name="ranking">With what phrases add (<see cref="Scoring.Rank"/>), all that was found.</param>
    /// <param name="good">The first pages as they would be without anything learned, as far as they answer by themselves.</param>
    /// <returns>The ranking, and what is to be said of pages that are where they are because of it.</returns>
    public static (Scoring.Ranking Ranking, IReadOnlyDictionary<(int, int), string> Why) Of(
        CompiledQuery query,
        Scoring.Ranking ranking,
        LearnedPhrases learned,
        IReadOnlyList<FeedbackMatch> matches,
        Bitmap[]? allowed,
        Func<int, IReadOnlyList<(int, int)>> good
    )
    {
        var rejections = learned.Verdicts(query).Where(v => v.Value < 0).ToDictionary(v => v.Key, v => -v.Value);
        if (matches.Count == 0 && rejections.Count == 0)
            return (ranking, new Dictionary<(int, int), string>());
        var scores = ranking.Documents.ToDictionary(KeyOf);
        var why = matches.ToDictionary(r => (r.Document.Segment, r.Document.Document), r => $"learned: {r.Phrase}");
        // One voice may be a slip: it speaks for the page, not for others like it.
        var trusted = matches
            .Where(r => r.Votes >= Enough && scores.ContainsKey((r.Document.Segment, r.Document.Document)))
            .ToDictionary(r => (r.Document.Segment, r.Document.Document));
        foreach (var (key, one) in trusted)
        {
            var like = learned
                .Alike(key.Item1, key.Item2)
                .Where(a => a.Likeness > LearnedPhrases.SameTextFrom && scores.ContainsKey((a.Segment, a.Document)))
                .Select(a => scores[(a.Segment, a.Document)].Score * a.Likeness)
                .DefaultIfEmpty(0)
                .Max();
            scores[key] = scores[key] with { Score = scores[key].Score + FromAlike * one.Fit * like };
        }
        var first = trusted.Keys.OrderByDescending(k => scores[k].Score).Take(MaxMatches).ToList();
        Lift(query, learned, first.ConvertAll(k => trusted[k]), scores, allowed, why);
        var before = Sorted(query, scores.Values);
        foreach (var (key, voices) in rejections)
            if (scores.TryGetValue(key, out var scored))
                scores[key] = scored with { Score = scored.Score * Math.Pow(RejectedShare, voices) };
        var sorted = Sorted(query, scores.Values);
        BringForward(sorted, first, scores);
        Guard(sorted, before, rejections, matches, good);
        var excess = sorted.Count == 0 ? 1 : Math.Max(1, sorted[0].Score / ranking.Most);
        return (ranking with { Documents = [.. sorted.Select(s => s with { Score = s.Score / excess })] }, why);
    }

    private static void Lift(
        CompiledQuery query,
        LearnedPhrases learned,
        List<FeedbackMatch> helped,
        Dictionary<(int, int), Scoring.Scored> scores,
        Bitmap[]? allowed,
        Dictionary<(int, int), string> why
    )
    {
        foreach (var one in helped)
        {
            var top = AlikeShare * one.Fit * scores[(one.Document.Segment, one.Document.Document)].Score;
            foreach (var (segment, document, likeness) in learned.Alike(one.Document.Segment, one.Document.Document))
            {
                if (allowed is not null && !allowed[segment][document])
                    continue;
                var now = scores.GetValueOrDefault((segment, document), new(segment, document, 0, -1, (0, 0)));
                if (top * likeness is var lifted && lifted <= now.Score)
                    continue;
                scores[(segment, document)] = now with { Score = lifted };
                why.TryAdd(
                    (segment, document),
                    $"like a page that helped: {query.Index.DocumentAt(one.Document.Segment, one.Document.Document).Title}"
                );
            }
        }
    }

    private static void BringForward(List<Scoring.Scored> sorted, List<(int, int)> first, Dictionary<(int, int), Scoring.Scored> scores)
    {
        var near = first
            .OrderByDescending(k => scores[k].Score)
            .Where((k, i) => i == 0 || scores[k].Score >= NearFirst * scores[first[0]].Score)
            .ToList();
        for (var i = 1; i < near.Count; i++)
            MoveUp(sorted, near[i], near.Count == MaxMatches ? i : Guarded - 1);
    }

    private static void Guard(
        List<Scoring.Scored> sorted,
        List<Scoring.Scored> before,
        IReadOnlyDictionary<(int, int), int> rejections,
        IReadOnlyList<FeedbackMatch> recalled,
        Func<int, IReadOnlyList<(int, int)>> good
    )
    {
        foreach (var key in before.Take(Guarded).Select(KeyOf).Where(k => rejections.GetValueOrDefault(k) == 1))
            MoveUp(sorted, key, Guarded - 1);
        var single = recalled.Where(r => r.Votes < Enough).Select(r => (r.Document.Segment, r.Document.Document)).ToHashSet();
        if (!sorted.Take(Guarded).Any(s => single.Contains(KeyOf(s))))
            return;
        var kept = good(Guarded);
        foreach (var key in kept.Where(k => rejections.GetValueOrDefault(k) == 0))
        {
            var place = sorted.FindLastIndex(
                Math.Min(Guarded, sorted.Count) - 1,
                s => single.Contains(KeyOf(s)) && !kept.Contains(KeyOf(s))
            );
            if (place < 0)
                return;
            if (sorted.FindIndex(s => KeyOf(s) == key) < Guarded)
                continue;
            var down = sorted[place];
            sorted.RemoveAt(place);
            sorted.Insert(Guarded - 1, down);
            MoveUp(sorted, key, Guarded - 1);
        }
    }

    // Scores fall from place to place, whoever stands there.
    private static void MoveUp(List<Scoring.Scored> sorted, (int, int) key, int place)
    {
        var at = sorted.FindIndex(s => KeyOf(s) == key);
        if (at <= place)
            return;
        var moved = sorted[at];
        sorted.RemoveAt(at);
        sorted.Insert(place, moved with { Score = sorted[place].Score });
    }

    private static List<Scoring.Scored> Sorted(CompiledQuery query, IEnumerable<Scoring.Scored> scores)
    {
        var sorted = scores.ToList();
        sorted.Sort(
            (a, b) =>
                a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(Scoring.IdOf(query, a), Scoring.IdOf(query, b))
        );
        return sorted;
    }

    private static (int, int) KeyOf(Scoring.Scored scored) => (scored.Segment, scored.Document);
}
