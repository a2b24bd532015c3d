using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class MatrixKernelTests
{
    private readonly Random random = new(11);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(3, 40)]
    [InlineData(4, 33)]
    [InlineData(7, 64)]
    [InlineData(8, 17)]
    [InlineData(9, 17)]
    [InlineData(29, 3)]
    public void Multiplies_as_a_plain_loop_does_with_registers_of_either_size(int rows, int depth)
    {
        var (x, panel, scales, offsets) = (Numbers(rows * (depth + 2)), Numbers(depth * 32), Numbers(32), Numbers(32));
        var (wide, narrow) = (new float[rows * 40], new float[rows * 40]);
        MatrixKernel.Multiply512(x, depth + 2, rows, depth, panel, scales, offsets, wide, 40);
        MatrixKernel.Multiply256(x, depth + 2, rows, depth, panel, scales, offsets, narrow, 40);
        for (var r = 0; r < rows; r++)
        for (var c = 0; c < 40; c++)
        {
            var sum =
                c < 32
                    ? Enumerable.Range(0, depth).Sum(i => (double)x[r * (depth + 2) + i] * panel[i * 32 + c]) * scales[c] + offsets[c]
                    : 0;
            Assert.Equal(sum, wide[r * 40 + c], 1e-5);
            Assert.Equal(sum, narrow[r * 40 + c], 1e-5);
        }
    }

    [Fact]
    public void A_row_is_the_same_number_for_number_in_a_block_of_any_size()
    {
        var (x, panel, scales, offsets) = (Numbers(31 * 50), Numbers(50 * 32), Numbers(32), Numbers(32));
        var all = new float[31 * 32];
        MatrixKernel.Multiply(x, 50, 31, 50, panel, scales, offsets, all, 32);
        for (var rows = 1; rows < 31; rows++)
        {
            var some = new float[rows * 32];
            MatrixKernel.Multiply(x, 50, rows, 50, panel, scales, offsets, some, 32);
            Assert.Equal(all[..some.Length], some);
        }
    }

    [Fact]
    public void Refuses_what_is_too_short()
    {
        float[] Of(int length) => new float[length];
        foreach (
            var (x, panel, scales, y) in ((int, int, int, int)[])
                [(19, 320, 32, 64), (20, 319, 32, 64), (20, 320, 31, 64), (20, 320, 32, 63)]
        )
        {
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                MatrixKernel.Multiply512(Of(x), 10, 2, 10, Of(panel), Of(scales), Of(32), Of(y), 32)
            );
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                MatrixKernel.Multiply256(Of(x), 10, 2, 10, Of(panel), Of(scales), Of(32), Of(y), 32)
            );
        }
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-5)]
    [InlineData(Precision.Int8, 0.05)]
    internal void A_packed_matrix_multiplies_as_the_plain_one(Precision precision, double error)
    {
        const int Outputs = 45,
            Inputs = 20,
            Rows = 5;
        var (weights, bias, x) = (Numbers(Outputs * Inputs), Numbers(Outputs), Numbers(Rows * 32));
        var matrix = new PackedMatrix(weights, bias, Inputs, precision);
        var y = new float[Rows * 64];
        matrix.Multiply(x, 32, Rows, y, 64, new float[matrix.PanelSize]);
        for (var r = 0; r < Rows; r++)
        for (var o = 0; o < 64; o++)
            Assert.Equal(
                o < Outputs ? bias[o] + Enumerable.Range(0, Inputs).Sum(i => (double)x[r * 32 + i] * weights[o * Inputs + i]) : 0,
                y[r * 64 + o],
                error
            );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(75)]
    public void Rounds_to_the_nearest_of_255_numbers_of_a_block_and_widens_them_again(int depth)
    {
        // A panel whose columns are all the same row.
        float[] row = [.. Numbers(depth).Select((number, i) => number * (i / 32 + 1) * 3)];
        var (quantized, scales) = (new sbyte[depth], new float[Quantization.Blocks(depth)]);
        Quantization.Quantize(row, quantized, scales);
        var widened = new float[depth * 32];
        Quantization.Widen(
            [.. quantized.SelectMany(number => Enumerable.Repeat(number, 32))],
            [.. scales.SelectMany(scale => Enumerable.Repeat(scale, 32))],
            widened
        );
        for (var i = 0; i < widened.Length; i++)
            Assert.Equal(row[i / 32], widened[i], scales[i / 32 / 32] * 0.501);
        Assert.All(quantized.Chunk(32), block => Assert.Equal(127, block.Max(number => Math.Abs((int)number))));
    }

    [Fact]
    public void Rounds_zeros_to_zeros()
    {
        var (quantized, scales) = (new sbyte[40], new float[2]);
        quantized[3] = 5;
        Quantization.Quantize([.. new float[33], float.Epsilon, 0, 0, 0, 0, 0, 0], quantized, scales);
        Assert.All(quantized, number => Assert.Equal(0, number));
        Assert.Equal([0, 0], scales);
    }

    private float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
}
