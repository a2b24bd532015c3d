using System.CommandLine;
using Knowledge.Indexer.Commands;
using Spectre.Console;

// Into a file or a pipe go plain lines, not colours and not lines cut for a screen.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    AnsiConsole.Profile.Width = 100_000;
}

var common = new CommonOptions();
var root = new RootCommand("Knowledge: find the runbook that fits, in the words of the person who needs it.")
{
    SearchCommand.Create(common),
    ShowCommand.Create(common),
    CheckCommand.Create(),
    MatchCommand.Create(common),
    TouchCommand.Create(common),
    SchemaCommand.Create(),
    EvalCommand.Create(),
    ImportCommand.Create(common),
    InboxCommand.Create(common),
    HookCommand.Create(common),
    NewCommand.Create(),
    EmbedCommand.Create(common),
    ArchiveCommand.Create(common),
    McpCommand.Create(common),
    ExportCommand.Create(common),
};

// A word that begins with @ is a word of a chat, no file of arguments.
var parsed = root.Parse(args, new() { ResponseFileTokenReplacer = null });
if (WrongUse.Of(parsed) is { } error)
{
    Console.Error.WriteLine($"kb: {error} (see kb --help)");
    return ExitCode.UsageError;
}
return await parsed.InvokeAsync();
