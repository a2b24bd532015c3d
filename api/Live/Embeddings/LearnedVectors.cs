using System.Collections.Concurrent;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// What learned phrases mean, by the table at once and by an encoder when it comes to it. There are few and they are short: they
/// are made anew after a start.
/// </summary>
internal sealed class LearnedVectors
{
    private const int TextsAtOnce = 64;

    private readonly Lock following = new();
    private volatile Followed followed = new(SearchPhrases.None, [], null);
    private volatile Encoded? encoded;

    private sealed record Followed(
        SearchPhrases Phrases,
        IReadOnlyList<(string Text, string Words)> Wanted,
        IReadOnlyDictionary<string, PhraseVector>? OfTable
    );

    private sealed record Encoded(
        EmbeddingModel Model,
        ConcurrentDictionary<string, PhraseVector?> ByText,
        IReadOnlyDictionary<string, PhraseVector> Found
    );

    /// <summary>By the table; null when there are none.</summary>
    public IReadOnlyDictionary<string, PhraseVector>? OfTable => followed.OfTable;

    /// <summary>By an encoder, as far as it has come; null when it has made none.</summary>
    public IReadOnlyDictionary<string, PhraseVector>? Of(EmbeddingModel model) =>
        encoded is { } made && made.Model == model ? made.Found : null;

    /// <summary>Other phrases from now on; every search says so.</summary>
    /// <param name="wordsOf">What of a phrase is embedded.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Follow(SearchPhrases now, Func<string, string> wordsOf, StaticTable table)
    {
        if (followed.Phrases == now)
            return false;
        lock (following)
        {
            if (followed.Phrases == now)
                return false;
            followed = Of(now, wordsOf, table);
            return true;
        }
    }

    private static Followed Of(SearchPhrases now, Func<string, string> wordsOf, StaticTable table)
    {
        IReadOnlyList<(string Text, string Words)> wanted =
        [
            .. now
                .All.Where(p => p.Weight > 0)
                .Select(p => p.Text)
                .Distinct()
                .Select(t => (t, wordsOf(t)))
                .Where(t => !string.IsNullOrWhiteSpace(t.Item2)),
        ];
        var rows = new List<int>();
        var vectors = new Dictionary<string, PhraseVector>();
        foreach (var (text, words) in wanted)
            if (PhraseVector.Of(table.Embed(words, rows)) is { } vector)
                vectors[text] = vector;
        return new(now, wanted, vectors);
    }

    /// <summary>Embeds what an encoder has not seen yet.</summary>
    /// <exception cref="InvalidDataException">There did not come a vector for each.</exception>
    public async Task EmbedAsync(EmbeddingModel model, CancellationToken cancellation)
    {
        var wanted = followed.Wanted;
        var byText = encoded is { } made && made.Model == model ? made.ByText : new();
        foreach (var batch in wanted.Where(w => !byText.ContainsKey(w.Text)).Chunk(TextsAtOnce))
        {
            var vectors = await model.Queries.GenerateAsync(batch.Select(b => b.Words), cancellationToken: cancellation);
            if (vectors.Count != batch.Length)
                throw new InvalidDataException($"For {batch.Length} phrases there came {vectors.Count} vectors.");
            foreach (var ((text, _), vector) in batch.Zip(vectors))
                byText[text] = vector.Vector.Length == model.Dimensions ? PhraseVector.Of(vector.Vector.Span) : null;
        }
        encoded = new(
            model,
            byText,
            wanted.Where(w => byText.GetValueOrDefault(w.Text) is not null).ToDictionary(w => w.Text, w => byText[w.Text]!)
        );
    }
}
