using CsCheck;
using Knowledge.Indexer.Index;

namespace Knowledge.Tests.Indexer.Index;

public sealed class BitmapTests
{
    private static readonly Gen<(int Size, int[] Members)> Sets = Gen.Int[0, 299]
        .SelectMany(size =>
            Gen.Frequency((1, Gen.Const(Array.Empty<int>())), (size, Gen.Int[0, Math.Max(0, size - 1)].Array[0, size]))
                .Select(members => (size, members))
        );

    [Fact]
    public void And_and_and_not_are_those_of_sets_whatever_the_sizes() =>
        Gen.Select(Sets, Sets)
            .Sample(
                (one, other) =>
                {
                    var (a, left) = Made(one);
                    var (b, right) = Made(other);

                    Assert.Equal(left.Intersect(right).Order(), Members(a.And(b)));
                    Assert.Equal(left.Except(right).Order(), Members(a.And(b, not: true)));
                    Assert.Equal(left.Order(), Members(a));
                    Assert.Equal(left.Order(), Walked(a));
                    Assert.Equal(left.Count, a.Count);
                    Assert.Equal(left.Count == 0, a.IsEmpty);
                },
                iter: 1_000
            );

    [Fact]
    public void Nothing_lies_beyond_its_end()
    {
        Assert.False(Bitmap.Empty[0]);
        Assert.False(Bitmap.OfSize(3)[1_000_000]);
        Assert.True(Bitmap.OfSize(0).IsEmpty);
    }

    private static (Bitmap, HashSet<int>) Made((int Size, int[] Members) set)
    {
        var bitmap = Bitmap.OfSize(set.Size);
        foreach (var member in set.Members)
            bitmap.Set(member);
        return (bitmap, [.. set.Members]);
    }

    private static List<int> Walked(Bitmap bitmap)
    {
        var walked = new List<int>();
        for (var member = bitmap.Next(0); member >= 0; member = bitmap.Next(member + 1))
            walked.Add(member);
        return walked;
    }

    private static IEnumerable<int> Members(Bitmap bitmap) => Enumerable.Range(0, 400).Where(i => bitmap[i]);
}
