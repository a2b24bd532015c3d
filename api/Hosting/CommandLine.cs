using System.CommandLine;
using Knowledge.Api.Options;
using Knowledge.Indexer.Commands;

namespace Knowledge.Api.Hosting;

/// <summary>
/// The arguments of the server. A job of an operator is a command of its own: one file with a function that creates it, and one
/// line in <see cref="Create"/>.
/// </summary>
internal static class CommandLine
{
    // No argument stands for a file of arguments, and letters are not put together: values may begin with @ or -.
    private static readonly ParserConfiguration Reading = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Reads the arguments and does what they ask for.</summary>
    /// <param name="serve">Serves by these settings, each as <c>--key=value</c>, until told to stop.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Func<string[], Task<int>> serve,
        TextWriter output,
        TextWriter error
    )
    {
        var (paths, options) = SplitPaths(arguments);
        var parsed = Create(serve, paths).Parse(options, Reading);
        if (WrongUse.Of(parsed) is { } mistake)
            return Exit.With(error, $"{mistake} (see --help)", Exit.WrongUse);
        return await parsed.InvokeAsync(
            new()
            {
                Output = output,
                Error = error,
                // Faults go up with their trace, and the host itself ends in order when it is told to stop.
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }
        );
    }

    private static RootCommand Create(Func<string[], Task<int>> serve, IReadOnlyList<string> paths)
    {
        var root = new RootCommand("Knowledge: serves a postmortem knowledge base with searchable runbooks.");
        var settings = new List<Func<ParseResult, IEnumerable<string>>>();
        foreach (var (option, read) in Settings.All.Select(s => s.ToOption()))
        {
            root.Options.Add(option);
            settings.Add(read);
        }
        foreach (var (name, description) in Settings.Switches)
        {
            var option = new Option<bool>($"--{name}") { Description = description };
            root.Options.Add(option);
            settings.Add(parsed => parsed.GetResult(option) is null or { Implicit: true } ? [] : [$"--{name}={parsed.GetValue(option)}"]);
        }
        root.Subcommands.Add(HookCommand.Create());
        root.Subcommands.Add(PurgeCommand.Create());
        root.Subcommands.Add(UserCommand.Create());
        root.Subcommands.Add(TokenCommand.Create());
        root.Subcommands.Add(AdminCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        root.Subcommands.Add(PrivacyCommand.Create());
        root.SetAction((parsed, _) => serve([.. settings.SelectMany(s => s(parsed)), .. paths]));
        return root;
    }

    /// <summary>Any key of the configuration can be set by its path; only names without a colon can be misspelt options.</summary>
    private static (IReadOnlyList<string> Paths, IReadOnlyList<string> Options) SplitPaths(IReadOnlyList<string> arguments)
    {
        var (paths, options) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var name = argument.Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
                options.Add(argument);
            else if (name.Length < argument.Length)
                paths.Add(argument);
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                paths.Add($"{name}={arguments[++i]}");
            else
                // Without a value it is no setting, and is reported as an option that nobody knows.
                options.Add(argument);
        }
        return (paths, options);
    }
}
