namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>One row of numbers for each word piece, int8 or float32.</summary>
internal sealed class EmbeddingTable
{
    // So many rows are read from the file at a time: the table never exists in float32 when int8 is kept.
    private const int RowsAtOnce = 256;

    private readonly int width;
    private readonly float[] numbers = [];
    private readonly sbyte[] quantized = [];
    private readonly float[] scales = [];

    private EmbeddingTable(int width, float[] numbers) => (this.width, this.numbers) = (width, numbers);

    private EmbeddingTable(int width, sbyte[] quantized, float[] scales) =>
        (this.width, this.quantized, this.scales) = (width, quantized, scales);

    /// <param name="precision">Of numbers; what is int8 in the file stays so.</param>
    public static EmbeddingTable Read(Safetensors file, string tensor, int rows, int width, Precision precision)
    {
        if (file.IsQuantized(tensor))
        {
            var (read, scalesRead) = (new sbyte[rows * width], new float[rows * Quantization.Blocks(width)]);
            file.ReadQuantized(tensor, read, scalesRead);
            return new(width, read, scalesRead);
        }
        if (precision == Precision.Float32)
        {
            var all = new float[rows * width];
            file.Read(tensor, 0, all);
            return new(width, all);
        }
        var blocks = Quantization.Blocks(width);
        var (quantized, scales) = (new sbyte[rows * width], new float[rows * blocks]);
        var some = new float[RowsAtOnce * width];
        for (var first = 0; first < rows; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, rows - first);
            file.Read(tensor, (long)first * width, some.AsSpan(0, count * width));
            for (var row = 0; row < count; row++)
                Quantization.Quantize(
                    some.AsSpan(row * width, width),
                    quantized.AsSpan((first + row) * width, width),
                    scales.AsSpan((first + row) * blocks, blocks)
                );
        }
        return new(width, quantized, scales);
    }

    public void CopyRow(int row, Span<float> to)
    {
        if (scales.Length == 0)
        {
            numbers.AsSpan(row * width, width).CopyTo(to);
            return;
        }
        var blocks = Quantization.Blocks(width);
        var from = quantized.AsSpan(row * width, width);
        for (var i = 0; i < from.Length; i++)
            to[i] = scales[row * blocks + i / Quantization.BlockSize] * from[i];
    }
}
