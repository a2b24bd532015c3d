using System.Text;

namespace Knowledge.Tests.Indexer.Commands;

/// <summary>What <c>kb</c> says of itself: the program and each of its commands.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Help_of_every_command_is_as_it_was()
    {
        var text = new StringBuilder();
        await Add(text, []);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        Snapshot.Match(text.Replace(data, "APPLICATION-DATA").ToString(), "kb-help.txt");
    }

    private static async Task Add(StringBuilder text, string[] command)
    {
        var (exit, output, error) = await Kb.Run([.. command, "--help"]);
        Assert.Equal((0, ""), (exit, error));
        text.Append($"$ kb {string.Join(' ', [.. command, "--help"])}\n{output.Trim()}\n\n");
        foreach (var name in Commands(output))
            await Add(text, [.. command, name]);
    }

    // "  name <argument>  what it does", one a line, below "Commands:".
    private static IEnumerable<string> Commands(string help) =>
        help.ReplaceLineEndings("\n")
            .Split('\n')
            .SkipWhile(line => line != "Commands:")
            .Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);
}
