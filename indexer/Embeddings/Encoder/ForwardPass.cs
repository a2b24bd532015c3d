using System.Collections.Concurrent;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>Takes from the states of a text, a row of <paramref name="stride"/> numbers for each token, what a model gives.</summary>
internal delegate T ReadStates<out T>(ReadOnlySpan<float> states, int stride);

/// <summary>
/// From tokens to the states of the last layer of a BERT encoder; safe to use from many threads.
/// </summary>
/// <remarks>
/// Devlin et al., BERT, 2019. Texts lie behind each other without padding; a text's states are the same, bit for bit, whatever it is
/// run with and on how many threads.
/// </remarks>
internal sealed class ForwardPass(EncoderConfig config, BertWeights weights)
{
    // Weights of a layer are read once for so many tokens: more would not fit the cache with them.
    private const int TokensAtOnce = 128;

    private readonly Attention attention = new(config.Heads, config.Width / config.Heads);
    private readonly int stride = MatrixPadding.Stride(config.Width);
    private readonly int feedForwardStride = MatrixPadding.Stride(config.FeedForwardWidth);
    private readonly ConcurrentBag<Workspace> workspaces = [];

    /// <summary>One result per text, in their order.</summary>
    /// <param name="threads">How many threads at most, the caller's counted.</param>
    /// <exception cref="OperationCanceledException">Noticed within a layer's time.</exception>
    public T[] Run<T>(TokenSequence[] texts, int threads, ReadStates<T> read, CancellationToken cancellation)
    {
        var results = new T[texts.Length];
        var groups = Group(texts, threads);
        if (groups.Count == 1 || threads == 1)
            foreach (var (first, end) in groups)
                Run(texts.AsSpan(first..end), results.AsSpan(first..end), read, cancellation);
        else
            Processors.For(
                groups.Count,
                group =>
                {
                    var (first, end) = groups[group];
                    Run(texts.AsSpan(first..end), results.AsSpan(first..end), read, cancellation);
                },
                threads,
                cancellation
            );
        return results;
    }

    // Neighbours go together until there are enough tokens; no text is divided.
    private static List<(int First, int End)> Group(IReadOnlyList<TokenSequence> texts, int threads)
    {
        var enough = Math.Min(TokensAtOnce, (texts.Sum(text => (long)text.Length) + threads - 1) / threads);
        var groups = new List<(int, int)>();
        var (first, sum) = (0, 0);
        for (var i = 0; i < texts.Count; i++)
        {
            sum += texts[i].Length;
            if (sum < enough && i + 1 < texts.Count)
                continue;
            groups.Add((first, i + 1));
            (first, sum) = (i + 1, 0);
        }
        return groups;
    }

    private void Run<T>(ReadOnlySpan<TokenSequence> texts, Span<T> results, ReadStates<T> read, CancellationToken cancellation)
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
            results[i] = read(workspace.States.AsSpan(at * stride, texts[i].Length * stride), stride);
            at += texts[i].Length;
        }
        workspaces.Add(workspace);
    }

    private void Embed(ReadOnlySpan<TokenSequence> texts, Workspace workspace)
    {
        var at = 0;
        foreach (var text in texts)
            for (var position = 0; position < text.Length; position++, at++)
            {
                var state = workspace.States.AsSpan(at * stride, stride);
                var added = workspace.Output.AsSpan(0, stride);
                state[config.Width..].Clear();
                added[config.Width..].Clear();
                weights.Words.CopyRow(text.Ids[position], state);
                weights.Positions.AsSpan(position * config.Width, config.Width).CopyTo(added);
                if (position >= text.FirstLength)
                    for (var i = 0; i < config.Width; i++)
                        added[i] += weights.SecondText[i];
                Activations.AddAndNormalize(
                    state,
                    added,
                    config.Width,
                    weights.EmbeddingNorm.Gain,
                    weights.EmbeddingNorm.Shift,
                    config.LayerNormEpsilon
                );
            }
    }

    private void Apply(BertLayer layer, ReadOnlySpan<TokenSequence> texts, int total, Workspace workspace)
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
                config.Width,
                norm.Gain,
                norm.Shift,
                config.LayerNormEpsilon
            );
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
