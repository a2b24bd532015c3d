using System.CommandLine;
using System.CommandLine.Parsing;
using Knowledge.Indexer.Configuration;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Commands;

/// <summary>What is wrong with the arguments of a program, as one line.</summary>
public static class WrongUse
{
    /// <returns>Null when the arguments can be used.</returns>
    public static string? Of(ParseResult parsed)
    {
        if ((parsed.Configuration as KeptParsing)?.Problem is { } problem)
            return problem;
        if (parsed.Errors.Count == 0)
            return MistypedWord(parsed);
        // What is kept was not typed: whoever reads this must know where to correct it.
        foreach (var error in parsed.Errors)
            if (error.SymbolResult is OptionResult kept && KeptParsing.FromOf(parsed, kept.Option) is { } from)
                return $"{OneLine(error.Message)} ({from})";
        // An option that nobody knows comes first, since its value is an unknown argument; then one that lacks its value, since it may
        // have taken the next option for it.
        var unknown = parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'));
        if (unknown is null && parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult) is { } option)
            return OneLine(option.Message);
        unknown ??= parsed.UnmatchedTokens is [var first, ..] ? first : null;
        if (unknown is null)
            return OneLine(parsed.Errors[0].Message);
        var name = unknown.Split('=', 2)[0];
        var command = parsed.CommandResult.Command;
        var meant = NearestName.Of(name, NamesOf(command));
        var what =
            name.StartsWith('-') ? "option"
            : command is { Action: null, Subcommands.Count: > 0 } ? "command"
            : "argument";
        return $"unknown {what} '{name}'{(meant is null ? "" : $": did you mean {meant}?")}";
    }

    // Where any words may follow, an option that nobody knows is one of them; what is nearly an option is hardly meant so.
    private static string? MistypedWord(ParseResult parsed)
    {
        var names = NamesOf(parsed.CommandResult.Command).ToList();
        foreach (var token in parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash))
            if (
                token.Type == TokenType.Argument
                && token.Value.StartsWith("--", StringComparison.Ordinal)
                && NearestName.Of(token.Value.Split('=', 2)[0], names) is { } meant
            )
                return $"unknown option '{token.Value}': did you mean {meant}? Behind -- it is a word.";
        return null;
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        command
            .Options.Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive)))
            .Where(o => !o.Hidden)
            .SelectMany(o => (string[])[o.Name, .. o.Aliases])
            .Concat(command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));

    // The parser writes several lines, and names types of .NET.
    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace("'System.Nullable`1[System.Int32]'", "'System.Int32'", StringComparison.Ordinal)
            .Replace("'System.Nullable`1[System.Double]'", "'System.Double'", StringComparison.Ordinal)
            .Replace("as expected type 'System.Boolean'", "as true or false", StringComparison.Ordinal)
            .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
            .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
            .TrimEnd('.');
}
