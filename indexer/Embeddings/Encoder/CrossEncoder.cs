namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// Says how well a passage answers a query, with a BERT that reads both as one pair; immutable once it is loaded, and safe to use
/// from many threads.
/// </summary>
/// <remarks>Nogueira and Cho, Passage Re-ranking with BERT, 2019.</remarks>
internal sealed class CrossEncoder
{
    private readonly EncoderConfig config;
    private readonly ScoreHead head;
    private readonly WordPieceTokenizer tokenizer;
    private readonly ForwardPass pass;

    private CrossEncoder(EncoderConfig config, BertWeights weights, WordPieceTokenizer tokenizer) =>
        (this.config, head, pass, this.tokenizer) = (config, weights.Score!, new(config, weights), tokenizer);

    /// <summary>
    /// Loads a model directory in the layout of Hugging Face: <c>config.json</c> of a BertForSequenceClassification with one output,
    /// <c>vocab.txt</c> and <c>model.safetensors</c>.
    /// </summary>
    /// <exception cref="EncoderException">Something is missing, broken or not supported.</exception>
    public static CrossEncoder Load(string directory, Precision precision = Precision.Int8)
    {
        var config = EncoderConfig.ReadForPairs(directory);
        var vocabulary = Vocabulary.Read(directory, config.VocabularySize);
        var weights = BertWeights.Read(directory, config, precision);
        // Every number is looked at here.
        _ = weights.Layers;
        return new(config, weights, new(vocabulary, config.Tokenizer));
    }

    /// <summary>For each passage the logistic function of the model's output, 0 to 1.</summary>
    /// <param name="maximumTokens">Of a pair; never more than the model can read.</param>
    /// <param name="threads">How many threads at most, the caller's counted.</param>
    /// <exception cref="EncoderException">The weights give what is no number.</exception>
    /// <exception cref="OperationCanceledException">Noticed within a layer's time.</exception>
    public double[] Score(
        string query,
        IReadOnlyList<string> passages,
        int maximumTokens,
        int threads = 1,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var max = Math.Min(maximumTokens, config.MaximumTokens);
        var asked = tokenizer.Tokenize(query, max);
        var pairs = new TokenSequence[passages.Count];
        for (var i = 0; i < pairs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs[i] = TokenSequence.Pair(asked, tokenizer.Tokenize(passages[i], max), max);
        }
        var scores = pass.Run(pairs, threads, Judge, cancellation);
        return scores.All(double.IsFinite)
            ? scores
            : throw new EncoderException(BertWeights.FileName, "weights", "give a score that is no number");
    }

    private double Judge(ReadOnlySpan<float> states, int stride)
    {
        var pooled = new float[stride];
        head.Pooler.Multiply(states, stride, 1, pooled, stride, new float[head.Pooler.PanelSize]);
        double output = head.Bias;
        for (var i = 0; i < head.Weights.Length; i++)
            output += head.Weights[i] * Math.Tanh(pooled[i]);
        return 1 / (1 + Math.Exp(-output));
    }
}
