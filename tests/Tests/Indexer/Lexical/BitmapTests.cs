using Knowledge.Indexer.Lexical;

namespace Knowledge.Tests.Indexer.Lexical;

public sealed class BitmapTests
{
    [Fact]
    public void And_and_and_not_are_those_of_sets_whatever_the_sizes()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var (a, left) = Some(random);
            var (b, right) = Some(random);

            Assert.Equal(left.Intersect(right).Order(), Members(a.And(b)));
            Assert.Equal(left.Except(right).Order(), Members(a.And(b, not: true)));
            Assert.Equal(left.Order(), Members(a));
            Assert.Equal(left.Count, a.Count);
            Assert.Equal(left.Count == 0, a.IsEmpty);
        }
    }

    [Fact]
    public void Nothing_lies_beyond_its_end()
    {
        Assert.False(Bitmap.Empty[0]);
        Assert.False(Bitmap.OfSize(3)[1_000_000]);
        Assert.True(Bitmap.OfSize(0).IsEmpty);
    }

    private static (Bitmap, HashSet<int>) Some(Random random)
    {
        var size = random.Next(0, 300);
        var (bitmap, members) = (Bitmap.OfSize(size), new HashSet<int>());
        for (var i = random.Next(0, 2) * size; i > 0; i--)
        {
            var member = random.Next(size);
            bitmap.Set(member);
            members.Add(member);
        }
        return (bitmap, members);
    }

    private static IEnumerable<int> Members(Bitmap bitmap) => Enumerable.Range(0, 400).Where(i => bitmap[i]);
}
