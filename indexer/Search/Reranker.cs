using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Indexer.Search;

/// <summary>Orders the first hits of a search anew, by a cross-encoder that reads the query and each passage together.</summary>
/// <param name="name">For people.</param>
/// <param name="threads">At most, the caller's counted.</param>
/// <param name="budget">
/// How long all pairs of a search may take, for one search at a time: beyond it the order stays. Null to wait for them.
/// </param>
internal sealed class Reranker(CrossEncoder model, string name, int threads, TimeSpan? budget)
{
    /// <summary>Hits that are read.</summary>
    public const int Depth = 20;

    /// <summary>
    /// Share of the model in the new order. Not proven: no published cross-encoder was at hand to choose it by; <c>kb eval</c> with one
    /// tells.
    /// </summary>
    public const double ModelShare = 0.5;

    /// <summary>Tokens of a query and a passage together: about 90 words, most of a passage.</summary>
    public const int PairTokens = 128;

    private int busy;

    /// <param name="budget">Null to wait for all pairs, on the calling thread where <paramref name="threads"/> is 1.</param>
    /// <exception cref="EncoderException">The directory holds no cross-encoder that can be used.</exception>
    public static Reranker Load(string directory, int threads, TimeSpan? budget = null)
    {
        try
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
            return new(CrossEncoder.Load(directory), name, threads, budget);
        }
        catch (EncoderException e)
        {
            throw new EncoderException("--reranker", directory, e.Message);
        }
    }

    /// <param name="hits">Best first; what is behind <see cref="Depth"/> stays where it is.</param>
    /// <param name="passageOf">What is read for the hit at a place.</param>
    /// <returns>The hits, and why they are in their old order, as a message for users; null when they are not.</returns>
    /// <exception cref="EncoderException">The weights give what is no number, and there is no budget to be kept.</exception>
    public (IReadOnlyList<Hit> Hits, string? Problem) Order(string query, IReadOnlyList<Hit> hits, Func<int, string> passageOf)
    {
        if (hits.Count < 2 || string.IsNullOrWhiteSpace(query))
            return (hits, null);
        string[] passages = [.. Enumerable.Range(0, Math.Min(hits.Count, Depth)).Select(passageOf)];
        if (budget is not { } time)
            return (Order(hits, model.Score(query, passages, PairTokens, threads)), null);
        var (relevance, problem) = Judge(query, passages, time);
        return (relevance is null ? hits : Order(hits, relevance), problem);
    }

    // Who searches waits no longer than the budget, however long it takes the model to notice that it has passed.
    private (IReadOnlyList<double>? Relevance, string? Problem) Judge(string query, string[] passages, TimeSpan time)
    {
        const string Stays = "the hits are in the order without it.";
        var late = $"{name} took more than {time.TotalMilliseconds:0} ms; {Stays}";
        if (Interlocked.Exchange(ref busy, 1) == 1)
            return (null, $"{name} is busy with another search; {Stays}");
        var judging = Task.Run<(IReadOnlyList<double>?, string?)>(() =>
        {
            try
            {
                using var source = new CancellationTokenSource(time);
                return (model.Score(query, passages, PairTokens, threads, source.Token), null);
            }
            catch (OperationCanceledException)
            {
                return (null, late);
            }
            catch (EncoderException e)
            {
                return (null, $"{name} cannot be used ({e.Message}); {Stays}");
            }
            finally
            {
                Volatile.Write(ref busy, 0);
            }
        });
        return judging.Wait(time) ? judging.Result : (null, late);
    }

    /// <summary>
    /// By a weighted sum of both scores, each from 0 for the lowest to 1 for the highest of them; on the scale of the scores before, so
    /// that what follows stays below.
    /// </summary>
    /// <param name="relevance">By the model, for the first hits.</param>
    internal IReadOnlyList<Hit> Order(IReadOnlyList<Hit> hits, IReadOnlyList<double> relevance)
    {
        var first = hits.Take(relevance.Count).ToList();
        var (lowest, range) = (first.Min(h => h.ExactScore), first.Max(h => h.ExactScore) - first.Min(h => h.ExactScore));
        var (least, spread) = (relevance.Min(), relevance.Max() - relevance.Min());
        // To a model to which all are alike the order before is as good as any.
        if (spread == 0)
            return hits;
        return
        [
            .. first
                .Select((hit, i) => (Hit: hit, Place: i + 1, Relevance: relevance[i], Sum: SumOf(hit.ExactScore, relevance[i])))
                .OrderByDescending(h => h.Sum)
                .Select(h => Scored(h.Hit, lowest + range * h.Sum, $"{name} {h.Relevance:F3}, place {h.Place} before")),
            .. hits.Skip(relevance.Count),
        ];

        double SumOf(double score, double byModel) =>
            (1 - ModelShare) * (range > 0 ? (score - lowest) / range : 0) + ModelShare * (byModel - least) / spread;
    }

    private static Hit Scored(Hit hit, double score, string why) =>
        hit with
        {
            Score = Math.Round(score, 4),
            ExactScore = score,
            Explanation = hit.Explanation is { } addends
                ? [.. addends, new("reranker", "", why, ModelShare, Math.Round(score - hit.ExactScore, 5))]
                : null,
        };
}
