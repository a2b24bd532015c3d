using Knowledge.Api.Background;

namespace Knowledge.Tests.Api.Background;

public sealed class ClosingTests
{
    [Fact]
    public async Task A_part_that_throws_keeps_none_of_the_others_open()
    {
        var closed = new List<int>();
        ValueTask Close(int part)
        {
            closed.Add(part);
            return part == 2 ? throw new InvalidOperationException("2") : default;
        }

        var failures = await Closing.AllAsync(() => Close(1), () => Close(2), async () => await Close(3));

        Assert.Equal([1, 2, 3], closed);
        Assert.Equal("2", Assert.Single(failures).Message);
    }
}
