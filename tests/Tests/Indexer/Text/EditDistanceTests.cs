using CsCheck;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Text;

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

    private static readonly Gen<char> Letter = Gen.Char["abcd"];

    [Fact]
    public void It_is_that_of_the_full_table_up_to_the_limit_and_more_beyond()
    {
        var word = Gen.String[Letter, 0, 8];
        var pair = Gen.Frequency(
            (1, Gen.Select(word, word)),
            (
                2,
                Gen.Select(
                    word,
                    Gen.Select(Gen.Int[0, 3], Gen.Int[0, 99], Letter).Array[0, 2],
                    (from, changes) => (from, Changed(from, changes))
                )
            )
        );
        var seen = new int[4];
        Gen.Select(pair, Gen.Int[0, 3])
            .Sample(
                (words, limit) =>
                {
                    var (a, b) = words;
                    var expected = Math.Min(Slow(a, b), limit + 1);
                    Assert.Equal(expected, EditDistance.Of(a, b, limit));
                    Interlocked.Increment(ref seen[Math.Min(3, expected)]);
                },
                iter: 20_000
            );
        Assert.All(seen, n => Assert.True(n > 500));
    }

    private static string Changed(string word, (int Kind, int At, char Letter)[] changes)
    {
        foreach (var (kind, place, letter) in changes)
        {
            if (word.Length < 2)
                break;
            var at = place % (word.Length - 1);
            word = kind switch
            {
                0 => word.Remove(at, 1),
                1 => word.Insert(at, letter.ToString()),
                2 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
                _ => $"{word[..at]}{letter}{word[(at + 1)..]}",
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
