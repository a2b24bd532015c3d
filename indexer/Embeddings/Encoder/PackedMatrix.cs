namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// How the weights lie in memory. Int8: whole numbers with a scale for each 32 of them, little more than a quarter of the memory.
/// </summary>
internal enum Precision
{
    Int8,
    Float32,
}

/// <summary>
/// A linear layer, its weights in panels of 32 outputs as <see cref="MatrixKernel"/> takes them; outputs beyond the last are zero.
/// </summary>
internal sealed class PackedMatrix
{
    private static readonly float[] Ones = [.. Enumerable.Repeat(1f, MatrixKernel.PanelWidth)];

    private readonly int inputs;
    private readonly int blocks;
    private readonly float[] offsets;
    private readonly float[] weights = [];
    private readonly sbyte[] quantized = [];
    private readonly float[] scales = [];

    /// <param name="rows">One row of <paramref name="inputs"/> weights per output.</param>
    public PackedMatrix(ReadOnlySpan<float> rows, ReadOnlySpan<float> bias, int inputs, Precision precision)
    {
        this.inputs = inputs;
        blocks = Quantization.Blocks(inputs);
        offsets = new float[MatrixPadding.Stride(bias.Length)];
        bias.CopyTo(offsets);
        if (precision == Precision.Float32)
        {
            weights = new float[offsets.Length * inputs];
            for (var output = 0; output < bias.Length; output++)
                Pack(rows.Slice(output * inputs, inputs), output, weights);
            return;
        }
        quantized = new sbyte[offsets.Length * inputs];
        scales = new float[offsets.Length * blocks];
        var row = new sbyte[inputs];
        var rowScales = new float[blocks];
        for (var output = 0; output < bias.Length; output++)
        {
            Quantization.Quantize(rows.Slice(output * inputs, inputs), row, rowScales);
            Pack<sbyte>(row, output, quantized);
            Pack<float>(rowScales, output, scales);
        }
    }

    /// <param name="rows">One row of <paramref name="inputs"/> int8 weights per output.</param>
    /// <param name="rowScales">For each row one for a block of its weights.</param>
    public PackedMatrix(ReadOnlySpan<sbyte> rows, ReadOnlySpan<float> rowScales, ReadOnlySpan<float> bias, int inputs)
    {
        this.inputs = inputs;
        blocks = Quantization.Blocks(inputs);
        offsets = new float[MatrixPadding.Stride(bias.Length)];
        bias.CopyTo(offsets);
        quantized = new sbyte[offsets.Length * inputs];
        scales = new float[offsets.Length * blocks];
        for (var output = 0; output < bias.Length; output++)
        {
            Pack(rows.Slice(output * inputs, inputs), output, quantized);
            Pack(rowScales.Slice(output * blocks, blocks), output, scales);
        }
    }

    /// <summary>Numbers of a panel, which is what <see cref="Multiply"/> needs room for.</summary>
    public int PanelSize => inputs * MatrixKernel.PanelWidth;

    /// <summary>
    /// y = x times the weights, plus the bias, for some rows. All columns of <paramref name="y"/> up to its padded width are
    /// written.
    /// </summary>
    public void Multiply(ReadOnlySpan<float> x, int xStride, int rows, Span<float> y, int yStride, Span<float> workspace)
    {
        for (var column = 0; column < offsets.Length; column += MatrixKernel.PanelWidth)
        {
            ReadOnlySpan<float> panel;
            if (weights.Length > 0)
                panel = weights.AsSpan(column * inputs, PanelSize);
            else
            {
                // One panel at a time becomes float32, and stays in the cache while all rows use it.
                Quantization.Widen(quantized.AsSpan(column * inputs, PanelSize), scales.AsSpan(column * blocks), workspace);
                panel = workspace[..PanelSize];
            }
            MatrixKernel.Multiply(x, xStride, rows, inputs, panel, Ones, offsets.AsSpan(column), y[column..], yStride);
        }
    }

    // A row becomes a column of its panel.
    private static void Pack<T>(ReadOnlySpan<T> row, int output, T[] packed)
    {
        var (panel, column) = Math.DivRem(output, MatrixKernel.PanelWidth);
        var at = panel * MatrixKernel.PanelWidth * row.Length + column;
        for (var i = 0; i < row.Length; i++)
            packed[at + i * MatrixKernel.PanelWidth] = row[i];
    }
}

/// <summary>Rows of numbers are padded to whole panels.</summary>
internal static class MatrixPadding
{
    public static int Panels(int columns) => (columns + MatrixKernel.PanelWidth - 1) / MatrixKernel.PanelWidth;

    public static int Stride(int columns) => Panels(columns) * MatrixKernel.PanelWidth;
}
