using System.Text;
using CsCheck;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Tests.Indexer.Embeddings.Encoder;

public sealed class SafetensorsTests : IDisposable
{
    private const string One = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    private readonly TinyModel model = new();

    [Theory]
    [InlineData("F32", new byte[] { 0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0 })]
    [InlineData("F16", new byte[] { 0, 0x3E, 0, 0xC0 })]
    [InlineData("BF16", new byte[] { 0xC0, 0x3F, 0, 0xC0 })]
    public void Reads_numbers_of_each_type(string type, byte[] data)
    {
        model.WriteWeights(One.Replace("F32", type).Replace("8", $"{data.Length}") + "   ", data);
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        file.Require("a", 2);
        var numbers = new float[2];
        file.Read("a", 0, numbers);
        Assert.Equal([1.5f, -2f], numbers);
        file.Read("a", 1, numbers.AsSpan(0, 1));
        Assert.Equal(-2f, numbers[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Read("a", 1, numbers));
    }

    [Fact]
    public void Reads_a_tensor_of_many_portions()
    {
        var numbers = Enumerable.Range(0, 150_001).Select(number => (float)number).ToArray();
        model.WriteWeights(
            One.Replace("[2]", "[150001]").Replace("8", $"{4 * numbers.Length}"),
            [.. numbers.SelectMany(BitConverter.GetBytes)]
        );
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        var read = new float[numbers.Length - 1];
        file.Read("a", 1, read);
        Assert.Equal(numbers[1..], read);
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[0,99999999999],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"""
    )]
    [InlineData("""{"b":{"dtype":"F32","shape":[],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"format":"pt"},"b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""")]
    public void Takes_what_the_format_allows(string header)
    {
        model.WriteWeights(header, new byte[8]);
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        Assert.True(file.Contains("b"));
        Assert.False(file.Contains("__metadata__"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,2,2],"data_offsets":[0,0]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F12","shape":[2],"data_offsets":[0,8]}}""", "a", "dtype")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", "a", "dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775807,9223372036854775807]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"shape":[1]}}""", "a", "shape is there twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "b",
        "overlap those of a"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "a",
        "there twice"
    )]
    [InlineData(
        """{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "b",
        "gap of 2 bytes"
    )]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "file", "belong to no tensor")]
    [InlineData("""{"a":5}""", "a", "object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[2]]]],"data_offsets":[0,8]}}""", "header", "not JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "header", "Unicode")]
    [InlineData("""{"a":{"dtype":"\ud800","shape":[2],"data_offsets":[0,8]}}""", "header", "Unicode")]
    [InlineData("""{"a\nb":5}""", "a?b", "object")]
    [InlineData("""{"a":""", "header", "not JSON")]
    [InlineData("""{} {}""", "header", "not JSON")]
    [InlineData("""[]""", "header", "{")]
    [InlineData("", "header", "{")]
    public void Refuses_a_header_that_is_wrong(string header, string field, string reason)
    {
        model.WriteWeights(header, new byte[8]);
        Refuses(field, reason);
    }

    [Fact]
    public void Refuses_a_header_that_is_not_text()
    {
        model.WriteWeights([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}'], new byte[8]);
        Refuses("header", "");
    }

    [Theory]
    [InlineData(ulong.MaxValue, "more than")]
    [InlineData(1ul << 63, "more than")]
    [InlineData(1ul << 40, "more than")]
    [InlineData(4_000_000ul, "more than the file holds")]
    public void Refuses_a_length_of_header_that_cannot_be_before_it_allocates(ulong length, string reason)
    {
        model.WriteWeights(Encoding.UTF8.GetBytes(One), new byte[8], length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuses("header length", reason);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Refuses_a_file_cut_off_anywhere()
    {
        var path = Path.Combine(model.Root, TinyModel.Weights);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += length < 16 ? 1 : 97)
        {
            File.WriteAllBytes(path, whole[..length]);
            Refuses("", "");
        }
    }

    [Fact]
    public void Refuses_a_file_that_is_too_large_without_reading_it()
    {
        using (var file = File.OpenWrite(Path.Combine(model.Root, TinyModel.Weights)))
            file.SetLength(Safetensors.MaxFileBytes + 1);
        Refuses("file", "is the most");
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there()
    {
        File.Delete(Path.Combine(model.Root, TinyModel.Weights));
        Refuses("file", "missing");
    }

    [Fact]
    public void Notices_a_file_that_shrinks_while_it_is_read()
    {
        model.WriteWeights(One, new byte[8]);
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        using (
            var shrunk = new FileStream(Path.Combine(model.Root, TinyModel.Weights), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)
        )
            shrunk.SetLength(shrunk.Length - 2);
        Assert.Equal("model.safetensors: a: is cut off", Assert.Throws<EncoderException>(() => file.Read("a", 0, new float[2])).Message);
    }

    [Fact]
    public void Refuses_numbers_that_are_not_finite()
    {
        model.WriteWeights(One, [0, 0, 0, 0, 0, 0, 0xC0, 0x7F]);
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        Assert.Contains(
            "a: has a number that is not finite",
            Assert.Throws<EncoderException>(() => file.Read("a", 0, new float[2])).Message
        );
    }

    [Theory]
    [InlineData("F32", 3, "shape [2], not [3]")]
    [InlineData("I32", 2, "dtype I32 is not F32, F16 or BF16")]
    public void Refuses_a_tensor_of_another_shape_or_type(string type, int wanted, string reason)
    {
        model.WriteWeights(One.Replace("F32", type), new byte[8]);
        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
        Assert.Contains(reason, Assert.Throws<EncoderException>(() => file.Require("a", wanted)).Message);
        Assert.Equal("model.safetensors: b: is missing", Assert.Throws<EncoderException>(() => file.Require("b", 2)).Message);
    }

    [Fact]
    public void Whatever_a_byte_is_changed_to_only_a_refusal_comes_of_it()
    {
        var path = Path.Combine(model.Root, TinyModel.Weights);
        model.WriteWeights(One, new byte[8]);
        var whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, 8 + One.Length - 1], Gen.Byte)
            .Array[1, 3]
            .Sample(
                changes =>
                {
                    var changed = whole.ToArray();
                    foreach (var (at, value) in changes)
                        changed[at] = value;
                    File.WriteAllBytes(path, changed);
                    try
                    {
                        using var file = Safetensors.Open(model.Root, TinyModel.Weights);
                    }
                    catch (EncoderException e)
                    {
                        Assert.DoesNotContain('\n', e.Message);
                    }
                },
                iter: 2_000,
                threads: 1
            );
    }

    public void Dispose() => model.Dispose();

    private void Refuses(string field, string reason)
    {
        var message = Assert.Throws<EncoderException>(() => Safetensors.Open(model.Root, TinyModel.Weights)).Message;
        Assert.StartsWith($"{TinyModel.Weights}: {field}", message);
        Assert.Contains(reason, message);
        Assert.DoesNotContain('\n', message);
    }
}
