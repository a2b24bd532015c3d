using System.Collections.Concurrent;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// Turns texts into vectors of length 1 with a BERT sentence encoder; immutable once it is loaded, and safe to use from many
/// threads.
/// </summary>
/// <remarks>
/// Devlin et al., BERT, 2019; Reimers and Gurevych, Sentence-BERT, 2019. Texts lie behind each other without padding; a text's
/// vector is the same, bit for bit, whatever it is encoded with and on how many threads.
/// </remarks>
internal sealed class SentenceEncoder
{
    // Weights of a layer are read once for so many tokens: more would not fit the cache with them.
    private const int TokensAtOnce = 128;

    private readonly BertWeights weights;
    private readonly WordPieceTokenizer tokenizer;
    private readonly Attention attention;
    private readonly int stride;
    private readonly int feedForwardStride;
    private readonly ConcurrentBag<Workspace> workspaces = [];

    private SentenceEncoder(EncoderConfig config, BertWeights weights, WordPieceTokenizer tokenizer)
    {
        (Config, this.weights, this.tokenizer) = (config, weights, tokenizer);
        attention = new(config.Heads, config.Width / config.Heads);
        stride = MatrixPadding.Stride(config.Width);
        feedForwardStride = MatrixPadding.Stride(config.FeedForwardWidth);
    }

    public EncoderConfig Config { get; }

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
        return new(config, BertWeights.Read(directory, config, precision), new(vocabulary, config.Tokenizer));
    }

    /// <summary>One vector per text, in their order.</summary>
    /// <param name="threads">How many threads at most, the caller's counted.</param>
    /// <exception cref="OperationCanceledException">Noticed within a layer's time.</exception>
    public float[][] Encode(IReadOnlyList<string> texts, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var tokens = new int[texts.Count][];
        for (var i = 0; i < tokens.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            tokens[i] = tokenizer.Tokenize(texts[i], Config.MaximumTokens);
        }
        var vectors = new float[texts.Count][];
        var groups = Group(tokens, threads);
        if (groups.Count == 1 || threads == 1)
            foreach (var (first, end) in groups)
                Encode(tokens.AsSpan(first..end), vectors.AsSpan(first..end), cancellation);
        else
            Parallel.For(
                0,
                groups.Count,
                new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                group =>
                {
                    var (first, end) = groups[group];
                    Encode(tokens.AsSpan(first..end), vectors.AsSpan(first..end), cancellation);
                }
            );
        // Finite weights may still multiply beyond what a float32 holds.
        if (vectors.Any(vector => vector is []))
            throw new EncoderException(BertWeights.FileName, "weights", "give a vector that has no direction");
        return vectors;
    }

    // Neighbours go together until there are enough tokens; no text is divided.
    private static List<(int First, int End)> Group(int[][] tokens, int threads)
    {
        var enough = Math.Min(TokensAtOnce, (tokens.Sum(text => (long)text.Length) + threads - 1) / threads);
        var groups = new List<(int, int)>();
        var (first, sum) = (0, 0);
        for (var i = 0; i < tokens.Length; i++)
        {
            sum += tokens[i].Length;
            if (sum < enough && i + 1 < tokens.Length)
                continue;
            groups.Add((first, i + 1));
            (first, sum) = (i + 1, 0);
        }
        return groups;
    }

    private void Encode(ReadOnlySpan<int[]> texts, Span<float[]> vectors, CancellationToken cancellation)
    {
        if (!workspaces.TryTake(out var workspace))
            workspace = new Workspace();
        var total = 0;
        foreach (var text in texts)
            total += text.Length;
        workspace.Fit(total, stride, feedForwardStride, Math.Max(weights.Layers[0].Query.PanelSize, weights.Layers[0].Output.PanelSize));
        Embed(texts, workspace);
        foreach (var layer in weights.Layers)
        {
            cancellation.ThrowIfCancellationRequested();
            Apply(layer, texts, total, workspace);
        }
        var at = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            vectors[i] = Pool(workspace.States.AsSpan(at * stride), texts[i].Length);
            at += texts[i].Length;
        }
        workspaces.Add(workspace);
    }

    private void Embed(ReadOnlySpan<int[]> texts, Workspace workspace)
    {
        var at = 0;
        foreach (var text in texts)
            for (var position = 0; position < text.Length; position++, at++)
            {
                var state = workspace.States.AsSpan(at * stride, stride);
                var added = workspace.Output.AsSpan(0, stride);
                state[Config.Width..].Clear();
                added[Config.Width..].Clear();
                weights.Words.CopyRow(text[position], state);
                weights.Positions.AsSpan(position * Config.Width, Config.Width).CopyTo(added);
                Activations.AddAndNormalize(
                    state,
                    added,
                    Config.Width,
                    weights.EmbeddingNorm.Gain,
                    weights.EmbeddingNorm.Shift,
                    Config.LayerNormEpsilon
                );
            }
    }

    private void Apply(BertLayer layer, ReadOnlySpan<int[]> texts, int total, Workspace workspace)
    {
        layer.Query.Multiply(workspace.States, stride, total, workspace.Queries, stride, workspace.Panel);
        layer.Key.Multiply(workspace.States, stride, total, workspace.Keys, stride, workspace.Panel);
        layer.Value.Multiply(workspace.States, stride, total, workspace.Values, stride, workspace.Panel);
        var at = 0;
        foreach (var text in texts)
        {
            var row = at * stride;
            attention.Attend(
                workspace.Queries.AsSpan(row),
                workspace.Keys.AsSpan(row),
                workspace.Values.AsSpan(row),
                workspace.Context.AsSpan(row),
                text.Length,
                stride,
                workspace.Attention
            );
            at += text.Length;
        }
        layer.AttentionOutput.Multiply(workspace.Context, stride, total, workspace.Output, stride, workspace.Panel);
        AddAndNormalize(layer.AttentionNorm, total, workspace);
        layer.Intermediate.Multiply(workspace.States, stride, total, workspace.FeedForward, feedForwardStride, workspace.Panel);
        Activations.Gelu(workspace.FeedForward.AsSpan(0, total * feedForwardStride));
        layer.Output.Multiply(workspace.FeedForward, feedForwardStride, total, workspace.Output, stride, workspace.Panel);
        AddAndNormalize(layer.OutputNorm, total, workspace);
    }

    private void AddAndNormalize(LayerNorm norm, int total, Workspace workspace)
    {
        for (var row = 0; row < total; row++)
            Activations.AddAndNormalize(
                workspace.States.AsSpan(row * stride, stride),
                workspace.Output.AsSpan(row * stride, stride),
                Config.Width,
                norm.Gain,
                norm.Shift,
                Config.LayerNormEpsilon
            );
    }

    // Empty where there is no direction.
    private float[] Pool(ReadOnlySpan<float> states, int tokens)
    {
        var vector = new float[Config.Width];
        for (var token = 0; token < (Config.Pooling == Pooling.Mean ? tokens : 1); token++)
        {
            var state = states.Slice(token * stride, vector.Length);
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

    /// <summary>What one thread needs to encode a group of texts; kept for the next.</summary>
    private sealed class Workspace
    {
        public float[] States { get; private set; } = [];
        public float[] Queries { get; private set; } = [];
        public float[] Keys { get; private set; } = [];
        public float[] Values { get; private set; } = [];
        public float[] Context { get; private set; } = [];
        public float[] Output { get; private set; } = [];
        public float[] FeedForward { get; private set; } = [];
        public float[] Panel { get; private set; } = [];
        public Attention.Workspace Attention { get; } = new();

        public void Fit(int tokens, int stride, int feedForwardStride, int panelSize)
        {
            if (Panel.Length == 0)
                Panel = new float[panelSize];
            if (States.Length >= tokens * stride)
                return;
            (States, Queries, Keys) = (new float[tokens * stride], new float[tokens * stride], new float[tokens * stride]);
            (Values, Context, Output) = (new float[tokens * stride], new float[tokens * stride], new float[tokens * stride]);
            FeedForward = new float[tokens * feedForwardStride];
        }
    }
}
