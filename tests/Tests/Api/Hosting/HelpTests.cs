using Knowledge.Api.Assistant;
using Knowledge.Api.Hosting;

namespace Knowledge.Tests.Api.Hosting;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_of_the_server_is_as_it_was()
    {
        var help = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync(["--help"], _ => Task.FromResult(1), help, TextWriter.Null, AssistantCommand.Create()));
        Snapshot.Match(help.ToString(), "server-help.txt");
    }
}
