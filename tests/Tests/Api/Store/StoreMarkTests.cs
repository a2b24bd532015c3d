using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Store;

[Trait("Reliability", "F-10")]
public sealed class StoreMarkTests
{
    [Theory]
    [InlineData("this", 7, null)]
    [InlineData("this", 8, null)]
    [InlineData("this", 6, "lacks its last 1 writes")]
    [InlineData("other", 7, "another store")]
    [InlineData(null, 0, "missing or empty")]
    public void A_store_is_the_one_that_was_here_when_it_has_its_name_and_all_its_writes(string? identity, long writes, string? said)
    {
        var mismatch = new StoreMark("this", 7).Mismatch(identity is null ? null : new(identity, writes));
        Assert.Equal(said is null, mismatch is null);
        Assert.Contains(said ?? "", mismatch ?? "", StringComparison.Ordinal);
    }
}
