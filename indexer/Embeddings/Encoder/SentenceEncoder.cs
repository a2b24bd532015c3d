namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// Turns texts into vectors of length 1 with a BERT sentence encoder; immutable once it is loaded, and safe to use from many
/// threads.
/// </summary>
/// <remarks>
/// Reimers and Gurevych, Sentence-BERT, 2019. A text's vector is the same, bit for bit, whatever it is encoded with and on how many
/// threads.
/// </remarks>
internal sealed class SentenceEncoder
{
    private readonly WordPieceTokenizer tokenizer;
    private readonly ForwardPass pass;

    private SentenceEncoder(EncoderConfig config, BertWeights weights, BertWeights forQueries, WordPieceTokenizer tokenizer)
    {
        (Config, pass, this.tokenizer) = (config, new(config, weights), tokenizer);
        Queries = ReferenceEquals(forQueries, weights) ? this : new(config, forQueries, forQueries, tokenizer);
    }

    public EncoderConfig Config { get; }

    /// <summary>The same as it reads queries: itself, unless the directory adds something for them (<see cref="QueryAdapter"/>).</summary>
    public SentenceEncoder Queries { get; }

    /// <summary>Numbers of a vector.</summary>
    public int Dimensions => Config.Width;

    /// <summary>
    /// Loads a model directory in the layout of Hugging Face: <c>config.json</c>, <c>vocab.txt</c>, <c>model.safetensors</c> and
    /// what sentence-transformers puts beside them.
    /// </summary>
    /// <exception cref="EncoderException">Something is missing, broken or not supported.</exception>
    public static SentenceEncoder Load(string directory, Precision precision = Precision.Int8)
    {
        var config = EncoderConfig.Read(directory);
        var vocabulary = Vocabulary.Read(directory, config.VocabularySize);
        var weights = BertWeights.Read(directory, config, precision);
        var forQueries = weights.ForQueries(directory, config, precision);
        // Every number of the model is looked at here, and none twice.
        _ = forQueries.Layers;
        return new(config, weights, forQueries, new(vocabulary, config.Tokenizer));
    }

    /// <summary>One vector per text, in their order.</summary>
    /// <param name="threads">How many threads at most, the caller's counted.</param>
    /// <exception cref="OperationCanceledException">Noticed within a layer's time.</exception>
    public float[][] Encode(IReadOnlyList<string> texts, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var tokens = new TokenSequence[texts.Count];
        for (var i = 0; i < tokens.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            tokens[i] = TokenSequence.Of(tokenizer.Tokenize(texts[i], Config.MaximumTokens));
        }
        var vectors = pass.Run(tokens, threads, Pool, cancellation);
        // Finite weights may still multiply beyond what a float32 holds.
        if (vectors.Any(vector => vector is []))
            throw new EncoderException(BertWeights.FileName, "weights", "give a vector that has no direction");
        return vectors;
    }

    // Empty where there is no direction.
    private float[] Pool(ReadOnlySpan<float> states, int stride)
    {
        var vector = new float[Config.Width];
        for (var at = 0; at < (Config.Pooling == Pooling.Mean ? states.Length : stride); at += stride)
        {
            var state = states.Slice(at, vector.Length);
            for (var i = 0; i < vector.Length; i++)
                vector[i] += state[i];
        }
        var squares = 0.0;
        foreach (var number in vector)
            squares += (double)number * number;
        if (squares == 0 || !double.IsFinite(squares))
            return [];
        var factor = 1 / Math.Sqrt(squares);
        for (var i = 0; i < vector.Length; i++)
            vector[i] = (float)(vector[i] * factor);
        return vector;
    }
}
