using CsCheck;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Index;

public sealed class PostingsTests
{
    private const int Count = 3 * Postings.BlockSize + 17;

    private static readonly SortedDictionary<int, byte>[] AtTheEdges =
    [
        [],
        new() { [0] = 1 },
        new() { [Count - 1] = 255 },
        new() { [Postings.BlockSize - 1] = 7, [Postings.BlockSize] = 8 },
        // Nothing in the second block.
        new()
        {
            [5] = 9,
            [2 * Postings.BlockSize] = 10,
            [2 * Postings.BlockSize + 1] = 11,
        },
    ];

    [Fact]
    public void What_is_written_is_read_back_across_blocks() =>
        Gen.Select(Gen.SortedDictionary(Gen.Int[0, Count - 1], Gen.Byte[1, 255])[0, 300].Array[0, 8], Gen.Int[0, Count - 1].Array[200])
            .Sample((terms, others) => AssertReadBack([.. AtTheEdges, .. terms], others), iter: 40);

    private static void AssertReadBack(SortedDictionary<int, byte>[] written, int[] others)
    {
        var writer = new PostingsWriter(written.Length, written.Sum(u => u.Count) + 100);
        foreach (var units in written)
        {
            writer.BeginTerm();
            foreach (var (unit, impact) in units)
                writer.Add(unit, impact);
        }
        var postings = writer.Take(Count);

        Assert.Equal(4, postings.Blocks);
        Assert.Equal(written.Sum(u => u.Count), postings.Units.Length);
        Assert.Equal(postings.Units.Length, postings.Impacts.Length);
        for (var t = 0; t < written.Length; t++)
        {
            Assert.Equal(written[t].Count, postings.Frequency(t));
            var read = new SortedDictionary<int, byte>();
            for (var block = 0; block < postings.Blocks; block++)
            {
                var (start, end) = postings.Run(t, block);
                for (var i = start; i < end; i++)
                    read.Add((block << Postings.BlockBits) + postings.Units[i], postings.Impacts[i]);
            }
            Assert.Equal(written[t], read);
            foreach (var unit in written[t].Keys.Concat(others).Concat([0, Count - 1, Postings.BlockSize - 1, Postings.BlockSize]))
                Assert.Equal(written[t].GetValueOrDefault(unit), postings.ImpactAt(t, unit));
        }
    }

    [Fact]
    public void No_terms_and_no_units_are_postings_too()
    {
        var postings = new PostingsWriter(0, 0).Take(0);

        Assert.Equal(0, postings.Blocks);
        Assert.Equal([0], postings.RunOfTerm);
    }
}
