using System.CommandLine;
using System.Globalization;
using Knowledge.Indexer.Configuration;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Commands;

/// <summary><c>kb config</c>: which options are in force that nobody types, and where each is kept.</summary>
internal static class ConfigCommand
{
    private const string Default = "default";

    /// <param name="From">A variable, a file with its line, or <c>default</c>.</param>
    private sealed record Setting(string Command, string Option, string Value, string From);

    private sealed record Answer(string File, bool FileIsThere, IReadOnlyList<Setting> Options, IReadOnlyList<string> Unknown);

    public static Command Create()
    {
        var words = new Argument<string[]>("command")
        {
            Description = "A command, such as search: all of its options, also those that nobody keeps",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string>("--output", "-o") { Description = "How to print the result", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("config", "Show which options are kept in the environment and in the configuration file, and where")
        {
            words,
            output,
        };
        command.SetAction(parsed =>
        {
            var root = parsed.RootCommandResult.Command as RootCommand ?? throw new InvalidOperationException("There is no root command.");
            // It is readable: otherwise no command would have begun.
            var file = ConfigFile.Read(ConfigFile.DefaultPath(Environment.GetEnvironmentVariable)).File!;
            var kept = new KeptOptions(file, Environment.GetEnvironmentVariable);
            var named = (Command)root;
            foreach (var word in parsed.GetValue(words)!)
            {
                if (named.Subcommands.FirstOrDefault(c => c.Name == word) is not { } next)
                {
                    var meant = NearestName.Of(word, named.Subcommands.Select(c => c.Name));
                    Console.Error.WriteLine($"kb: there is no command '{word}'{(meant is null ? "" : $": did you mean {meant}?")}");
                    return ExitCode.UsageError;
                }
                named = next;
            }
            var answer = new Answer(
                file.Path,
                file.IsThere,
                [.. Commands(named).SelectMany(c => SettingsOf(kept, c, isWhole: named != root))],
                [.. kept.UnknownKeys(root)]
            );
            if (parsed.GetValue(output) == "json")
                CommonOptions.PrintJson(answer);
            else
                Print(answer, named != root);
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Commands);

    private static IEnumerable<Setting> SettingsOf(KeptOptions kept, Command command, bool isWhole)
    {
        var name = string.Join(' ', KeptOptions.PathOf(command));
        foreach (var option in KeptOptions.OptionsOf(command))
            if (kept.ValueOf(command, option) is { } value)
                yield return new(name, KeptOptions.NameOf(option), string.Join(", ", value.Values), value.From);
            else if (isWhole)
                yield return new(name, KeptOptions.NameOf(option), DefaultOf(option), Default);
    }

    private static string DefaultOf(Option option) =>
        option.HasDefaultValue
            ? option.GetDefaultValue() switch
            {
                null => "",
                IEnumerable<string> many => string.Join(", ", many),
                bool yes => yes ? "true" : "false",
                var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            }
            : "";

    private static void Print(Answer answer, bool isWhole)
    {
        Console.Out.WriteLine($"{answer.File}{(answer.FileIsThere ? "" : " (not there)")}");
        // An option of many commands that is kept once is told once.
        var rows = isWhole
            ? answer.Options
            :
            [
                .. answer
                    .Options.GroupBy(o => (o.Option, o.Value, o.From))
                    .Select(g => g.First() with { Command = string.Join(", ", g.Select(o => o.Command)) }),
            ];
        if (rows.Count == 0)
            Console.Out.WriteLine("No option is kept. `kb config COMMAND` shows what a command takes.");
        foreach (var row in rows)
        {
            var value = row.Value.Length == 0 ? "(none)" : row.Value;
            Console.Out.WriteLine($"{row.Option, -18} {value}   [{row.From}]{(isWhole ? "" : $"   for {row.Command}")}");
        }
    }
}
