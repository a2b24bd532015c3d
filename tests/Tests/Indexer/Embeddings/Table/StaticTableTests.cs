using System.Buffers.Binary;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;
using Microsoft.Extensions.AI;

namespace Knowledge.Tests.Indexer.Embeddings.Table;

public sealed class StaticTableTests : IDisposable
{
    private const int Dimensions = 40;

    private readonly Fixture files = new();

    public void Dispose() => files.Dispose();

    private static (string[] Entries, float[] Rows) Random(int entries)
    {
        var random = new Random(3);
        return (
            [.. Enumerable.Range(0, entries).Select(i => $"word{i}")],
            [.. Enumerable.Range(0, entries * Dimensions).Select(i => (random.NextSingle() - 0.5f) * (1 + i / Dimensions % 7))]
        );
    }

    private static StaticTable Table(int entries = 20) =>
        Random(entries) is var (names, rows) ? StaticTable.Round(names, rows, Dimensions, "made by a test") : null!;

    private byte[] Written(StaticTable table)
    {
        var path = Path.Combine(files.Directory, "a.table");
        table.Write(path);
        return File.ReadAllBytes(path);
    }

    [Fact]
    public void A_text_is_the_normalised_sum_of_its_rows()
    {
        var (entries, rows) = Random(20);
        var table = Table();
        foreach (var text in (string[])["word3", "word1 word2, word2", "Word7 nothing word19 word0"])
        {
            var sum = new double[Dimensions];
            foreach (var word in text.ToLowerInvariant().Split([' ', ',']))
                if (Array.IndexOf(entries, word) is >= 0 and var row)
                    for (var i = 0; i < Dimensions; i++)
                        sum[i] += rows[row * Dimensions + i];
            var vector = table.Embed(text, []);
            Assert.Equal(1, Math.Sqrt(vector.Sum(x => (double)x * x)), 1e-5);
            Assert.True(vector.Zip(sum, (a, b) => a * b).Sum() / Math.Sqrt(sum.Sum(x => x * x)) > 0.9995);
        }
    }

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var table = Table();
        var read = StaticTable.Read(new MemoryStream(Written(table)));
        Assert.Equal((table.Dimensions, table.Description, table.Checksum), (read.Dimensions, read.Description, read.Checksum));
        Assert.Equal(table.Vocabulary.Entries, read.Vocabulary.Entries);
        Assert.Equal(table.Embed("word1 word5", []), read.Embed("word1 word5", []));
    }

    [Fact]
    public void Each_flipped_bit_and_each_lost_tail_is_noticed()
    {
        var bytes = Written(Table(3));
        for (var at = 0; at < bytes.Length; at++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= 1;
            Assert.Throws<InvalidDataException>(() => StaticTable.Read(new MemoryStream(flipped)));
            Assert.Throws<InvalidDataException>(() => StaticTable.Read(new MemoryStream(bytes[..at])));
        }
    }

    [Theory]
    [InlineData(8, int.MaxValue)]
    [InlineData(8, 0)]
    [InlineData(12, int.MaxValue)]
    [InlineData(12, -1)]
    [InlineData(16, int.MaxValue)]
    [InlineData(20, int.MinValue)]
    public void A_hostile_header_with_a_right_checksum_is_refused_before_anything_is_allocated(int offset, int value)
    {
        var bytes = Written(Table(3));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        AssertRefused(bytes);
    }

    [Fact]
    public void Entries_must_be_different_and_not_empty()
    {
        foreach (var (from, to) in ((string, string)[])[("word2", "word1"), ("word2", "##\n##")])
        {
            var bytes = Written(Table(3));
            var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(from));
            System.Text.Encoding.UTF8.GetBytes(to).CopyTo(bytes, at);
            AssertRefused(bytes);
        }
    }

    private static void AssertRefused(byte[] bytes)
    {
        StaticTable.Sign(bytes);
        Assert.Throws<InvalidDataException>(() => StaticTable.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public async Task The_generator_gives_the_same_and_a_text_without_known_words_gives_zeros()
    {
        var table = Table();
        using var generator = new TableGenerator(table, "test");
        var vectors = await generator.GenerateAsync(["word1", "nothing"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(table.Embed("word1", []), vectors[0].Vector.ToArray());
        Assert.All(vectors[1].Vector.ToArray(), x => Assert.Equal(0, x));
        Assert.Equal(Dimensions, generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            generator.GenerateAsync(["x"], new() { Dimensions = 8 }, TestContext.Current.CancellationToken)
        );
        await Assert.ThrowsAsync<OperationCanceledException>(() => generator.GenerateAsync(["x"], cancellationToken: new(true)));
    }

    [Fact]
    public void Passages_without_known_words_have_no_vector_and_the_others_are_found()
    {
        var table = Table();
        var index = LexicalIndex.Build([
            RandomPages.Page("a", "word1", "word2 word3"),
            RandomPages.Page("b", "日本", "日本"),
            RandomPages.Page("c", "word7", "word8"),
        ]);
        var vectors = PassageEmbedding.Of(index, table, threads: 2, cancellation: TestContext.Current.CancellationToken);

        var found = vectors.Scan(index, new(table.Embed("word8 word7", [])), null);

        Assert.Equal(["a", "c"], found.Select(f => index.DocumentAt(f.Segment, f.Document).Id.Value).Order());
        Assert.Equal("c", index.DocumentAt(found.MaxBy(f => f.Best).Segment, found.MaxBy(f => f.Best).Document).Id.Value);
    }
}
