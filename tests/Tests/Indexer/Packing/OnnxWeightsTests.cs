using CsCheck;
using Knowledge.Packing;

namespace Knowledge.Tests.Indexer.Packing;

public sealed class OnnxWeightsTests
{
    private static OnnxFile File =>
        new OnnxFile()
            .Tensor("first", [2, 3], [1, 2, 3, 4, 5, 6])
            .Tensor("second", [3], [0.5f, -0.5f, 0.25f], packed: true)
            .Tensor("positions", [1], [0], type: 7)
            .Node("Add", "first", "second")
            .Node("MatMul", "input", "second")
            .Node("MatMul", "input", "other output")
            .Node("MatMul", "hidden", "first");

    [Fact]
    public void Reads_numbers_by_name_and_products_in_the_order_of_the_graph()
    {
        var weights = OnnxWeights.Read(File.ToArray());
        Assert.Equal([2, 3], weights["first"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], weights.Numbers(weights["first"]));
        Assert.Equal([3], weights["second"].Shape);
        Assert.Equal(["second", "first"], weights.Products.Select(p => p.Name));
        Assert.Contains("positions", Assert.Throws<InvalidDataException>(() => weights["positions"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_cut_off_or_does_not_fit_its_shape()
    {
        var file = File.ToArray();
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<InvalidDataException>(() => OnnxWeights.Read(file[..length]));
        Assert.Throws<InvalidDataException>(() => OnnxWeights.Read(new OnnxFile().Tensor("a", [2, 2], [1, 2, 3]).ToArray()));
        Assert.Throws<InvalidDataException>(() =>
            OnnxWeights.Read(new OnnxFile().Tensor("a", [int.MaxValue, int.MaxValue, int.MaxValue], [1]).ToArray())
        );
        var infinite = OnnxWeights.Read(new OnnxFile().Tensor("a", [1], [float.NaN]).ToArray());
        Assert.Throws<InvalidDataException>(() => infinite.Numbers(infinite["a"]));
    }

    [Fact]
    public void Reads_any_bytes_without_another_exception() =>
        Gen.Select(Gen.Int[0, 400], Gen.Byte)
            .Array[1, 8]
            .Sample(
                changes =>
                {
                    var file = File.ToArray();
                    foreach (var (place, value) in changes)
                        file[place % file.Length] = value;
                    try
                    {
                        OnnxWeights.Read(file);
                    }
                    catch (InvalidDataException) { }
                },
                iter: 2_000
            );
}
