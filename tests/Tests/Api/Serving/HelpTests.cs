using Knowledge.Api.Serving;

namespace Knowledge.Tests.Api.Serving;

public sealed class HelpTests
{
    [Fact]
    public void Help_of_the_server_is_as_it_was() => Snapshot.Match(CommandLine.Parse(["--help"]).Usage!, "server-help.txt");
}
