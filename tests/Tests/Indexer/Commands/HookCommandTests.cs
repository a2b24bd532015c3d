using Knowledge.Tests.Content.Alerts.Payloads;

namespace Knowledge.Tests.Indexer.Commands;

public sealed class HookCommandTests
{
    private const string Mapping = "name: title\nkey: number\nlabels: {mill: where}\n";

    [Fact]
    public async Task What_is_understood_is_shown_and_what_nothing_was_found_for()
    {
        using var place = new Fixture().With("pingdom.json", SenderFixtures.Pingdom);

        var (code, output, _) = await Kb.Run("hook", "try", Path.Combine(place.Directory, "pingdom.json"));

        Assert.Equal(0, code);
        Assert.Contains("read as Pingdom, 1 alert", output, StringComparison.Ordinal);
        Assert.Contains("Mill door", output, StringComparison.Ordinal);
        Assert.Contains("nothing for", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_is_taken_by_the_name_of_the_sender()
    {
        using var place = new Fixture()
            .With("kb/hooks/mill.yaml", Mapping)
            .With("one.json", """{"title": "Mill is late", "number": 7, "where": "m-3"}""")
            .With("other.json", """{"where": "m-3"}""");
        Task<(int ExitCode, string Output, string Error)> Try(string file, params string[] more) =>
            Kb.Run(["hook", "try", Path.Combine(place.Directory, file), "--content", Path.Combine(place.Directory, "kb"), .. more]);

        var mapped = await Try("one.json", "--source", "mill");
        Assert.Contains("read as Mapping", mapped.Output, StringComparison.Ordinal);
        Assert.Contains("m-3", mapped.Output, StringComparison.Ordinal);
        Assert.Contains("read as Generic", (await Try("one.json")).Output, StringComparison.Ordinal);

        var (code, output, _) = await Try("other.json", "--source", "mill");
        Assert.Equal(1, code);
        Assert.Equal(
            "not understood: Nothing in it names an alert. It is a JSON object with keys where, and name finds nothing at "
                + "'title' in hooks/mill.yaml.",
            output.Trim()
        );
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_wrong_use()
    {
        var (code, _, error) = await Kb.Run("hook", "try", "/nowhere/at-all.json");

        Assert.Equal(2, code);
        Assert.Contains("cannot be read", error, StringComparison.Ordinal);
    }
}
