using CsCheck;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Syntax;

namespace Knowledge.Tests.Indexer.Search;

public sealed class NearPairTests
{
    [Fact]
    public void Two_words_are_near_where_they_are_near_in_one_of_the_texts()
    {
        var (near, far) = (0, 0);
        // 0 separates texts; 1 and 2 are looked for, and few.
        Gen.Select(Gen.Int[0, 40].Array[0, 300], Gen.Int[1, NearPair.MaxSlop], Gen.Int[1, 20])
            .Sample(
                (words, slop, divisor) =>
                {
                    ushort[] prints = [.. words.Select(w => (ushort)(w is 0 or 1 or 2 ? w : w + 1))];
                    slop = Math.Max(1, slop / divisor);
                    var expected = Texts(prints).Any(t => Proximity.IsNear<ushort>(t, [1, 2], slop));

                    Assert.Equal(expected, NearPair.IsIn(prints, 1, 2, slop));
                    Interlocked.Increment(ref expected ? ref near : ref far);
                }
            );
        Assert.True(near > 5 && far > 5, $"{near} near, {far} not");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(NearPair.MaxSlop)]
    public void They_are_found_at_every_place_and_one_place_too_far_never(int slop)
    {
        foreach (var length in (int[])[slop + 4, 63, 64, 65, 127, 128, 200])
            for (var at = 0; at < length; at++)
            {
                Assert.Equal(at + slop + 1 < length, Holds(at, at + slop + 1));
                Assert.False(Holds(at, at + slop + 2));
                Assert.Equal(slop > 1 && at >= slop - 1, Holds(at, at - slop + 1));
                Assert.False(Holds(at, at - slop));

                bool Holds(int first, int second)
                {
                    var prints = Enumerable.Repeat((ushort)9, length).ToArray();
                    prints[first] = 1;
                    if (second >= 0 && second < length && second != first)
                        prints[second] = 2;
                    return NearPair.IsIn(prints, 1, 2, slop);
                }
            }
    }

    private static IEnumerable<ushort[]> Texts(ushort[] prints)
    {
        for (var from = 0; from <= prints.Length; )
        {
            var end = Array.IndexOf(prints, (ushort)0, from) is >= 0 and var separator ? separator : prints.Length;
            yield return prints[from..end];
            from = end + 1;
        }
    }
}
