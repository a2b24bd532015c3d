using System.CommandLine;

namespace Knowledge.Indexer.Commands;

/// <summary>The table of all commands: help, completion, manual page and configuration are read from it.</summary>
internal static class KbCommands
{
    public static RootCommand Create(TerminalOptions terminal)
    {
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
            ConfigCommand.Create(),
            CompletionCommand.Create(),
            ManCommand.Create(),
        };
        terminal.AddTo(root);
        return root;
    }
}
