namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>Multi-head attention of one text: each head compares every token with every other and mixes their values.</summary>
/// <remarks>
/// Vaswani et al., Attention Is All You Need, 2017, 3.2. Keys and values of a head become panels, so that both products are those
/// of <see cref="MatrixKernel"/>; scores exist for some rows at a time only.
/// </remarks>
internal sealed class Attention(int heads, int headWidth)
{
    // Enough rows for the kernel, few enough to stay in the cache with the keys.
    private const int RowsAtOnce = 64;

    private static readonly float[] Zeros = new float[MatrixKernel.PanelWidth];

    private static readonly float[] Ones = [.. Enumerable.Repeat(1f, MatrixKernel.PanelWidth)];

    // 1 / √d, for the scores.
    private readonly float[] scales = [.. Enumerable.Repeat(1 / MathF.Sqrt(headWidth), MatrixKernel.PanelWidth)];

    private readonly int valuePanels = MatrixPadding.Panels(headWidth);

    /// <summary>Room for one text at a time; grows with the longest.</summary>
    internal sealed class Workspace
    {
        public float[] Keys { get; private set; } = [];
        public float[] Values { get; private set; } = [];
        public float[] Scores { get; private set; } = [];
        public float[] Mixed { get; private set; } = [];

        public void Fit(int tokens, int headWidth, int valuePanels)
        {
            var padded = MatrixPadding.Stride(tokens);
            if (Keys.Length < padded * headWidth)
                Keys = new float[padded * headWidth];
            if (Values.Length < tokens * valuePanels * MatrixKernel.PanelWidth)
                Values = new float[tokens * valuePanels * MatrixKernel.PanelWidth];
            if (Scores.Length < RowsAtOnce * padded)
                Scores = new float[RowsAtOnce * padded];
            if (Mixed.Length == 0)
                Mixed = new float[RowsAtOnce * valuePanels * MatrixKernel.PanelWidth];
        }
    }

    /// <param name="queries">One row of all heads per token, <paramref name="stride"/> apart; <paramref name="keys"/>,
    /// <paramref name="values"/> and <paramref name="context"/> alike.</param>
    public void Attend(
        ReadOnlySpan<float> queries,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        Span<float> context,
        int tokens,
        int stride,
        Workspace workspace
    )
    {
        workspace.Fit(tokens, headWidth, valuePanels);
        for (var head = 0; head < heads; head++)
        {
            var column = head * headWidth;
            PackKeys(keys[column..], tokens, stride, workspace.Keys);
            PackValues(values[column..], tokens, stride, workspace.Values);
            for (var row = 0; row < tokens; row += RowsAtOnce)
            {
                var rows = Math.Min(RowsAtOnce, tokens - row);
                var at = row * stride + column;
                Mix(queries[at..], context[at..], rows, tokens, stride, workspace);
            }
        }
    }

    private void Mix(ReadOnlySpan<float> queries, Span<float> context, int rows, int tokens, int stride, Workspace workspace)
    {
        var padded = MatrixPadding.Stride(tokens);
        var scores = workspace.Scores.AsSpan(0, rows * padded);
        for (var first = 0; first < padded; first += MatrixKernel.PanelWidth)
            MatrixKernel.Multiply(
                queries,
                stride,
                rows,
                headWidth,
                workspace.Keys.AsSpan(first * headWidth),
                scales,
                Zeros,
                scores[first..],
                padded
            );
        for (var row = 0; row < rows; row++)
            Activations.Softmax(scores.Slice(row * padded, padded), tokens);
        var mixedStride = valuePanels * MatrixKernel.PanelWidth;
        var mixed = workspace.Mixed.AsSpan();
        for (var panel = 0; panel < valuePanels; panel++)
            MatrixKernel.Multiply(
                scores,
                padded,
                rows,
                tokens,
                workspace.Values.AsSpan(panel * tokens * MatrixKernel.PanelWidth),
                Ones,
                Zeros,
                mixed[(panel * MatrixKernel.PanelWidth)..],
                mixedStride
            );
        for (var row = 0; row < rows; row++)
            mixed.Slice(row * mixedStride, headWidth).CopyTo(context[(row * stride)..]);
    }

    // Transposed: a column for each token, those beyond the last zero.
    private void PackKeys(ReadOnlySpan<float> keys, int tokens, int stride, float[] packed)
    {
        for (var first = 0; first < tokens; first += MatrixKernel.PanelWidth)
        {
            var panel = packed.AsSpan(first * headWidth, MatrixKernel.PanelWidth * headWidth);
            var columns = Math.Min(MatrixKernel.PanelWidth, tokens - first);
            if (columns < MatrixKernel.PanelWidth)
                panel.Clear();
            for (var c = 0; c < columns; c++)
            {
                var key = keys.Slice((first + c) * stride, headWidth);
                for (var i = 0; i < key.Length; i++)
                    panel[i * MatrixKernel.PanelWidth + c] = key[i];
            }
        }
    }

    private void PackValues(ReadOnlySpan<float> values, int tokens, int stride, float[] packed)
    {
        for (var panel = 0; panel < valuePanels; panel++)
        {
            var from = panel * MatrixKernel.PanelWidth;
            var columns = Math.Min(MatrixKernel.PanelWidth, headWidth - from);
            for (var token = 0; token < tokens; token++)
            {
                var row = packed.AsSpan((panel * tokens + token) * MatrixKernel.PanelWidth, MatrixKernel.PanelWidth);
                values.Slice(token * stride + from, columns).CopyTo(row);
                row[columns..].Clear();
            }
        }
    }
}
