using Knowledge.Indexer.Lexical;

namespace Knowledge.Tests.Indexer.Lexical;

public sealed class PostingsTests
{
    [Fact]
    public void What_is_written_is_read_back_across_blocks()
    {
        const int count = 3 * Postings.BlockSize + 17;
        var random = new Random(3);
        var written = new List<SortedDictionary<int, byte>>
        {
            new(),
            new() { [0] = 1 },
            new() { [count - 1] = 255 },
            new() { [Postings.BlockSize - 1] = 7, [Postings.BlockSize] = 8 },
            // Nothing in the second block.
            new()
            {
                [5] = 9,
                [2 * Postings.BlockSize] = 10,
                [2 * Postings.BlockSize + 1] = 11,
            },
        };
        for (var t = 0; t < 20; t++)
        {
            var units = new SortedDictionary<int, byte>();
            for (var n = random.Next(2000); n > 0; n--)
                units[random.Next(count)] = (byte)random.Next(1, 256);
            written.Add(units);
        }
        var writer = new PostingsWriter(written.Count, written.Sum(u => u.Count) + 100);
        foreach (var units in written)
        {
            writer.BeginTerm();
            foreach (var (unit, impact) in units)
                writer.Add(unit, impact);
        }
        var postings = writer.Take(count);

        Assert.Equal(4, postings.Blocks);
        Assert.Equal(written.Sum(u => u.Count), postings.Units.Length);
        Assert.Equal(postings.Units.Length, postings.Impacts.Length);
        for (var t = 0; t < written.Count; t++)
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
            foreach (
                var unit in written[t]
                    .Keys.Concat(Enumerable.Range(0, 200).Select(_ => random.Next(count)))
                    .Concat([0, count - 1, Postings.BlockSize - 1, Postings.BlockSize])
            )
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
