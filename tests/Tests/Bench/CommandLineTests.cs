using Knowledge.Bench;

namespace Knowledge.Tests.Bench;

public class CommandLineTests
{
    [Theory]
    [InlineData("meaning", "results", "cache", "10000")]
    [InlineData("meaning", "results", "cache", "12", "table")]
    [InlineData("meaning", "results", "cache", "10000", "none")]
    [InlineData("embed", "results", "float32")]
    [InlineData("embed", "results", "int4", "model")]
    [InlineData("http", "results", "cache", "10000", "api", "more")]
    [InlineData("access", "results", "cache", "12", "api")]
    [InlineData("versions", "cache", "10000", "other", "7", "before", "now")]
    [InlineData("versions", "cache", "10000", "table", "0", "before", "now")]
    [InlineData("nothing")]
    public async Task What_is_no_part_or_has_not_what_it_needs_is_wrong_use(params string[] arguments) =>
        Assert.Equal(2, await CommandLine.Run(arguments));
}
