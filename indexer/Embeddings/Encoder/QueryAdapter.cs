using System.Numerics;
using System.Runtime.CompilerServices;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// What is added to the matrices of an encoder where it reads queries: people say what they see, and pages what it comes from.
/// Passages are read without it.
/// </summary>
/// <remarks>
/// Hu et al., LoRA, 2021: to each matrix of outputs times inputs a product of two narrow ones, <c>up</c> (outputs times rank) and
/// <c>down</c> (rank times inputs), under the matrix's name. <c>../Adapter/README.md</c> tells how the one comes to be that is shipped.
/// </remarks>
internal sealed class QueryAdapter : IDisposable
{
    public const string FileName = "query-adapter.safetensors";

    private const int MaxRank = 256;

    private readonly Safetensors file;

    private QueryAdapter(Safetensors file, int rank) => (this.file, Rank) = (file, rank);

    public int Rank { get; }

    /// <returns>Null where the directory has none.</returns>
    /// <exception cref="EncoderException">It does not fit the model; found before any number is read.</exception>
    public static QueryAdapter? Open(string directory, EncoderConfig config)
    {
        if (!Path.Exists(Path.Combine(directory, FileName)))
            return null;
        var file = Safetensors.Open(directory, FileName);
        try
        {
            var first = BertWeights.Matrices(config).First();
            if (file.ShapeOf(Down(first.Name)) is not [>= 1 and <= MaxRank and var rank, _])
                throw new EncoderException(FileName, Down(first.Name), $"is missing or not 1 to {MaxRank} rows");
            foreach (var (name, outputs, inputs) in BertWeights.Matrices(config))
            {
                file.Require(Down(name), rank, inputs);
                file.Require(Up(name), outputs, rank);
            }
            // One of another model, with more layers than this.
            if (file.Count != 2 * BertWeights.Matrices(config).Count())
                throw new EncoderException(FileName, "header", "has tensors that belong to no matrix of this model");
            return new(file, (int)rank);
        }
        catch (EncoderException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds what belongs to a matrix.</summary>
    /// <param name="rows">A row of <paramref name="inputs"/> numbers for each output.</param>
    /// <exception cref="EncoderException">A number is not finite, or what they add up to is not.</exception>
    public void AddTo(string name, Span<float> rows, int inputs)
    {
        var outputs = rows.Length / inputs;
        var (down, up) = (new float[Rank * inputs], new float[outputs * Rank]);
        file.Read(Down(name), 0, down);
        file.Read(Up(name), 0, up);
        for (var output = 0; output < outputs; output++)
        for (var i = 0; i < Rank; i++)
            AddScaled(down.AsSpan(i * inputs, inputs), up[output * Rank + i], rows.Slice(output * inputs, inputs));
        if (!AreFinite(rows))
            throw new EncoderException(FileName, name, "adds up to a number that is not finite");
    }

    // What is not finite times 0 is not 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AreFinite(ReadOnlySpan<float> numbers)
    {
        var (sum, at) = (Vector<float>.Zero, 0);
        for (; at <= numbers.Length - Vector<float>.Count; at += Vector<float>.Count)
            sum += new Vector<float>(numbers[at..]) * Vector<float>.Zero;
        var rest = Vector.Sum(sum);
        for (; at < numbers.Length; at++)
            rest += numbers[at] * 0;
        return rest == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<float> numbers, float factor, Span<float> sum)
    {
        var at = 0;
        for (; at <= sum.Length - Vector<float>.Count; at += Vector<float>.Count)
            (new Vector<float>(sum[at..]) + new Vector<float>(numbers[at..]) * factor).CopyTo(sum[at..]);
        for (; at < sum.Length; at++)
            sum[at] += numbers[at] * factor;
    }

    public void Dispose() => file.Dispose();

    private static string Down(string matrix) => $"{matrix}.down";

    private static string Up(string matrix) => $"{matrix}.up";
}
