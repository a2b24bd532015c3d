using Knowledge.Api.Hosting;

namespace Knowledge.Tests.Abuse;

/// <summary>Connections never take the descriptors and the memory that everything else needs.</summary>
public sealed class A20ConnectionTests
{
    private const long Much = 64L << 30;

    [Theory]
    [InlineData(1_024, Much, 724)]
    [InlineData(4_096, Much, 3_796)]
    [InlineData(10_300, Much, 10_000)]
    [InlineData(10_299, Much, 9_999)]
    [InlineData(1_048_576, Much, 10_000)]
    [InlineData(256, Much, 128)]
    [InlineData(64, Much, 64)]
    [InlineData(1_048_576, 256L << 20, 4_096)]
    [InlineData(1_048_576, 1L << 20, 64)]
    public void There_are_as_many_as_descriptors_and_memory_allow(long descriptors, long memory, int connections) =>
        Assert.Equal(connections, ConnectionLimit.Of(descriptors, memory));

    [Fact]
    public void Where_nobody_says_there_are_ten_thousand() => Assert.Equal(10_000, ConnectionLimit.Of(null, Much));

    [Theory]
    [InlineData(
        "Limit   Soft Limit  Hard Limit  Units\nMax open files            1024                 4096                 files     \n",
        1_024L
    )]
    [InlineData("Max open files            unlimited            unlimited            files\n", null)]
    [InlineData("Max processes             1024                 4096                 processes\n", null)]
    [InlineData("", null)]
    public void The_limit_is_read_as_linux_tells_it(string limits, long? descriptors) =>
        Assert.Equal(descriptors, ConnectionLimit.DescriptorsIn(limits));

    [Fact]
    public void This_process_has_one() => Assert.InRange(ConnectionLimit.OfThisProcess(), ConnectionLimit.Least, ConnectionLimit.Most);
}
