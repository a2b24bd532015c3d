using Knowledge.Indexer.Lexical;

namespace Knowledge.Tests.Indexer.Lexical;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "ab", 2)]
    [InlineData("disk", "disk", 0)]
    [InlineData("disk", "dsik", 1)]
    [InlineData("empty", "emty", 1)]
    [InlineData("ca", "abc", 3)] // No letter is touched twice: not 2.
    public void Distance_of_known_pairs(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Of(a, b, 3));
        Assert.Equal(distance, EditDistance.Of(b, a, 3));
    }

    [Fact]
    public void It_is_that_of_the_full_table_up_to_the_limit_and_more_beyond()
    {
        var random = new Random(2);
        var seen = new int[4];
        for (var round = 0; round < 20_000; round++)
        {
            var a = Word(random, random.Next(0, 9));
            var b = random.Next(3) == 0 ? Word(random, random.Next(0, 9)) : Changed(random, a);
            var limit = random.Next(0, 4);
            var expected = Math.Min(Slow(a, b), limit + 1);

            Assert.True(
                expected == EditDistance.Of(a, b, limit),
                $"{a} {b} limit {limit}: {EditDistance.Of(a, b, limit)} instead of {expected}"
            );
            seen[Math.Min(3, expected)]++;
        }
        Assert.All(seen, n => Assert.True(n > 500));
    }

    private static string Word(Random random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(4))));

    private static string Changed(Random random, string word)
    {
        for (var n = random.Next(0, 3); n > 0 && word.Length > 1; n--)
        {
            var at = random.Next(word.Length - 1);
            word = random.Next(4) switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, Word(random, 1)),
                2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
                _ => $"{word[..at]}{Word(random, 1)}{word[(at + 1)..]}",
            };
        }
        return word;
    }

    private static int Slow(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        for (var j = 0; j <= b.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                d[i, j] = i + j;
                continue;
            }
            d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
        }
        return d[a.Length, b.Length];
    }
}
