using System.CommandLine;
using Knowledge.Indexer.Terminal;

namespace Knowledge.Indexer.Commands;

/// <summary>How what a command prints looks: options of every command.</summary>
internal sealed class TerminalOptions
{
    private static readonly string[] PagedCommands = ["search", "show", "check", "match", "touch", "config"];

    private readonly Option<string> color = new("--color")
    {
        Description = "Colours: auto (on a terminal, unless NO_COLOR is set), always or never",
        DefaultValueFactory = _ => "auto",
        Recursive = true,
    };
    private readonly Option<bool> noPager = new("--no-pager")
    {
        Description = "On a terminal print all at once, not page by page with PAGER",
        Recursive = true,
    };

    public TerminalOptions() => color.AcceptOnlyFromAmong("auto", "always", "never");

    public void AddTo(RootCommand root)
    {
        root.Options.Add(color);
        root.Options.Add(noPager);
    }

    /// <summary>Prepares what is printed for whoever reads it.</summary>
    public Screen Begin(ParseResult parsed) =>
        Screen.Begin(
            parsed.GetValue(color) switch
            {
                "always" => true,
                "never" => false,
                _ => null,
            },
            isPaged: PagedCommands.Contains(parsed.CommandResult.Command.Name) && !parsed.GetValue(noPager)
        );
}
