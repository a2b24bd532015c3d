using Knowledge.Api.Hosting;

namespace Knowledge.Tests.Api.Hosting;

[Trait("Reliability", "F-22")]
public sealed class BodyMemoryTests
{
    [Fact]
    public void What_has_no_room_beside_the_others_is_refused_until_they_are_done()
    {
        var memory = new BodyMemory(30);
        Assert.True(memory.Take(5));
        Assert.True(memory.Take(5));
        Assert.False(memory.Take(1));
        memory.GiveBack(5);
        Assert.False(memory.Take(6));
        Assert.True(memory.Take(5));
    }

    [Fact]
    public void One_that_is_alone_has_room_however_large_it_is()
    {
        var memory = new BodyMemory(30);
        Assert.True(memory.Take(1_000));
        Assert.False(memory.Take(1));
        memory.GiveBack(1_000);
        Assert.True(memory.Take(10));
    }

    [Fact]
    public void This_process_has_some() => Assert.True(BodyMemory.OfThisProcess().Take(BodyMemory.Small));
}
