using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Index;
using Knowledge.Tests.Indexer.Index;

namespace Knowledge.Tests.Indexer.Embeddings;

public sealed class VectorCacheTests : IDisposable
{
    private const string Model = "model";
    private const int Dimensions = 48;
    private const int RecordBytes = 32 + 4 + Dimensions + 8;

    private static readonly LexicalIndex Index = LexicalIndex.Build([
        .. Enumerable.Range(0, 100).Select(i => RandomPages.Page($"p{i}", $"Page {i}", $"text {i}")),
    ]);

    private readonly Fixture files = new();

    private string File => VectorCache.PathOf(files.Directory, Model);

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task A_second_run_embeds_nothing_and_finds_the_same()
    {
        var (first, asked) = await Embed();
        var (second, again) = await Embed();

        Assert.Equal((100, 0), (asked, again));
        Assert.Equal(Scan(first), Scan(second));
    }

    [Fact]
    public async Task What_was_embedded_before_a_stop_is_kept()
    {
        using var stop = new CancellationTokenSource();
        using var generator = new WordsGenerator
        {
            Given = vectors =>
            {
                stop.Cancel();
                return vectors;
            },
        };
        using (var cache = VectorCache.Open(files.Directory, Model, Dimensions))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                PassageEmbedding.Embed(Index, generator, cache, cancellation: stop.Token)
            );

        Assert.Equal(64, generator.Asked.Count);
        Assert.Equal(36, (await Embed()).Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(RecordBytes - 1)]
    [InlineData(RecordBytes + 1)]
    public async Task A_torn_tail_is_cut_off(int bytes)
    {
        var (first, _) = await Embed();
        var length = new FileInfo(File).Length;
        using (var file = System.IO.File.OpenWrite(File))
            file.SetLength(length - bytes);

        var (second, asked) = await Embed();

        Assert.Equal(bytes / RecordBytes + 1, asked);
        Assert.Equal(length, new FileInfo(File).Length);
        Assert.Equal(Scan(first), Scan(second));
    }

    [Fact]
    public async Task Any_flipped_byte_costs_what_it_was_in_and_nothing_else()
    {
        var (first, _) = await Embed();
        var whole = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var header = whole.Length - 100 * RecordBytes;
        foreach (var at in Enumerable.Range(0, header).Concat(Enumerable.Range(0, RecordBytes).Select(i => header + 7 * RecordBytes + i)))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            await System.IO.File.WriteAllBytesAsync(File, damaged, TestContext.Current.CancellationToken);

            var (vectors, asked) = await Embed();

            Assert.Equal(at < header ? 100 : 1, asked);
            Assert.Equal(Scan(first), Scan(vectors));
            Assert.Equal(0, (await Embed()).Asked);
        }
    }

    [Fact]
    public async Task Another_model_has_another_file_and_never_the_vectors_of_this_one()
    {
        await Embed();
        Assert.Equal(100, (await Embed("another")).Asked);
        Assert.Equal(0, (await Embed()).Asked);

        System.IO.File.Copy(VectorCache.PathOf(files.Directory, "another"), File, overwrite: true);
        Assert.Equal(100, (await Embed()).Asked);
    }

    [Fact]
    public void What_is_no_cache_becomes_one()
    {
        System.IO.File.WriteAllText(File, "something else that happens to have this name, and is longer than a header is");
        using (var cache = VectorCache.Open(files.Directory, Model, Dimensions))
            Assert.Equal(0, cache.Count);
        using (var wider = VectorCache.Open(files.Directory, Model, 2 * Dimensions))
            Assert.Equal(0, wider.Count);
    }

    [Fact]
    public async Task Several_have_it_at_once_and_what_one_adds_the_other_does_not_add_again()
    {
        const int AtOnce = 10;
        using var one = VectorCache.Open(files.Directory, Model, Dimensions);
        using var other = VectorCache.Open(files.Directory, Model, Dimensions);
        // Each adds what the other adds too, and some of its own.
        await Task.WhenAll(
            Task.Run(() => AddAll(one, 0), TestContext.Current.CancellationToken),
            Task.Run(() => AddAll(other, 50), TestContext.Current.CancellationToken)
        );

        using var read = VectorCache.Open(files.Directory, Model, Dimensions);
        Assert.Equal(120, read.Count);
        Assert.All(Enumerable.Range(0, 120), i => Assert.Equal((sbyte)i, read.Find(TextKey.Of($"text {i}"))!.Value.Row[0]));
        Assert.Equal(120, new FileInfo(File).Length / RecordBytes);

        static void AddAll(VectorCache cache, int first)
        {
            for (var i = first; i < first + 70; i += AtOnce)
                cache.Add([.. Enumerable.Range(i, AtOnce).Select(Vector)]);
        }

        static (TextKey, (float, sbyte[])) Vector(int number) =>
            (TextKey.Of($"text {number}"), (0.5f, [.. Enumerable.Repeat((sbyte)number, Dimensions)]));
    }

    [Fact]
    public async Task What_cannot_be_written_is_in_memory_and_the_reason_is_told()
    {
        using var generator = new WordsGenerator(Dimensions);
        using var cache = VectorCache.Open(files.Directory, Model, Dimensions);
        // No lock can be had where a directory is in its place.
        System.IO.File.Delete(File + ".lock");
        Directory.CreateDirectory(File + ".lock");
        var vectors = await PassageEmbedding.Embed(Index, generator, cache, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(1, vectors.ShareOf(Index));
        Assert.NotNull(cache.Failure);
        Directory.Delete(File + ".lock");
        Assert.Equal(100, (await Embed()).Asked);
        Assert.Equal(0, (await Embed()).Asked);
    }

    [Fact]
    public void A_file_that_begins_anew_under_another_gives_it_no_vector_of_another_text()
    {
        using var one = VectorCache.Open(files.Directory, Model, Dimensions);
        one.Add([(TextKey.Of("a"), (0.5f, new sbyte[Dimensions]))]);
        System.IO.File.WriteAllText(File, "damaged");
        using var other = VectorCache.Open(files.Directory, Model, Dimensions);
        other.Add([(TextKey.Of("b"), (0.25f, new sbyte[Dimensions]))]);

        Assert.Null(one.Find(TextKey.Of("a")));
        Assert.NotNull(other.Find(TextKey.Of("b")));
    }

    private async Task<(PassageVectors Vectors, int Asked)> Embed(string model = Model)
    {
        using var generator = new WordsGenerator(Dimensions);
        using var cache = VectorCache.Open(files.Directory, model, Dimensions);
        return (
            await PassageEmbedding.Embed(Index, generator, cache, cancellation: TestContext.Current.CancellationToken),
            generator.Asked.Count
        );
    }

    private static List<PassageVectors.DocumentSimilarity> Scan(PassageVectors vectors)
    {
        using var generator = new WordsGenerator(Dimensions);
        return vectors.Scan(Index, new(generator.VectorOf("page text 7")), null);
    }
}
