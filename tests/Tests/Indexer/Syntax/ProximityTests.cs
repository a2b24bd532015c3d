using Knowledge.Indexer.Syntax;

namespace Knowledge.Tests.Indexer.Syntax;

public sealed class ProximityTests
{
    [Theory]
    [InlineData("no space left", "no space left", 0, true)]
    [InlineData("there is no space left on it", "no space left", 0, true)]
    [InlineData("no free space left", "no space left", 0, false)]
    [InlineData("no free space left", "no space left", 1, true)]
    [InlineData("no at all free space left", "no space left", 2, false)]
    [InlineData("no at all free space left", "no space left", 3, true)]
    [InlineData("left space", "space left", 1, false)] // The wrong order costs two.
    [InlineData("left space", "space left", 2, true)]
    [InlineData("down", "down down", 9, false)] // One word is not two.
    [InlineData("down and down", "down down", 1, true)]
    [InlineData("a b a c", "a c", 0, true)] // Not by the first of them.
    [InlineData("a b", "a z", 9, false)]
    [InlineData("", "a", 9, false)]
    public void Words_are_near_within_their_slop(string text, string wanted, int slop, bool near) =>
        Assert.Equal(near, Proximity.IsNear(text.Split(' '), wanted.Split(' '), slop));
}
