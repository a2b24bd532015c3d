using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Configuration;

/// <summary>The value that an option has although nobody typed it, and where it is kept.</summary>
internal sealed record KeptValue(IReadOnlyList<string> Values, string From);

/// <summary>Reading of arguments that remembers which options came from the environment or the configuration file.</summary>
internal sealed class KeptParsing : ParserConfiguration
{
    public Dictionary<Option, string> From { get; } = [];

    /// <summary>A switch that is kept as something else than on or off, as one line; null for none.</summary>
    public string? Problem { get; set; }

    /// <summary>Where an option is kept; null where it was typed, or nobody gave it.</summary>
    public static string? FromOf(ParseResult parsed, Option option) =>
        (parsed.Configuration as KeptParsing)?.From.GetValueOrDefault(option);
}

/// <summary>
/// Options that nobody typed: from the environment (<c>KB_NAME</c>), else from the configuration file. They become words of the command
/// line, so each is checked as if it had been typed.
/// </summary>
internal sealed class KeptOptions(ConfigFile file, Func<string, string?> environment)
{
    // What stands between several values in a variable, where it is no comma: the server reads these two the same way.
    private static readonly char[] BetweenPaths = [Path.PathSeparator];
    private static readonly char[] BetweenAddresses = [' ', '\t', '\r', '\n'];

    // The server has a number under KB_KEEP, and names with times under KB_ARCHIVE_KEEP.
    private const string ArchiveKeep = "KB_ARCHIVE_BUILD_KEEP";

    /// <summary>Reads arguments, with what is kept in place of what was not typed.</summary>
    public ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments)
    {
        // A word that begins with @ is a word of a chat, no file of arguments.
        var reading = new KeptParsing { ResponseFileTokenReplacer = null };
        var typed = root.Parse(arguments, reading);
        if (typed.Tokens.Any(t => t.Type == TokenType.Directive))
            return typed;
        var command = typed.CommandResult.Command;
        var kept = new List<string>();
        foreach (var option in OptionsOf(command).Where(o => typed.GetResult(o) is null or { Implicit: true }))
            if (ValueOf(command, option) is { } value)
            {
                reading.From[option] = value.From;
                // The parser would take anything else for a word.
                if (option.ValueType == typeof(bool) && !bool.TryParse(value.Values[0], out _))
                    reading.Problem ??= $"{option.Name} is true or false, not '{value.Values[0]}' ({value.From})";
                kept.AddRange(value.Values.Select(v => $"{option.Name}={v}"));
            }
        if (kept.Count == 0)
            return typed;
        // Behind the command's own name: what follows may be words that begin with a hyphen.
        var at = 0;
        var words = arguments.ToList();
        foreach (var name in PathOf(command))
            at = Math.Max(at, words.IndexOf(name, at) + 1);
        words.InsertRange(at, kept);
        return root.Parse(words, reading);
    }

    /// <summary>What is kept for an option; null for nothing.</summary>
    public KeptValue? ValueOf(Command command, Option option)
    {
        var variable = VariableOf(command, option);
        if (environment(variable) is { Length: > 0 } given)
            return new(IsRepeatable(option) ? Split(option, given) : [given], variable);
        var path = PathOf(command);
        return
            file
                .Values.Where(v => v.Name == NameOf(option) && path.Take(v.Command.Count).SequenceEqual(v.Command))
                .MaxBy(v => v.Command.Count)
                is { } value
            ? new(value.Values, $"{file.Path}:{value.Line}")
            : null;
    }

    /// <summary>Keys of the file that name no option, one line each, with the one that may be meant.</summary>
    public IEnumerable<string> UnknownKeys(RootCommand root)
    {
        foreach (var value in file.Values)
        {
            var command = (Command?)root;
            foreach (var name in value.Command)
                command = command?.Subcommands.FirstOrDefault(c => c.Name == name);
            var names = command is null ? [] : Below(command).SelectMany(OptionsOf).Select(NameOf).Distinct().ToList();
            if (command is not null && names.Contains(value.Name))
                continue;
            var meant = command is null
                ? NearestName.Of(value.Command[^1], Below(root).Select(c => c.Name))
                : NearestName.Of(value.Name, names);
            yield return $"{file.Path}:{value.Line}: there is no option '{value.Key}'{(meant is null ? "" : $": did you mean {meant}?")}";
        }
    }

    /// <summary>All that can be told to a command, its own first.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) =>
        command
            .Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive)))
            .Where(o => !o.Hidden && o is not (HelpOption or VersionOption))
            .DistinctBy(o => o.Name);

    /// <summary>The words by which a command is called, the program left out.</summary>
    public static IReadOnlyList<string> PathOf(Command command) =>
        command is RootCommand ? [] : [.. PathOf(command.Parents.OfType<Command>().First()), command.Name];

    public static string NameOf(Option option) => option.Name.TrimStart('-');

    public static string VariableOf(Command command, Option option) =>
        option.Name == "--keep" && PathOf(command) is ["archive", ..]
            ? ArchiveKeep
            : $"KB_{NameOf(option).Replace('-', '_').ToUpperInvariant()}";

    public static bool IsRepeatable(Option option) => option.Arity.MaximumNumberOfValues > 1;

    private static string[] Split(Option option, string given) =>
        given.Split(
            option.Name switch
            {
                "--content" or "--archive" or "--text" => BetweenPaths,
                "--edit-url" => BetweenAddresses,
                _ => [','],
            },
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
