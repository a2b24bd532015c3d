using Knowledge.Api.Serving;

namespace Knowledge.Tests.Api.Serving;

public sealed class CommandLineTests
{
    [Fact]
    public void Repeated_content_becomes_a_list() =>
        Assert.Equal(
            ["--content:0=a", "--content:1=team=b", "--content:2=c"],
            CommandLine.Parse(["--content", "a", "--content", "team=b", "--content=c"]).Settings
        );

    [Fact]
    public void Repeated_hosts_become_a_list() =>
        Assert.Equal(["--host:0=kb.internal", "--host:1=kb"], CommandLine.Parse(["--host", "kb.internal", "--host", "kb"]).Settings);

    [Fact]
    public void Insecure_is_a_switch() =>
        Assert.Equal(["--insecure=True", "--data=d"], CommandLine.Parse(["--insecure", "--data", "d"]).Settings);

    [Theory]
    [InlineData("--contnet", "x")]
    [InlineData("--insecure=maybe")]
    [InlineData("--content")]
    [InlineData("--data", "--insecure")]
    [InlineData("runbooks")]
    [InlineData("--content=")]
    public void Mistakes_are_one_line(params string[] arguments)
    {
        var line = CommandLine.Parse(arguments);
        Assert.NotNull(line.Error);
        Assert.DoesNotContain('\n', line.Error);
    }

    [Fact]
    public void Any_configuration_key_can_be_set_by_its_path() =>
        Assert.Equal(["--Logging:LogLevel:Default=Debug"], CommandLine.Parse(["--Logging:LogLevel:Default=Debug"]).Settings);

    [Fact]
    public void Help_names_every_option()
    {
        var usage = CommandLine.Parse(["--help"]).Usage;
        Assert.All(
            ["--content", "--data", "--urls", "--host", "--insecure", "KB_CONTENT", "KB_DATA"],
            option => Assert.Contains(option, usage, StringComparison.Ordinal)
        );
    }
}
